"""What is due is produced or handed over: one run for a channel, errors kept with what they concern."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from channels import outbox
from channels.models import Channel, Shipment
from channels.transports.base import Parcel
from content_models.models import Item
from contenthub.dispatch.produce import Failure, Report
from contenthub.publishing.models import Publication
from contenthub.tasks import ship as module
from contenthub.tasks.shift import Shift, Tally
from contenthub.tasks.ship import ship

NOW = datetime(2027, 1, 1, 12, tzinfo=UTC)


class Box:
    """A transport that keeps what it gets."""

    key = "box"

    def __init__(self) -> None:
        self.parcels: list[Parcel] = []

    def send(self, parcel: Parcel) -> None:
        self.parcels.append(parcel)


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
def shift(tmp_path: Path, box: Box) -> Shift:
    return Shift(clock=lambda: NOW, chance=lambda: 0.0, folder=tmp_path, transports={"box": box})


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Keep which items the real `produce` is asked for."""
    asked: list[str] = []
    real = module.produce

    def produce(channel: Channel, folder: Path, *, item: str = "", **more: Any) -> Report:
        asked.append(item)
        return real(channel, folder, item=item, **more)

    monkeypatch.setattr(module, "produce", produce)
    return asked


def nobody() -> None:
    """Attend to nothing."""


def put(channel: Channel, transport: str, *names: str, **payload: Any) -> None:
    drafts = [outbox.draft(channel, transport, f"{transport}:{name}", now=NOW, payload=payload) for name in names]
    outbox.put(*drafts)


def states() -> dict[str, tuple[str, str]]:
    return {one.key: (one.status, one.last_error) for one in Shipment.objects.all()}


def test_many_shipments_of_a_channel_are_one_run(
    item: Item, make_channel: Callable[..., Channel], shift: Shift, runs: list[str], tmp_path: Path
) -> None:
    channel = make_channel()
    for number in range(30):
        put(channel, "produce", f"item-{number}", uuid=item.uuid, locale="nl")
    assert ship(shift, nobody) == Tally(sent=30)
    assert runs == [item.uuid]
    assert "75,80" in (tmp_path / "web" / "nl" / item.key / "index.html").read_text()
    assert ship(shift, nobody) == Tally()


def test_many_items_are_one_run_of_the_whole_channel(
    make_item: Callable[..., Item],
    publish: Callable[..., Item],
    make_channel: Callable[..., Channel],
    shift: Shift,
    runs: list[str],
) -> None:
    channel = make_channel()
    for number in range(4):
        put(channel, "produce", str(number), uuid=publish(make_item(f"Item {number}")).uuid, locale="nl")
    assert ship(shift, nobody) == Tally(sent=4)
    assert runs == [""]


def test_an_item_that_fails_fails_its_own_shipments(
    item: Item, make_channel: Callable[..., Channel], shift: Shift, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel = make_channel()
    put(channel, "produce", "bad", uuid=item.uuid, locale="nl")
    put(channel, "produce", "good", uuid="00000000-0000-0000-0000-000000000000", locale="nl")
    put(channel, "produce", "all")
    report = Report("web", "out", failed=[Failure(item.key, "nl", "ValueError: no")])
    monkeypatch.setattr(module, "produce", lambda *_args, **_more: report)
    assert ship(shift, nobody) == Tally(sent=1, failed=2)
    reason = f"{item.key}: ValueError: no"
    assert states() == {"produce:bad": ("due", reason), "produce:good": ("sent", ""), "produce:all": ("due", reason)}


def test_a_kind_that_is_not_installed_is_a_dead_letter(locales: Any, shift: Shift) -> None:
    channel = Channel.objects.create(key="fax", name="Fax", kind="fax", status="active")
    put(channel, "produce", "all")
    assert ship(shift, nobody) == Tally(failed=1)
    found = Shipment.objects.get()
    assert (found.status, found.permanent) == ("failed", True)
    assert found.last_error.startswith("There is no channel kind 'fax'. It is not installed.")


def test_a_folder_that_is_busy_is_tried_again(
    item: Item, make_channel: Callable[..., Channel], shift: Shift, tmp_path: Path
) -> None:
    (tmp_path / "web").write_text("not a folder")
    put(make_channel(), "produce", "all")
    assert ship(shift, nobody) == Tally(failed=1)
    assert Shipment.objects.get().due_at == NOW + timedelta(seconds=5)


def test_a_parcel_holds_the_produced_bytes_and_the_key(
    item: Item, make_channel: Callable[..., Channel], shift: Shift, box: Box, tmp_path: Path
) -> None:
    channel = make_channel()
    put(channel, "produce", "all")
    ship(shift, nobody)
    placement = channel.placements.get(media_type="text/html")
    put(channel, "box", "one", path=placement.path, sha256=placement.sha256)
    assert ship(shift, nobody) == Tally(sent=1)
    (parcel,) = box.parcels
    assert (parcel.key, parcel.channel, sha256(parcel.content).hexdigest()) == ("box:one", "web", placement.sha256)


def test_bytes_that_were_replaced_are_not_sent(
    item: Item, make_channel: Callable[..., Channel], shift: Shift, box: Box
) -> None:
    put(make_channel(), "box", "one", path="nl/paspoort/index.html", sha256="0" * 64)
    assert ship(shift, nobody) == Tally(failed=1)
    assert box.parcels == []
    assert states()["box:one"] == (
        "failed",
        "nl/paspoort/index.html is no longer what was to be sent. Send the new one instead.",
    )


def test_an_unknown_transport_is_a_dead_letter(make_channel: Callable[..., Channel], shift: Shift) -> None:
    put(make_channel(), "pigeon", "one")
    assert ship(shift, nobody) == Tally(failed=1)
    assert states()["pigeon:one"] == ("failed", "There is no transport 'pigeon'. Known: box.")


def test_a_stop_gives_back_what_was_not_begun(make_channel: Callable[..., Channel], tmp_path: Path, box: Box) -> None:
    put(make_channel(), "box", "one", "two")
    shift = Shift(clock=lambda: NOW, folder=tmp_path, transports={"box": box}, stopped=lambda: len(box.parcels) == 1)
    assert ship(shift, nobody) == Tally(sent=1)
    assert {key: status for key, (status, _error) in states().items()} == {"box:one": "sent", "box:two": "due"}


def test_a_long_run_keeps_its_lease_and_attends(
    item: Item, make_channel: Callable[..., Channel], tmp_path: Path
) -> None:
    put(make_channel(), "produce", "all")
    moments = iter(NOW + timedelta(seconds=20 * number) for number in range(100))
    attended: list[str] = []
    shift = Shift(clock=lambda: next(moments), folder=tmp_path, lease=timedelta(seconds=60))
    assert ship(shift, lambda: attended.append("yes")) == Tally(sent=1)
    assert attended == ["yes"] * (Publication.objects.count() + 1)
