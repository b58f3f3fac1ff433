"""Reminding: who has not decided yet is reminded, then the deputies are asked, then the mandate above.

The same for reviews of emergencies, and once a day for content whose review date has come. Everything is claimed by an
UPDATE of the moment that says that it is due, in the transaction of the notices that it causes.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from content_models.models import Fact, Item
from contenthub.governance.approvals import Approval, Slot
from contenthub.governance.asking import ABOVE, askable, first_asked, tell
from contenthub.governance.book import person_of
from contenthub.governance.emergencies import EmergencyReview, reviewers
from contenthub.governance.gate import Gate
from contenthub.governance.notices import Errand, next_morning, notify
from contenthub.governance.rights import Person
from contenthub.tasks.shift import Shift, Tally

AT_A_TIME = 50
AGAIN = timedelta(days=7)
"""After everybody was asked: how often again."""
LATE = timedelta(days=14)
"""So long after its review date, content is no longer only its owner's concern."""
REVIEWS = "reviews"


def remind(shift: Shift) -> Tally:
    """Ask again for what is due. `told` counts the notices."""
    told = 0
    for slot in _due(Slot.objects.filter(status=Slot.Status.OPEN), shift):
        told += remind_of_slot(slot, shift)
    for review in _due(EmergencyReview.objects.filter(verdict=EmergencyReview.Verdict.WAITING), shift):
        told += remind_of_review(review, shift)
    return Tally(told=told + remind_of_content(shift))


def _due(rows: Any, shift: Shift) -> list[Any]:
    return list(rows.filter(next_at__lte=shift.clock()).order_by("next_at", "pk")[:AT_A_TIME])


def after(steps: int, due_at: datetime, days: int, now: datetime) -> datetime:
    """Return when a slot is looked at next, once `steps` steps of asking have been made."""
    if steps == 1:
        return due_at
    if steps == 2:
        return max(due_at + timedelta(days=days), now)
    return now + AGAIN


@transaction.atomic
def remind_of_slot(slot: Slot, shift: Shift) -> int:
    """Make the next step of asking for one decision. Return how many are told; 0 when another worker was first."""
    now, steps = shift.clock(), slot.steps + 1
    if slot.steps == 0 and slot.due_at and now >= slot.due_at:
        steps = 2
    next_at = after(steps, slot.due_at or now, slot.days, now)
    mine = Slot.objects.filter(pk=slot.pk, next_at=slot.next_at, status=Slot.Status.OPEN)
    if not mine.update(steps=steps, next_at=next_at):
        return 0
    shift.step("reminder claimed", slot.pk)
    slot = Slot.objects.select_related("approval", "channel").get(pk=slot.pk)
    if slot.approval.status != Approval.STATUS_IN_PROGRESS:
        Slot.objects.filter(pk=slot.pk).update(status=Slot.Status.VOID, next_at=None)
        return 0
    gate = Gate(None, now)
    if steps == 1:
        return tell(slot, "reminder", first_asked(slot, gate), now)
    again = "" if steps <= ABOVE else f":{now:%Y%m%d}"
    return tell(slot, "escalated", askable(slot, gate), now, f":{min(steps, ABOVE)}{again}")


@transaction.atomic
def remind_of_review(review: EmergencyReview, shift: Shift) -> int:
    """Ask everybody who may review an emergency, since the second person has not."""
    now = shift.clock()
    mine = EmergencyReview.objects.filter(pk=review.pk, next_at=review.next_at)
    if not mine.update(next_at=now + timedelta(days=1)):
        return 0
    people = reviewers(Gate(None, now), review.subject_path, review.decision.actor)
    key, address = f"review:{review.pk}:{now:%Y%m%d}", f"/admin/decisions/emergency/{review.pk}/"
    return notify(people, "review", key, review.title, text=review.decision.reason, address=address, now=now)


@transaction.atomic
def remind_of_content(shift: Shift) -> int:
    """Once a day, tell owners what is to be reviewed; after a fortnight also those who decide about it."""
    now = shift.clock()
    if not Errand.claim(REVIEWS, now, next_morning(now)):
        return 0
    today, gate = timezone.localdate(now), Gate(None, now)
    told = 0
    for model, right, address in WATCHED:
        rows: Any = model
        for one in rows.objects.filter(live=True, review_by__lte=today).select_related("owner", "subject"):
            told += _tell_of(one, gate, right, address(one), now)
    return told


WATCHED: tuple[tuple[type[Any], str, Callable[[Any], str]], ...] = (
    (Item, "content", lambda one: f"/admin/snippets/content_models/item/edit/{one.pk}/"),
    (Fact, "facts", lambda one: f"/admin/snippets/content_models/fact/edit/{one.pk}/"),
)


def _tell_of(one: Any, gate: Gate, right: str, address: str, now: datetime) -> int:
    """Tell the owner, once per review date; when it is late, or nobody owns it, those who decide about it."""
    owners = [person_of(one.owner)] if one.owner and one.owner.is_active else []
    key = f"overdue:{one._meta.model_name}:{one.pk}:{one.review_by}"
    told = notify(owners, "overdue", key, str(one), text=str(one.review_by), address=address, now=now)
    if not owners or timezone.localdate(now) - one.review_by > LATE:
        seat = gate.book.seat(right, one.subject.path if one.subject else "/")
        people: list[Person] = seat.people()
        told += notify(people, "overdue", f"{key}:late", str(one), text=str(one.review_by), address=address, now=now)
    return told
