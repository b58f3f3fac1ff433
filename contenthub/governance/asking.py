"""Asking: which slots a submission has, who is asked for each, and who is asked next when nobody answers."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from channels.models import Channel
from content_models.problem import Problem
from contenthub.governance.approvals import FIRST, SECOND, Approval, Slot
from contenthub.governance.book import person_of
from contenthub.governance.checks import check, read_submission
from contenthub.governance.demands import RIGHTS, Demand
from contenthub.governance.gate import PUBLISHER, Gate, Right
from contenthub.governance.notices import notify
from contenthub.governance.rights import Person, Seat
from contenthub.publishing.decisions import record
from contenthub.users import User

ABOVE = 3
"""From this step of asking on, the mandates above may decide too."""
REMINDER = timedelta(days=1)
"""How long before it is due somebody is reminded."""


def begin(task: Any, workflow_state: Any, user: Any, now: datetime) -> Approval:
    """Return a new approval of what was written last, with its slots; with problems it is sent back at once."""
    revision = workflow_state.content_object.get_latest_revision()
    submission, problems = read_submission(revision, now)
    thing = submission.thing
    approval = Approval(
        workflow_state=workflow_state,
        task=task,
        revision=revision,
        status=Approval.STATUS_IN_PROGRESS,
        what=thing.matter.what,
        uuid=thing.uuid,
        locale=thing.locale,
        title=str(submission.publishable),
        subject_path=thing.matter.path,
        model=thing.matter.model,
        digest=thing.digest,
        authors=sorted(thing.authors),
        submitted_by=user,
    )
    approval.save()
    gate = Gate(user, now)
    demands = gate.demands(thing.matter)
    problems = [*problems, *check(submission), *_unfillable(demands, thing.authors)]
    if problems:
        lines = [f"{one.path + ': ' if one.path else ''}{one.message} {one.hint}".strip() for one in problems]
        approval.reject(user=None, update=False, comment="\n".join(lines))
        return approval
    record([approval.decision("submit", user, "", now)])
    make_slots(approval, demands)
    ask(approval, gate, now)
    return approval


def _unfillable(demands: Iterable[Demand], authors: frozenset[int]) -> list[Any]:
    hint = _("Give somebody a mandate, or name a deputy.")
    return [
        Problem("", _("Nobody can decide for: %s.") % (one.name or _("the subject")), hint, "nobody")
        for one in demands
        if one.seat.demanded and not one.seat.people(authors)
    ]


def make_slots(approval: Approval, demands: Iterable[Demand]) -> None:
    channels = {channel.key: channel for channel in Channel.objects.all()}
    Slot.objects.bulk_create(
        Slot(
            approval=approval,
            name=one.slot,
            decision=one.decision,
            channel=channels[one.channel] if one.channel else None,
            stage=SECOND if one.channel else FIRST,
            status=Slot.Status.LATER if one.channel else Slot.Status.OPEN,
            days=one.seat.levels[0].days if one.seat.demanded else 3,
        )
        for one in demands
    )


def ask(approval: Approval, gate: Gate, now: datetime) -> None:
    """Open the slots of the next stage that has any, and tell those who are to decide."""
    stages = approval.slots.filter(status__in=(Slot.Status.LATER, Slot.Status.OPEN), due_at=None).order_by("stage")
    first = stages.first()
    if first is None:
        return
    for slot in stages.filter(stage=first.stage):
        slot.status, slot.due_at = Slot.Status.OPEN, now + timedelta(days=slot.days)
        slot.next_at = slot.due_at - REMINDER if slot.days > 1 else slot.due_at
        slot.save(update_fields=["status", "due_at", "next_at"])
        tell(slot, "asked", first_asked(slot, gate), now)


def tell(slot: Slot, kind: str, people: Iterable[Person], now: datetime, again: str = "") -> int:
    """Tell people about a slot, with the way to it. Return how many had not been told."""
    address = f"/admin/decisions/{slot.approval_id}/"
    title = slot.approval.title
    return notify(people, kind, f"{kind}:{slot.pk}{again}", title, text=slot.label, address=address, now=now)


def seat_of(slot: Slot, gate: Gate) -> Seat:
    """Return who is above a slot; where a channel's sign-off lost its last mandate, that is the subject."""
    path = slot.approval.subject_path
    seat = gate.book.seat(slot.decision, path, slot.channel.key if slot.channel else None)
    return seat if seat.demanded or slot.channel is None else gate.book.seat(RIGHTS[slot.approval.what], path)


def askable(slot: Slot, gate: Gate) -> list[Person]:
    """Return everybody who may fill this slot now."""
    seat = seat_of(slot, gate)
    if seat.demanded:
        return seat.people(slot.approval.authors, steps=1 if slot.steps >= ABOVE else 0)
    permission = PUBLISHER[Right(RIGHTS[slot.approval.what])]
    found = User.objects.with_perm(permission, backend="django.contrib.auth.backends.ModelBackend")
    return [person_of(user) for user in found.filter(is_active=True).order_by("pk")]


def first_asked(slot: Slot, gate: Gate) -> list[Person]:
    """Return who is told first: the holders; also their deputies where one was named for a period with today in it."""
    people = askable(slot, gate)
    levels = seat_of(slot, gate).nearest(slot.approval.authors)
    if not levels or any(grant.absent(gate.book.on) for grant in levels[0].grants):
        return people
    holders = [one for one in people if one.pk in levels[0].holders]
    return holders or people


def open_slots_of(approval: Approval, user: Any, now: datetime) -> list[Slot]:
    """Return the open slots that this person may fill."""
    if user is None or not user.is_active or not approval.is_open:
        return []
    gate = Gate(user, now)
    return [slot for slot in _open(approval.slots) if user.pk in {one.pk for one in askable(slot, gate)}]


def waiting_for(user: Any, now: datetime) -> list[Approval]:
    """Return the approvals in which this person has a slot to fill, the most urgent first."""
    gate = Gate(user, now)
    found: dict[int, Approval] = {}
    for slot in _open(Slot.objects).filter(approval__status=Approval.STATUS_IN_PROGRESS).order_by("due_at", "pk"):
        if user.pk in {one.pk for one in askable(slot, gate)}:
            found.setdefault(slot.approval_id, slot.approval)
    return list(found.values())


def _open(slots: Any) -> Any:
    return slots.filter(status=Slot.Status.OPEN).select_related("approval", "channel")
