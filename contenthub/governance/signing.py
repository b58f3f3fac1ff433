"""Signing: one person fills the slots that are open to them, withholds from a channel, or asks for changes.

In one transaction: lock what is decided about, look again whether it is what was submitted and whether the mandate
stands, claim the slots by update, write the decision. With the last slot the content is published, in the same
transaction: either both happen or neither.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Revision

from content_models.door import PublicationRefused
from content_models.problem import Problem
from contenthub.governance.approvals import Approval, Slot
from contenthub.governance.asking import ABOVE, ask, askable, seat_of
from contenthub.governance.book import person_of
from contenthub.governance.checks import look_at, read_submission
from contenthub.governance.demands import RIGHTS
from contenthub.governance.gate import STAND_IN, Gate
from contenthub.governance.notices import notify
from contenthub.governance.rights import Grant
from contenthub.publishing.decisions import record

APPROVE, WITHHOLD, CHANGES = "approve", "withhold", "changes"
FILLS = {APPROVE: Slot.Status.SIGNED, WITHHOLD: Slot.Status.WITHHELD, CHANGES: Slot.Status.CHANGES}


class NotTaken(PublicationRefused):
    """The decision could not be taken; nothing was written."""


def refuse(approval: Approval, message: str, hint: str = "", code: str = "") -> None:
    raise NotTaken({approval.title: [Problem("", message, hint, code)]})


def decide(
    approval: Approval,
    actor: Any,
    verdict: str,
    reason: str,
    now: datetime,
    *,
    slots: Sequence[str] | None = None,
    link: dict[str, Any] | None = None,
) -> Approval:
    """Take a decision. `slots`: their names; None: all that are open to this person.

    `link` says who decided in the actor's mandate without an account. Raises NotTaken with the reason, and
    PublicationRefused when the last slot was filled and the content could not be published; then nothing is written.
    """
    if verdict not in FILLS:
        refuse(approval, _("Approve, withhold, or ask for changes."), code="verdict")
    if verdict != APPROVE and not reason.strip():
        refuse(approval, _("Say why."), code="required")
    if verdict == APPROVE and approval.what == "item":
        _look(approval, actor, slots, now)
    return _decide(approval, actor, verdict, reason, now, slots, link)


def _look(approval: Approval, actor: Any, names: Sequence[str] | None, now: datetime) -> None:
    """Refuse to sign off for a channel that shows this wrongly. Nothing is locked yet: setting a leaflet takes time."""
    gate = Gate(actor, now)
    open_now = approval.slots.filter(status=Slot.Status.OPEN, channel__isnull=False)
    mine = [
        slot
        for slot in open_now.select_related("approval", "channel")
        if (names is None or slot.name in names) and actor and actor.pk in {one.pk for one in askable(slot, gate)}
    ]
    if not mine:
        return
    submission, _problems = read_submission(approval.revision, now)
    found = {str(slot): look_at(slot.channel, submission) for slot in mine if slot.channel}
    if wrong := {name: problems for name, problems in found.items() if problems}:
        raise NotTaken(wrong)


@transaction.atomic
def _decide(
    approval: Approval,
    actor: Any,
    verdict: str,
    reason: str,
    now: datetime,
    slots: Sequence[str] | None,
    link: dict[str, Any] | None,
) -> Approval:
    approval = _locked(approval)
    gate = Gate(actor, now, lock=True)
    mine = _slots(approval, gate, verdict, slots)
    rows = [
        approval.decision(_kind(slot, verdict), actor, reason, now, **_by(actor, grant, slot, link))
        for slot, grant in mine
    ]
    record(rows)
    for (slot, _grant), row in zip(mine, rows, strict=True):
        claimed = Slot.objects.filter(pk=slot.pk, status__in=_from(verdict)).update(
            status=FILLS[verdict], signed_by=row.actor_name, signed_at=now, log=row, next_at=None
        )
        if claimed != 1:
            refuse(approval, _("Somebody else was first: this was decided already."), code="decided")
    _go_on(approval, actor, verdict, reason, gate, now)
    return approval


def _locked(approval: Approval) -> Approval:
    """Return the approval, once its object and its revision are locked, so that neither changes under the decision."""
    model = approval.revision.content_type.model_class()
    if not model.objects.select_for_update().filter(pk=approval.revision.object_id).exists():
        refuse(approval, _("This no longer exists."), code="gone")
    list(Revision.objects.select_for_update().filter(pk=approval.revision_id).values_list("pk"))
    fresh = Approval.objects.select_related("revision", "workflow_state").get(pk=approval.pk)
    if not fresh.is_open:
        refuse(fresh, _("This was decided already."), _("Look at the log for what happened."), "decided")
    return fresh


def _unchanged(approval: Approval, now: datetime) -> None:
    submission, _problems = read_submission(approval.revision, now)
    if submission.thing.digest != approval.digest:
        hint = _("Cancel the workflow and submit it again.")
        refuse(approval, _("The content changed after it was submitted."), hint, "changed")


def _from(verdict: str) -> tuple[str, ...]:
    return (Slot.Status.OPEN, Slot.Status.LATER) if verdict == WITHHOLD else (Slot.Status.OPEN,)


def _slots(
    approval: Approval, gate: Gate, verdict: str, names: Sequence[str] | None
) -> list[tuple[Slot, Grant | None]]:
    """Return the slots to fill and by which mandate. Raises NotTaken when there is none for this person."""
    _unchanged(approval, gate.now)
    if gate.actor is None or not gate.actor.is_active:
        refuse(approval, _("Nobody takes this decision."), _("Sign in first."), "actor")
    found = []
    for slot in approval.slots.filter(status__in=_from(verdict)).select_related("approval", "channel"):
        if names is not None and slot.name not in names:
            continue
        if verdict == WITHHOLD and slot.channel is None:
            continue
        if gate.actor.pk in {one.pk for one in askable(_content(slot) if verdict == WITHHOLD else slot, gate)}:
            found.append((slot, _grant(_content(slot) if verdict == WITHHOLD else slot, gate)))
    if not found:
        _refuse_person(approval, gate, verdict)
    return found[:1] if verdict == CHANGES else found


def _content(slot: Slot) -> Slot:
    """Withholding from a channel is the subject's decision: return the same slot as the subject's."""
    return Slot(approval=slot.approval, name="content", decision=RIGHTS[slot.approval.what], steps=slot.steps)


def _grant(slot: Slot, gate: Gate) -> Grant | None:
    return seat_of(slot, gate).right_of(gate.actor.pk, slot.approval.authors, steps=1 if slot.steps >= ABOVE else 0)


def _refuse_person(approval: Approval, gate: Gate, verdict: str) -> None:
    if gate.actor.pk in approval.authors:
        hint = _("Who wrote it does not decide about it.")
        refuse(approval, _("You wrote this yourself, so somebody else decides (four eyes)."), hint, "four_eyes")
    waiting = list(approval.slots.filter(status=Slot.Status.OPEN).select_related("approval", "channel"))
    names = {one.name for slot in waiting for one in askable(slot, gate)}
    hint = _("Ask %s.") % ", ".join(sorted(names)) if names else _("Nothing is open that you may decide.")
    refuse(approval, _("You have no mandate for this subject."), hint, "mandate")


def _kind(slot: Slot, verdict: str) -> str:
    return "signoff" if verdict == APPROVE and slot.channel else verdict


def _by(actor: Any, grant: Grant | None, slot: Slot, link: dict[str, Any] | None) -> dict[str, Any]:
    """Return who decided, by which right, frozen: the mandate may change tomorrow."""
    details: dict[str, Any] = {"authors": slot.approval.authors, "due": slot.due_at and slot.due_at.isoformat()}
    if grant:
        details["mandate"] = {
            "words": grant.words,
            "from": grant.valid_from and grant.valid_from.isoformat(),
            "until": grant.valid_until and grant.valid_until.isoformat(),
            "deputy": actor.pk not in {one.pk for one in grant.holders},
            "four_eyes": grant.four_eyes,
        }
    name = str(actor)
    if link:
        details["link"] = link
        name = _("%(name)s, by a link from %(holder)s") % {"name": link["name"], "holder": actor}
    return {
        "actor_name": name[:200],
        "mandate": (grant.words if grant else STAND_IN)[:200],
        "grant": grant.pk if grant else None,
        "slot": slot.name,
        "details": details,
    }


def _go_on(approval: Approval, actor: Any, verdict: str, reason: str, gate: Gate, now: datetime) -> None:
    """Send back, ask the next stage, or publish."""
    who = [person_of(approval.submitted_by)] if approval.submitted_by else []
    address = f"/admin/decisions/{approval.pk}/"
    if verdict == CHANGES:
        approval.slots.filter(status__in=(Slot.Status.OPEN, Slot.Status.LATER)).update(status=Slot.Status.VOID)
        approval.reject(user=actor, comment=reason)
        notify(who, "changes", f"changes:{approval.pk}", approval.title, text=reason, address=address, now=now)
        return
    if approval.slots.filter(status=Slot.Status.OPEN).exists():
        return
    if approval.slots.filter(status=Slot.Status.LATER).exists():
        ask(approval, gate, now)
        return
    approval.approve(user=actor, comment=reason)
    notify(who, "approved", f"approved:{approval.pk}", approval.title, address=address, now=now)
