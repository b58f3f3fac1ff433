"""What changed becomes shipments: of the right items, on the right channels, under a key made of the cause."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from channels.models import Channel, Cursor, Shipment
from content_models.models import ContentModel, Fact, Item
from contenthub.publishing.models import Change
from contenthub.tasks import follow as module
from contenthub.tasks.follow import advance, begin_day, follow
from contenthub.tasks.news import news_of
from contenthub.tasks.shift import Shift, Tally
from contenthub.users import User


def keys() -> list[str]:
    return list(Shipment.objects.order_by("pk").values_list("key", flat=True))


def head() -> int:
    return Change.objects.latest("seq").seq


@pytest.fixture
def channel(item: Item, make_channel: Callable[..., Channel]) -> Channel:
    """A channel that has followed until now."""
    found = make_channel()
    Cursor.objects.create(channel=found, position=head(), moment=timezone.now())
    return found


def test_a_channel_is_produced_as_a_whole_when_it_starts(item: Item, make_channel: Callable[..., Channel]) -> None:
    make_channel()
    assert follow(Shift()) == Tally(noted=1)
    assert follow(Shift()) == Tally()
    assert keys() == [f"produce:web:all:first-{head()}"]
    assert Cursor.objects.get().position == head()


@pytest.mark.parametrize("more", [{"settings": {"produce": "manual"}}, {"status": "new"}, {"status": "paused"}])
def test_other_channels_are_left_alone(item: Item, make_channel: Callable[..., Channel], more: dict[str, Any]) -> None:
    channel = make_channel()
    Channel.objects.filter(pk=channel.pk).update(**more)
    assert follow(Shift()) == Tally()
    assert keys() == []


def test_a_published_item_is_produced(channel: Channel, item: Item, publish: Callable[..., Item]) -> None:
    publish(item)
    assert follow(Shift()) == Tally(noted=1)
    assert follow(Shift()) == Tally()
    assert keys() == [f"produce:web:{item.uuid}:nl:change-{head()}"]
    assert Shipment.objects.get().payload == {"uuid": item.uuid, "locale": "nl"}


def test_what_refers_to_it_is_produced_too(
    channel: Channel, item: Item, make_item: Callable[..., Item], publish: Callable[..., Item], publisher: User
) -> None:
    other = publish(make_item("Rijbewijs", body={"text": "<p>x</p>", "related": [item.uuid]}))
    follow(Shift())
    Shipment.objects.all().delete()
    Item.objects.get(pk=item.pk).unpublish(user=publisher)
    assert follow(Shift()) == Tally(noted=2)
    assert sorted(keys()) == sorted(f"produce:web:{one.uuid}:nl:change-{head()}" for one in (item, other))


def test_a_changed_fact_touches_what_shows_it(
    channel: Channel,
    item: Item,
    fact: Fact,
    make_item: Callable[..., Item],
    publish: Callable[..., Item],
    change_fact: Callable[[Fact, Any], None],
) -> None:
    publish(make_item("Zonder prijs"))
    follow(Shift())
    Shipment.objects.all().delete()
    change_fact(fact, {"amount": "80.00", "currency": "EUR"})
    assert follow(Shift()) == Tally(noted=1)
    assert keys() == [f"produce:web:{item.uuid}:nl:change-{head()}"]


def test_a_fact_that_begins_to_hold_touches_what_shows_it(
    channel: Channel, item: Item, fact: Fact, publisher: User
) -> None:
    moment = (timezone.now() + timedelta(days=1)).replace(microsecond=0)
    fact.timeline = [
        {"value": {"amount": "75.80", "currency": "EUR"}, "valid_from": None, "valid_until": moment.isoformat()},
        {"value": {"amount": "90.00", "currency": "EUR"}, "valid_from": moment.isoformat(), "valid_until": None},
    ]
    fact.save_revision(user=publisher).publish(user=publisher)
    follow(Shift())
    Shipment.objects.all().delete()

    def at(now: datetime) -> Tally:
        return follow(Shift(clock=lambda: now))

    assert at(moment - timedelta(seconds=1)) == Tally()
    assert at(moment) == Tally(noted=1)
    assert at(moment) == Tally()
    assert keys() == [f"produce:web:{item.uuid}:nl:fact-{fact.uuid}-{moment:%Y%m%dT%H%M%S}.000000"]
    assert Cursor.objects.get().moment == moment


def test_a_changed_model_touches_the_whole_channel(channel: Channel, model: ContentModel, publisher: User) -> None:
    model.name = "Dienst"
    model.save_revision(user=publisher).publish(user=publisher)
    follow(Shift())
    assert keys() == [f"produce:web:all:change-{head()}"]


def test_much_at_once_is_produced_as_a_whole(
    channel: Channel,
    make_item: Callable[..., Item],
    publish: Callable[..., Item],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "FEW", 2)
    for number in range(3):
        publish(make_item(f"Item {number}"))
    assert follow(Shift()) == Tally(noted=1)
    assert keys() == [f"produce:web:all:change-{head()}"]


def test_a_channel_gets_only_its_own_languages(
    channel: Channel, make_item: Callable[..., Item], publish: Callable[..., Item]
) -> None:
    Channel.objects.update(locales=["nl"])
    publish(make_item("Passport", locale="en"))
    assert follow(Shift()) == Tally()
    assert Cursor.objects.get().position == head()


def test_a_paused_channel_catches_up(channel: Channel, item: Item, publish: Callable[..., Item]) -> None:
    Channel.objects.update(status="paused")
    publish(item)
    assert follow(Shift()) == Tally()
    Channel.objects.update(status="active")
    assert follow(Shift()) == Tally(noted=1)


def test_a_cursor_that_another_worker_moved_is_left_alone(
    channel: Channel, item: Item, publish: Callable[..., Item]
) -> None:
    publish(item)
    seen = Cursor.objects.get()
    changes = list(Change.objects.filter(seq__gt=seen.position))
    assert follow(Shift()) == Tally(noted=1)
    news = news_of(changes, seen.position, seen.moment, timezone.now())
    assert advance(channel, seen, news, Shift()) == 0
    assert len(keys()) == 1


def test_at_midnight_what_tells_of_days_is_produced_anew_once(
    channel: Channel, make_channel: Callable[..., Channel]
) -> None:
    app = make_channel(key="app", kind="app")
    by_hand = make_channel(key="hand", settings={"produce": "manual"})
    for other in (app, by_hand):
        Cursor.objects.create(channel=other, position=head(), moment=timezone.now())
    evening = timezone.make_aware(datetime(2026, 3, 28, 23, 59)).astimezone(UTC)
    assert begin_day(Shift(clock=lambda: evening)) == Tally()
    for minutes, noted in ((1, 1), (2, 0), (60 * 22, 0), (60 * 23 - 1, 0), (60 * 23 + 1, 1)):
        now = evening + timedelta(minutes=minutes)
        assert (minutes, begin_day(Shift(clock=lambda now=now: now)).noted) == (minutes, noted)
    assert keys() == ["produce:web:all:day-2026-03-29", "produce:web:all:day-2026-03-30"]
