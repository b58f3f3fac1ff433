"""Targets that are down are left alone, order is kept for each target, and secrets follow one another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage, InMemoryStorage

from channels import outbox
from channels.circuits import FAILURES, failing, left_alone, note_failure, note_success
from channels.models import Bounce, Channel, Shipment
from channels.output import Output
from channels.secrets import good_secrets, rotate
from channels.transports.base import Parcel, TransportError
from channels.transports.files import FilesError, write_files
from channels.transports.mirror import mirror
from contenthub.tasks.shift import Shift
from contenthub.tasks.ship import ship

NOW = datetime(2027, 1, 1, 12, tzinfo=UTC)
A, B = "https://a.example/hook", "https://b.example/hook"


class Receiver:
    """A transport whose targets may be down."""

    key = "webhook"

    def __init__(self) -> None:
        self.down: set[str] = set()
        self.took: list[str] = []

    def send(self, parcel: Parcel) -> None:
        if parcel.target in self.down:
            raise TransportError("down", down=True)
        self.took.append(parcel.key)


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


def put(channel: Channel, target: str, *keys: str, transport: str = "webhook") -> None:
    outbox.put(*[outbox.draft(channel, transport, key, now=NOW, target=target) for key in keys])


def work(receiver: Receiver, minutes: float = 0) -> None:
    now = NOW + timedelta(minutes=minutes)
    shift = Shift(clock=lambda: now, chance=lambda: 0.0, transports={"webhook": receiver, "smtp": receiver})
    while ship(shift, lambda: None):
        pass


def test_what_is_behind_a_failed_one_waits_and_others_do_not(
    make_channel: Callable[..., Channel], receiver: Receiver
) -> None:
    channel = make_channel()
    put(channel, A, "a1", "a2", "a3")
    put(channel, B, "b1")
    receiver.down = {A}
    work(receiver)
    assert receiver.took == ["b1"]
    assert {one.key: one.attempts for one in Shipment.objects.filter(target=A)} == {"a1": 1, "a2": 0, "a3": 0}
    receiver.down = set()
    work(receiver, minutes=1)
    assert receiver.took == ["b1", "a1", "a2", "a3"]


def test_a_target_that_fails_again_and_again_is_left_alone(
    make_channel: Callable[..., Channel], receiver: Receiver
) -> None:
    put(make_channel(), A, "a1")
    receiver.down = {A}
    for minutes in (0, 1, 2, 4, 8):
        work(receiver, minutes)
    assert Shipment.objects.get().attempts == FAILURES
    assert left_alone(NOW + timedelta(minutes=8.9)) is not None
    assert left_alone(NOW + timedelta(minutes=9.1)) is None
    receiver.down = set()
    Shipment.objects.update(due_at=NOW)
    work(receiver, 8.5)
    assert receiver.took == []
    work(receiver, 9.5)
    assert (receiver.took, failing()) == (["a1"], set())


def test_each_failure_more_doubles_the_time_up_to_an_hour(db: None) -> None:
    for number in range(FAILURES + 8):
        note_failure("webhook", A, NOW)
        expected = 0 if number < FAILURES - 1 else min(2 ** (number - FAILURES + 1), 60)
        assert (left_alone(NOW + timedelta(minutes=expected - 0.5)) is not None) is bool(expected)
        assert left_alone(NOW + timedelta(minutes=expected)) is None
    note_success("webhook", "https://a.example/other")
    assert failing() == set()


def test_nothing_is_sent_to_where_mail_came_back_for_good(
    make_channel: Callable[..., Channel], receiver: Receiver
) -> None:
    channel = make_channel()
    Bounce.objects.create(channel=channel, target="Weg@example.org", hard=True)
    Bounce.objects.create(channel=channel, target="vol@example.org", hard=False)
    put(channel, "weg@example.org", "m1", transport="smtp")
    put(channel, "vol@example.org", "m2", transport="smtp")
    work(receiver)
    assert receiver.took == ["m2"]
    assert Shipment.objects.get(key="m1").status == "failed"


def test_a_new_secret_stands_beside_the_one_before_for_a_while(make_channel: Callable[..., Channel]) -> None:
    channel = make_channel()
    first = rotate(channel.pk, NOW)
    second = rotate(channel.pk, NOW + timedelta(days=9), timedelta(hours=2))
    assert first != second
    assert good_secrets([channel.pk], NOW + timedelta(days=9, hours=1)) == {channel.pk: [second, first]}
    assert good_secrets([channel.pk], NOW + timedelta(days=9, hours=2)) == {channel.pk: [second]}


def test_a_folder_is_brought_to_a_storage_and_only_what_changed(tmp_path: Path) -> None:
    storage = FileSystemStorage(tmp_path / "there", allow_overwrite=True)
    for number, paths in enumerate((["a.html", "nl/b.html"], ["a.html", "c.html"])):
        outputs = [Output(path, "text/html", f"{path}{number * (path == 'c.html')}".encode()) for path in paths]
        write_files(tmp_path / "here", outputs)
        done = mirror(tmp_path / "here", storage, "site")
    assert (done.sent, done.removed) == (["c.html"], ["nl/b.html"])
    assert sorted(storage.listdir("site")[1]) == [".contenthub-files.json", "a.html", "c.html"]
    assert mirror(tmp_path / "here", storage, "site").sent == []


def test_a_storage_that_keeps_what_was_there_is_refused(tmp_path: Path) -> None:
    storage = InMemoryStorage()
    storage.save("a.html", open(write(tmp_path), "rb"))  # noqa: SIM115 (the storage reads it)
    with pytest.raises(FilesError, match="does not overwrite a.html"):
        mirror(tmp_path / "here", storage)


def write(tmp_path: Path) -> Path:
    write_files(tmp_path / "here", [Output("a.html", "text/html", b"a")])
    return tmp_path / "here" / "a.html"
