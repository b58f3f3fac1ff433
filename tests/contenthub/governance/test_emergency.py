"""One person publishes at once, with a reason; a second one is told in the same moment and has to review it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from content_models.door import PublicationRefused
from content_models.models import Item
from contenthub import flow
from contenthub.governance.approvals import Approval
from contenthub.governance.emergencies import EmergencyReview, review_emergency
from contenthub.governance.notices import Notice, Preference
from contenthub.models import Decision, Snapshot
from contenthub.tasks.remind import remind
from contenthub.tasks.shift import Shift
from contenthub.users import User
from tests.contenthub.governance.conftest import Give


@pytest.fixture
def duty(give: Give, author: User, owner: User) -> User:
    """Who is on duty tonight: may publish in an emergency, and wrote the text."""
    give(author, "emergency", days=2)
    give(owner)
    return author


@pytest.fixture
def out(duty: User, make_item: Callable[..., Item], now: datetime) -> EmergencyReview:
    """An item that was published in an emergency."""
    revision = make_item().save_revision(user=duty)
    flow.publish_many([revision], duty, "Waterleiding gesprongen", now, kind="emergency")
    return EmergencyReview.objects.get()


def test_published_at_once_and_a_second_person_is_told(out: EmergencyReview, owner: User, now: datetime) -> None:
    assert Snapshot.objects.get().decision == out.decision
    assert (out.decision.kind, out.decision.reason) == ("emergency", "Waterleiding gesprongen")
    assert (out.second, out.due_at) == (owner, now + timedelta(days=2))
    notice = Notice.objects.get(kind="emergency")
    assert (notice.user, notice.due_at, notice.text) == (owner, now, "author: Waterleiding gesprongen")


def test_nobody_can_put_off_being_told(duty: User, owner: User, make_item: Callable[..., Item], now: datetime) -> None:
    Preference.objects.create(user=owner, mail=Preference.Mail.NEVER)
    flow.publish_many([make_item().save_revision(user=duty)], duty, "Brand", now, kind="emergency")
    assert Notice.objects.get(kind="emergency").due_at == now


@pytest.mark.parametrize("reason", ["", "  "])
def test_without_a_reason_nothing_happens(duty: User, make_item: Callable[..., Item], reason: str) -> None:
    with pytest.raises(PublicationRefused, match="needs a reason"):
        flow.publish_many([make_item().save_revision(user=duty)], duty, reason, kind="emergency")
    assert Snapshot.objects.count() == 0


def test_nothing_stands_in_for_this_mandate(publisher: User, make_item: Callable[..., Item]) -> None:
    with pytest.raises(PublicationRefused, match="Nobody has a mandate for this"):
        flow.publish_many([make_item().save_revision(user=publisher)], publisher, "Brand", kind="emergency")


def test_the_second_person_reviews_once(out: EmergencyReview, owner: User, author: User, now: datetime) -> None:
    with pytest.raises(PublicationRefused, match="You may not review this"):
        review_emergency(out, author, "agreed", "", now)
    with pytest.raises(PublicationRefused, match="Say what is wrong"):
        review_emergency(out, owner, "objected", "", now)
    review_emergency(out, owner, "objected", "De straatnaam klopt niet", now)
    row = Decision.objects.get(kind="review")
    assert (row.actor, row.reason, row.details["verdict"]) == (owner, "De straatnaam klopt niet", "objected")
    with pytest.raises(PublicationRefused, match="reviewed already"):
        review_emergency(out, owner, "agreed", "", now)


def test_a_review_that_does_not_come_is_asked_for(out: EmergencyReview, now: datetime) -> None:
    assert remind(Shift(clock=lambda: now + timedelta(days=1))).told == 0
    assert remind(Shift(clock=lambda: now + timedelta(days=2, minutes=1))).told == 2
    assert remind(Shift(clock=lambda: now + timedelta(days=2, minutes=2))).told == 0
    assert remind(Shift(clock=lambda: now + timedelta(days=3, minutes=2))).told == 2


def test_it_ends_a_submission_that_waits(waiting: Approval, give: Give, author: User, now: datetime) -> None:
    give(author, "emergency")
    flow.publish_many([waiting.revision], author, "Brand", now, kind="emergency")
    assert set(waiting.slots.values_list("status", flat=True)) == {"void"}
    assert Item.objects.get().get_lock() is None


def test_on_the_screen(duty: User, owner: User, make_item: Callable[..., Item], client: Client) -> None:
    item = make_item()
    item.save_revision(user=duty)
    client.force_login(owner)
    assert client.get(f"/admin/decisions/emergency/publish/{item.pk}/").status_code == 302
    client.force_login(duty)
    page = client.get(f"/admin/decisions/emergency/publish/{item.pk}/").content.decode()
    assert "Told at once, and asked for a review: <strong>owner</strong>" in page
    client.post(f"/admin/decisions/emergency/publish/{item.pk}/", {"reason": "Brand"})
    review = EmergencyReview.objects.get()
    client.force_login(owner)
    client.post(f"/admin/decisions/emergency/{review.pk}/", {"verdict": "agreed"})
    review.refresh_from_db()
    assert (review.verdict, review.reviewed_by) == ("agreed", owner)
