"""Purges reach a real receiver: the tags of what changed, in few calls, once for all channels, until they arrive."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from channels.models import Channel, Cursor, Shipment
from channels.transports.base import Parcel
from channels.transports.purge import Purge
from content_models.models import ContentModel, Fact, Item
from contenthub.publishing.models import Change
from contenthub.tasks.follow import follow
from contenthub.tasks.shift import Shift
from contenthub.tasks.ship import ship
from contenthub.users import User
from tests.contenthub.dispatch.sites import Site, site_at


@pytest.fixture
def cdn(tmp_path: Path, settings: Any) -> Iterator[Site]:
    with site_at(tmp_path / "cdn") as site:
        settings.HUB_PURGE_URL, settings.HUB_PURGE_TOKEN = f"{site.address}/purge", "sesame"
        yield site


@pytest.fixture
def channels(cdn: Site, item: Item, make_channel: Callable[..., Channel]) -> list[Channel]:
    """Two channels that have followed until now, and are produced by hand."""
    found = [make_channel(kind, settings={"produce": "manual"}) for kind in ("web", "app")]
    for one in found:
        Cursor.objects.create(channel=one, position=Change.objects.latest("seq").seq, moment=timezone.now())
    return found


def purged(cdn: Site) -> list[list[str]]:
    return [json.loads(body)["tags"] for _headers, body in cdn.calls]


def work(shift: Shift | None = None) -> None:
    follow(shift or Shift())
    ship(shift or Shift(), lambda: None)


def test_what_is_published_is_purged_once_for_all_channels(
    channels: list[Channel], cdn: Site, item: Item, publish: Callable[..., Item]
) -> None:
    publish(item)
    work()
    work()
    expected = ["changes", f"i-{str(item.uuid)[-12:]}", f"k-{item.key}", "l-*-nl", "l-service-nl", "many"]
    assert purged(cdn) == [expected]
    ((headers, _body),) = cdn.calls
    assert (headers["authorization"], headers["content-type"]) == ("Bearer sesame", "application/json")


def test_a_fact_that_changes_or_begins_to_hold_is_purged(
    channels: list[Channel], cdn: Site, fact: Fact, publisher: User
) -> None:
    moment = (timezone.now() + timedelta(days=1)).replace(microsecond=0)
    fact.timeline = [
        {"value": {"amount": "75.80", "currency": "EUR"}, "valid_from": None, "valid_until": moment.isoformat()},
        {"value": {"amount": "90.00", "currency": "EUR"}, "valid_from": moment.isoformat(), "valid_until": None},
    ]
    fact.save_revision(user=publisher).publish(user=publisher)
    work()
    assert purged(cdn) == [["changes", f"f-{str(fact.uuid)[-12:]}", "facts", "many"]]
    work(Shift(clock=lambda: moment))
    assert purged(cdn)[1:] == [["changes", f"f-{str(fact.uuid)[-12:]}", "facts", "many"]]


def test_a_changed_model_purges_everything(
    channels: list[Channel], cdn: Site, model: ContentModel, publisher: User
) -> None:
    model.name = "Dienst"
    model.save_revision(user=publisher).publish(user=publisher)
    work()
    assert purged(cdn) == [["hub"]]


def test_much_is_purged_in_few_calls(
    channels: list[Channel],
    cdn: Site,
    item: Item,
    publish: Callable[..., Item],
    make_item: Callable[..., Item],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Purge, "most", 4)
    publish(item)
    publish(make_item("Rijbewijs"))
    work()
    calls = purged(cdn)
    assert [len(tags) for tags in calls] == [4, 4]
    assert sum(calls, []) == sorted({*sum(calls, [])})


def test_a_purge_is_tried_again_until_it_arrives(
    channels: list[Channel], cdn: Site, item: Item, publish: Callable[..., Item]
) -> None:
    cdn.refusing = 503
    publish(item)
    work(Shift(chance=lambda: 0.0))
    assert Shipment.objects.get().status == Shipment.Status.DUE
    cdn.refusing = 0
    later = timezone.now() + timedelta(minutes=1)
    work(Shift(clock=lambda: later, chance=lambda: 0.0))
    assert Shipment.objects.get().status == Shipment.Status.SENT
    assert len({headers["webhook-id"] for headers, _body in cdn.calls}) == 1


def test_another_package_says_it_in_its_own_way(
    channels: list[Channel], item: Item, publish: Callable[..., Item], settings: Any
) -> None:
    taken: list[Parcel] = []

    class Provider:
        key, most = "provider", 2

        def send(self, parcel: Parcel) -> None:
            taken.append(parcel)

    settings.HUB_PURGE_TRANSPORT = "provider"
    publish(item)
    work(Shift(transports={"provider": Provider()}))
    assert [len(parcel.payload["tags"]) for parcel in taken] == [2, 2, 2]
    assert taken[0].target == settings.HUB_PURGE_URL


def test_nothing_is_purged_without_an_address(
    item: Item, make_channel: Callable[..., Channel], publish: Callable[..., Item]
) -> None:
    channel = make_channel(settings={"produce": "manual"})
    Cursor.objects.create(channel=channel, position=0, moment=timezone.now())
    publish(item)
    follow(Shift())
    assert not Shipment.objects.exists()
