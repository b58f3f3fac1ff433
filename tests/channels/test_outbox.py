"""The outbox: one effect one key, claims that end, attempts that wait longer, dead letters that come back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from channels import outbox
from channels.models import Channel, Shipment
from channels.transports.base import TransportError

NOW = datetime(2027, 1, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def channel() -> Channel:
    return Channel.objects.create(key="mail", name="Mail", kind="email", status="active")


def put(channel: Channel, *keys: str, now: datetime = NOW) -> list[Shipment]:
    outbox.put(*(outbox.draft(channel, "smtp", key, now=now, target=key, payload={"n": key}) for key in keys))
    return list(Shipment.objects.filter(key__in=keys))


def keys_of(shipments: list[Shipment]) -> list[str]:
    return [one.key for one in shipments]


def nothing() -> None:
    """Arrive."""


def refuse(message: str = "later", *, permanent: bool = False) -> outbox.Carry:
    def carry() -> None:
        raise TransportError(message, permanent=permanent)

    return carry


def test_a_key_is_put_once(channel: Channel) -> None:
    put(channel, "a")
    outbox.put(outbox.draft(channel, "smtp", "a", now=NOW + SECOND, target="another"))
    assert [(one.key, one.target, one.due_at, one.status) for one in Shipment.objects.all()] == [("a", "a", NOW, "due")]


def test_putting_needs_the_transaction_of_the_cause(channel: Channel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "in_atomic_block", False)
    with pytest.raises(RuntimeError, match="transaction"):
        put(channel, "a")


@pytest.mark.parametrize("key", ["", "x" * 251])
def test_a_key_that_cannot_be_stored_is_refused(channel: Channel, key: str) -> None:
    with pytest.raises(ValueError, match="1 to 250 characters"):
        outbox.draft(channel, "smtp", key, now=NOW)


def test_a_claim_takes_the_oldest_that_is_due_and_no_more_than_asked(channel: Channel) -> None:
    put(channel, "later", now=NOW + SECOND)
    put(channel, "second")
    put(channel, "first", now=NOW - SECOND)
    assert keys_of(outbox.claim(NOW, "one", limit=5)) == ["second", "first"]
    put(channel, "third", "fourth")
    assert keys_of(outbox.claim(NOW + SECOND, "one", limit=2)) == ["later", "third"]
    assert keys_of(outbox.claim(NOW + SECOND, "one", limit=2)) == ["fourth"]


def test_nobody_claims_what_another_holds_until_the_lease_ends(channel: Channel) -> None:
    put(channel, "a")
    assert keys_of(outbox.claim(NOW, "one", lease=10 * SECOND)) == ["a"]
    put(channel, "b")
    assert outbox.claim(NOW + 9 * SECOND, "two") == []
    assert keys_of(outbox.claim(NOW + 10 * SECOND, "two")) == ["a", "b"]


def test_channels_go_on_beside_one_that_is_busy(channel: Channel) -> None:
    put(channel, "a", "b")
    other = Channel.objects.create(key="app", name="App", kind="app", status="active")
    put(other, "c")
    assert keys_of(outbox.claim(NOW, "one", limit=1)) == ["a"]
    assert keys_of(outbox.claim(NOW, "two", limit=9)) == ["c"]


def test_a_paused_channel_waits(channel: Channel) -> None:
    put(channel, "a")
    Channel.objects.update(status="paused")
    assert outbox.claim(NOW, "one") == []
    Channel.objects.update(status="active")
    assert keys_of(outbox.claim(NOW, "one")) == ["a"]


def test_what_arrived_is_sent(channel: Channel) -> None:
    put(channel, "a")
    steps: list[tuple[str, object]] = []
    (claimed,) = outbox.claim(NOW, "one")
    assert (
        outbox.send(claimed, nothing, NOW + SECOND, chance=lambda: 0.0, step=lambda *done: steps.append(done)) is True
    )
    sent = Shipment.objects.get()
    assert (sent.status, sent.attempts, sent.sent_at, sent.claimed_until) == ("sent", 1, NOW + SECOND, None)
    assert steps == [("begun", "a"), ("carried", "a"), ("settled", "a")]
    assert outbox.claim(NOW + timedelta(days=1), "two") == []


def test_a_worker_that_lost_its_lease_does_not_begin(channel: Channel) -> None:
    put(channel, "a")
    (mine,) = outbox.claim(NOW, "one", lease=SECOND)
    (theirs,) = outbox.claim(NOW + SECOND, "two")
    assert outbox.send(mine, refuse("must not be carried"), NOW + SECOND, chance=lambda: 0.0) is False
    assert Shipment.objects.get().last_error == ""
    assert outbox.send(theirs, nothing, NOW + SECOND, chance=lambda: 0.0) is True


def test_a_worker_that_loses_its_lease_while_carrying_changes_nothing(channel: Channel) -> None:
    put(channel, "a")
    (mine,) = outbox.claim(NOW, "one", lease=SECOND)

    def slowly() -> None:
        (theirs,) = outbox.claim(NOW + 2 * SECOND, "two")
        assert theirs.key == "a"
        raise TransportError("too late", permanent=True)

    assert outbox.send(mine, slowly, NOW, chance=lambda: 0.0, lease=SECOND) is False
    found = Shipment.objects.get()
    assert (found.status, found.claimed_by, found.last_error) == ("claimed", "two", "")


def test_renewing_holds_for_another_lease(channel: Channel) -> None:
    put(channel, "a")
    claimed = outbox.claim(NOW, "one", lease=SECOND)
    outbox.renew(claimed, NOW + SECOND, lease=SECOND)
    assert outbox.claim(NOW + SECOND, "two") == []
    assert keys_of(outbox.claim(NOW + 2 * SECOND, "two")) == ["a"]


def test_what_is_released_is_due_at_once_and_counts_no_attempt(channel: Channel) -> None:
    put(channel, "a")
    outbox.release(outbox.claim(NOW, "one"))
    (found,) = outbox.claim(NOW, "two")
    assert (found.attempts, found.claimed_by) == (0, "two")


@pytest.mark.parametrize(
    ("attempts", "chance", "seconds"),
    [(1, 0.0, 5), (1, 1.0, 10), (2, 0.0, 10), (3, 0.5, 30), (8, 0.0, 640), (12, 0.0, 7200), (12, 1.0, 14400)],
)
def test_waiting_doubles_up_to_a_bound_and_half_is_chance(attempts: int, chance: float, seconds: int) -> None:
    assert outbox.delay(attempts, chance) == timedelta(seconds=seconds)


def test_a_passing_error_is_tried_again_later(channel: Channel) -> None:
    put(channel, "a")
    (claimed,) = outbox.claim(NOW, "one")
    assert outbox.send(claimed, refuse("450 try later"), NOW, chance=lambda: 0.5) is False
    found = Shipment.objects.get()
    assert (found.status, found.attempts, found.last_error) == ("due", 1, "450 try later")
    assert found.due_at == NOW + timedelta(seconds=7.5)
    assert outbox.claim(NOW + 7 * SECOND, "one") == []
    assert keys_of(outbox.claim(NOW + 8 * SECOND, "one")) == ["a"]


def test_any_other_exception_is_kept_by_name(channel: Channel) -> None:
    put(channel, "a")

    def crash() -> None:
        raise KeyError("colour")

    outbox.send(outbox.claim(NOW, "one")[0], crash, NOW, chance=lambda: 0.0)
    assert (Shipment.objects.get().status, Shipment.objects.get().last_error) == ("due", "KeyError: 'colour'")


def test_a_permanent_error_is_a_dead_letter_at_once(channel: Channel) -> None:
    put(channel, "a")
    outbox.send(outbox.claim(NOW, "one")[0], refuse("550 no such box", permanent=True), NOW, chance=lambda: 0.0)
    found = Shipment.objects.get()
    assert (found.status, found.attempts, found.permanent, found.last_error) == ("failed", 1, True, "550 no such box")


def test_after_the_last_attempt_it_is_a_dead_letter(channel: Channel) -> None:
    put(channel, "a")
    now, tried = NOW, 0
    while claimed := outbox.claim(now, "one"):
        outbox.send(claimed[0], refuse(), now, chance=lambda: 0.0)
        now, tried = now + timedelta(hours=4), tried + 1
    found = Shipment.objects.get()
    assert (tried, found.status, found.attempts, found.permanent) == (12, "failed", 12, False)


def test_what_kills_every_worker_is_given_up_too(channel: Channel) -> None:
    put(channel, "a")
    now = NOW
    for _death in range(12):
        assert len(outbox.begin(outbox.claim(now, "one"), now)) == 1
        now += outbox.LEASE
    assert outbox.send(outbox.claim(now, "one")[0], nothing, now, chance=lambda: 0.0) is False
    found = Shipment.objects.get()
    assert (found.status, found.last_error) == ("failed", "Every worker that tried ended before it was done.")


def test_dead_letters_are_replayed_under_their_key(channel: Channel) -> None:
    put(channel, "a", "b")
    for claimed in outbox.claim(NOW, "one"):
        outbox.send(claimed, refuse("no", permanent=True), NOW, chance=lambda: 0.0)
    first = Shipment.objects.get(key="a")
    assert outbox.replay(NOW + SECOND, first.pk) == 1
    assert keys_of(outbox.claim(NOW + SECOND, "one")) == ["a"]
    assert outbox.replay(NOW + SECOND) == 1
    assert outbox.replay(NOW + SECOND) == 0
    found = Shipment.objects.get(key="b")
    assert (found.status, found.attempts, found.permanent, found.last_error) == ("due", 0, False, "no")
