"""Proposals: a change of something that is not content, such as what a channel asks, until somebody decides about it.

Whoever has the mandate carries it out at once; where four eyes are demanded, or by anybody else, it waits for a second
person. What is decided about is exactly the proposal; how it is carried out the caller gives, in one transaction.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from channels.models import Channel
from content_models.door import PublicationRefused
from content_models.problem import Problem
from contenthub.governance.book import person_of
from contenthub.governance.gate import PUBLISHER, Gate, Permit, Right
from contenthub.governance.mandates import Mandate
from contenthub.governance.notices import notify
from contenthub.governance.rights import EVERYTHING, Person
from contenthub.publishing.decisions import Decision, record
from contenthub.publishing.digest import digest_of_json

APPROVE, REFUSE = "approve", "refuse"

CarryOut = Callable[["Proposal", datetime], None]
"""Does what a proposal says. Raises PublicationRefused; then nothing is decided and nothing written."""


class Proposal(models.Model):
    """What somebody wants to change about a channel, and what became of it."""

    class Status(models.TextChoices):
        WAITING = "waiting", gettext_lazy("waiting")
        DONE = "done", gettext_lazy("carried out")
        REFUSED = "refused", gettext_lazy("refused")

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="proposals", verbose_name=gettext_lazy("channel"))
    decision = models.CharField(max_length=12, choices=Mandate.Decision.choices)
    content = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING, db_index=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        app_label = "contenthub"
        verbose_name = gettext_lazy("proposal")
        verbose_name_plural = gettext_lazy("proposals")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.channel}: {self.get_decision_display()}"

    @property
    def is_waiting(self) -> bool:
        return self.status == self.Status.WAITING

    def get_absolute_url(self) -> str:
        return reverse("contenthub_proposal", args=[self.pk])


def channel_uuid(key: str) -> UUID:
    """Return under which id the log of decisions knows a channel."""
    return uuid5(NAMESPACE_URL, f"channel:{key}")


@transaction.atomic
def propose(
    channel: Channel,
    decision: str,
    content: dict[str, Any],
    actor: Any,
    reason: str,
    now: datetime,
    carry_out: CarryOut,
) -> Proposal:
    """Carry a change out when this person may decide alone, else let it wait for who may. Return the proposal.

    Raises PublicationRefused for somebody who may not even propose, and when nobody could decide.
    """
    gate = Gate(actor, now, lock=True)
    proposal = Proposal(
        channel=channel,
        decision=decision,
        content=content,
        digest=digest_of_json(content),
        reason=reason,
        by=actor,
        by_name=person_of(actor).name[:200] if actor else "",
        at=now,
    )
    alone = gate.ask(decision, EVERYTHING, channel.key, authors_of(proposal))
    if isinstance(alone, Permit):
        proposal.save()
        _carry_out(proposal, actor, alone, reason, now, carry_out)
        return proposal
    if problem := _may_not_propose(gate, proposal):
        raise PublicationRefused({str(channel): [problem]})
    proposal.save()
    record([_row(proposal, "propose", actor, Permit(""), reason, now)])
    people, address = deciders(proposal, gate), proposal.get_absolute_url()
    notify(people, "asked", f"proposal:{proposal.pk}", str(proposal), text=reason, address=address, now=now)
    return proposal


def _may_not_propose(gate: Gate, proposal: Proposal) -> Problem | None:
    """Return why this proposal cannot be made: by this person, or because nobody could decide about it."""
    answer = gate.ask(proposal.decision, EVERYTHING, proposal.channel.key)
    known = gate.actor is not None and gate.actor.is_active
    if isinstance(answer, Problem) and not (known and gate.actor.has_perm(PUBLISHER[Right(proposal.decision)])):
        return answer
    if not deciders(proposal, gate):
        hint = _("Give somebody a mandate, or name a deputy.")
        return Problem("", _("Nobody can decide for: %s.") % proposal.channel, hint, "nobody")
    return None


def authors_of(proposal: Proposal) -> frozenset[int]:
    return frozenset({proposal.by_id} if proposal.by_id else ())


def deciders(proposal: Proposal, gate: Gate) -> list[Person]:
    """Return who may decide about a proposal: everybody above it, less its author where four eyes are demanded."""
    return gate.book.seat(proposal.decision, EVERYTHING, proposal.channel.key).people(authors_of(proposal))


def waiting_proposals(user: Any, now: datetime) -> list[dict[str, Any]]:
    """Return every proposal that waits: who may decide, whether this person may, and whether it is theirs."""
    rows = []
    gate = Gate(user, now)
    for proposal in Proposal.objects.filter(status=Proposal.Status.WAITING).select_related("channel"):
        permit = gate.ask(proposal.decision, EVERYTHING, proposal.channel.key, authors_of(proposal))
        names = [one.name for one in deciders(proposal, gate)]
        own = proposal.by_id == user.pk
        rows.append({"proposal": proposal, "names": names, "mine": isinstance(permit, Permit), "own": own})
    return rows


@transaction.atomic
def decide_proposal(
    proposal: Proposal, actor: Any, verdict: str, reason: str, now: datetime, carry_out: CarryOut
) -> Proposal:
    """Carry a waiting proposal out, or refuse it; who made it may only take it back.

    Raises PublicationRefused with the reason; then nothing is written.
    """
    proposal = Proposal.objects.select_for_update(of=("self",)).select_related("channel").get(pk=proposal.pk)
    problems = []
    if not proposal.is_waiting:
        problems.append(Problem("", _("Somebody else was first: this was decided already."), code="decided"))
    elif verdict == APPROVE and not in_log(proposal, "propose"):
        hint = _("Refuse it, and propose the change again.")
        problems.append(Problem("", _("This is not what was proposed: it was changed since."), hint, "changed"))
    if verdict not in {APPROVE, REFUSE}:
        problems.append(Problem("verdict", _("Approve or refuse."), code="verdict"))
    if verdict == REFUSE and not reason.strip():
        problems.append(Problem("reason", _("Say why."), code="required"))
    own = verdict == REFUSE and actor is not None and actor.pk == proposal.by_id
    gate = Gate(actor, now, lock=True)
    answer = gate.ask(proposal.decision, EVERYTHING, proposal.channel.key, authors_of(proposal))
    if isinstance(answer, Problem) and not own:
        problems.append(answer)
    if problems:
        raise PublicationRefused({str(proposal): problems})
    permit = answer if isinstance(answer, Permit) else Permit("")
    if verdict == APPROVE:
        _carry_out(proposal, actor, permit, reason, now, carry_out)
    else:
        _settle(proposal, Proposal.Status.REFUSED, actor, reason, now)
        record([_row(proposal, "refuse", actor, permit, reason, now)])
    return proposal


def in_log(proposal: Proposal, kind: str) -> bool:
    """Tell whether the sealed log knows this proposal with exactly this content."""
    rows = Decision.objects.filter(uuid=channel_uuid(proposal.channel.key), kind=kind, details__proposal=proposal.pk)
    return rows.filter(digest=digest_of_json(proposal.content)).exists()


def _carry_out(proposal: Proposal, actor: Any, permit: Permit, reason: str, now: datetime, carry_out: CarryOut) -> None:
    _settle(proposal, Proposal.Status.DONE, actor, reason, now)
    record([_row(proposal, proposal.decision, actor, permit, reason, now)])
    carry_out(proposal, now)


def _settle(proposal: Proposal, status: str, actor: Any, reason: str, now: datetime) -> None:
    """Claim the proposal: of two who decide at once the second finds it decided."""
    proposal.status, proposal.decided_by, proposal.decided_at = status, person_of(actor).name[:200], now
    proposal.answer = reason
    waiting = Proposal.objects.filter(pk=proposal.pk, status=Proposal.Status.WAITING)
    if waiting.update(status=status, decided_by=proposal.decided_by, decided_at=now, answer=reason) != 1:
        problem = Problem("", _("Somebody else was first: this was decided already."), code="decided")
        raise PublicationRefused({str(proposal): [problem]})


def _row(proposal: Proposal, kind: str, actor: Any, permit: Permit, reason: str, now: datetime) -> Decision:
    """Return the line for the log, with who asked for it."""
    return Decision(
        kind=kind,
        what="channel",
        uuid=channel_uuid(proposal.channel.key),
        digest=proposal.digest,
        actor=actor,
        actor_name=str(actor),
        mandate=permit.mandate[:200],
        grant=permit.grant,
        reason=reason,
        details={"channel": proposal.channel.key, "proposal": proposal.pk, "by": proposal.by_name},
        at=now,
    )
