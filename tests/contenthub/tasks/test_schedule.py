"""What was planned happens at its moment, through the gate, once; a refusal cancels it and says why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry
from wagtail.models.workflows import Revision

from content_models.models import Item
from contenthub import flow
from contenthub.publishing.models import Change, Decision, Publication, Snapshot
from contenthub.tasks import schedule
from contenthub.tasks.schedule import expire_due, publish_due
from contenthub.tasks.shift import Shift, Tally
from contenthub.users import User

HOUR = timedelta(hours=1)


@pytest.fixture
def moment() -> datetime:
    return timezone.now() + HOUR


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], Shift]:
    """Return a function that makes a shift at a moment, for Wagtail's clock as well."""

    def shift(now: datetime, **more: Any) -> Shift:
        monkeypatch.setattr(timezone, "now", lambda: now)
        return Shift(clock=lambda: now, chance=lambda: 0.0, **more)

    return shift


@pytest.fixture
def planned(make_item: Callable[..., Item], publish: Callable[..., Item], moment: datetime) -> Item:
    return publish(make_item(go_live_at=moment))


def test_nothing_happens_before_the_moment(planned: Item, moment: datetime, at: Callable[..., Shift]) -> None:
    assert publish_due(at(moment - timedelta(microseconds=1))) == Tally()
    assert not Snapshot.objects.exists()


def test_at_the_moment_it_goes_live_once(planned: Item, moment: datetime, at: Callable[..., Shift]) -> None:
    assert publish_due(at(moment)) == Tally(published=1)
    assert publish_due(at(moment)) == Tally()
    found = Item.objects.get()
    assert (found.live, found.last_published_at) == (True, moment)
    assert [(one.number, one.published_at) for one in Snapshot.objects.all()] == [(1, moment)]
    assert [one.kind for one in Decision.objects.filter(uuid=planned.uuid).order_by("pk")] == ["schedule", "publish"]
    assert ModelLogEntry.objects.filter(action="wagtail.publish.scheduled").count() == 1


def test_of_two_workers_that_saw_it_one_publishes(planned: Item, moment: datetime, at: Callable[..., Shift]) -> None:
    """The second worker read the list before the first was done."""
    shift, seen = at(moment), Revision.objects.exclude(approved_go_live_at=None).get()
    assert publish_due(shift) == Tally(published=1)
    assert schedule._publish(seen, moment, shift) == 0
    assert Snapshot.objects.count() == 1


def test_a_refusal_cancels_and_the_rest_goes_on(
    make_item: Callable[..., Item],
    publish: Callable[..., Item],
    publisher: User,
    moment: datetime,
    at: Callable[..., Shift],
) -> None:
    first = publish(make_item("Eerst", go_live_at=moment - timedelta(minutes=1)))
    User.objects.create_superuser("other", "other@example.org", "secret")
    publish(make_item("Daarna", go_live_at=moment), user=User.objects.get(username="other"))
    User.objects.filter(pk=publisher.pk).update(is_active=False)
    assert publish_due(at(moment)) == Tally(published=1, refused=1)
    assert [row.title for row in Publication.objects.all()] == ["Daarna"]
    assert not Revision.objects.exclude(approved_go_live_at=None).exists()
    entry = ModelLogEntry.objects.get(action="contenthub.schedule.refused")
    assert (entry.object_id, entry.comment) == (
        str(first.pk),
        "Eerst (nl): Nobody takes this decision. Sign in, or name the person with --actor.",
    )
    assert str(entry.message) == "The scheduled publication was refused, and the schedule cancelled."


def test_what_breaks_is_left_alone_for_a_while(
    planned: Item, moment: datetime, at: Callable[..., Shift], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: Any, **_more: Any) -> None:
        raise OSError("disk full")

    shift = at(moment)
    with monkeypatch.context() as patch:
        patch.setattr(flow, "publish_many", broken)
        assert publish_due(shift) == Tally(failed=1)
    assert publish_due(shift) == Tally()
    later = at(moment + timedelta(seconds=5), patience=shift.patience)
    assert publish_due(later) == Tally(published=1)


def test_an_item_expires_at_its_moment_once(
    make_item: Callable[..., Item], publish: Callable[..., Item], moment: datetime, at: Callable[..., Shift]
) -> None:
    publish(make_item(expire_at=moment))
    assert expire_due(at(moment - timedelta(seconds=1))) == Tally()
    assert expire_due(at(moment)) == Tally(expired=1)
    assert expire_due(at(moment)) == Tally()
    found = Item.objects.get()
    assert (found.live, found.expired) == (False, True)
    assert Publication.objects.get().status == "expired"
    assert [one.what for one in Change.objects.exclude(what="model").order_by("seq")] == ["published", "withdrawn"]


def test_a_stop_ends_after_what_is_in_hand(
    make_item: Callable[..., Item], publish: Callable[..., Item], moment: datetime, at: Callable[..., Shift]
) -> None:
    for title in ("Een", "Twee"):
        publish(make_item(title, go_live_at=moment))
    assert publish_due(at(moment, stopped=lambda: True)) == Tally(published=1)
