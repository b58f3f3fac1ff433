"""The road, in order, and the one door on it.

    author -> check -> approve -> publish -> query -> render -> deliver -> observe

Every publication ends in `publish_many`, `publish_fact` or `publish_model`: the models' own `publish()`, Wagtail's
scheduler and workflow, and the bulk import. Within one transaction each

1. reads the revision once, as a document;
2. checks: the document against its model, that everything it points at resolves, and its tone of voice;
3. approves: asks the gate whether every decision stands that the mandates demand, on exactly this content;
4. publishes: Wagtail's own rows, the snapshot, dependencies, what is current, indexes, the change.

When anything is refused, every reason is listed and nothing is written. The decisions themselves are asked for and
taken in `contenthub.governance`; the last one leads back here, through the door. How it ends stands in `endings`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content_models.door import PublicationRefused
from content_models.models import ContentModel, Fact, Item
from content_models.problem import Problem
from contenthub.dispatch import changing, retire
from contenthub.dispatch.modelimpact import removed_in_use, unconfirmed
from contenthub.endings import reasons_to_keep, redact, refuse, withdraw
from contenthub.governance.demands import Matter
from contenthub.governance.emergencies import ask_review
from contenthub.governance.gate import Gate, Permit, Thing
from contenthub.governance.mandates import Mandate
from contenthub.governance.proposals import CarryOut, Proposal, decide_proposal
from contenthub.governance.things import item_thing, other_thing, problems_of
from contenthub.governance.tone import check_tone
from contenthub.governance.withheld import write_withholdings
from contenthub.publishing.decisions import Decision, record
from contenthub.publishing.intake import Intake, read_all
from contenthub.publishing.resolve import resolve
from contenthub.publishing.rows import mark_published
from contenthub.publishing.snapshots import Change, Publication, Snapshot
from contenthub.publishing.timelines import write_versions
from contenthub.publishing.versions import write_version
from contenthub.publishing.write import write_snapshots

__all__ = ["ROAD", "HubDoor", "decide", "publish_fact", "publish_many", "publish_model", "redact", "withdraw"]

ROAD = (
    ("author", "content_models"),
    ("check", "contenthub.tone"),
    ("approve", "contenthub.governance"),
    ("publish", "contenthub.publishing"),
    ("query", "contenthub.query"),
    ("render", "channels.kinds"),
    ("deliver", "channels.transports"),
    ("observe", "channels.probe"),
)
"""The eight steps and the room in which each happens."""

CARRIED_OUT_BY: dict[str, CarryOut] = {
    Mandate.Decision.CHANNEL: changing.carry_out,
    Mandate.Decision.RETIRE: retire.end,
}
"""What is proposed about a channel, by the decision that it needs -> what carries it out."""

ALONE = {"import": Mandate.Decision.IMPORT, "emergency": Mandate.Decision.EMERGENCY}
"""Kinds of publication that one mandate lets through by itself, without the decisions that are otherwise needed."""


@transaction.atomic
def publish_many(
    revisions: Sequence[Any],
    actor: Any,
    reason: str = "",
    now: datetime | None = None,
    *,
    kind: str = "publish",
    options: Mapping[str, Any] | None = None,
) -> list[Snapshot]:
    """Publish revisions of items together, so that they may refer to each other.

    `kind` is `publish`, `import` or `emergency` (which needs a reason). Raises PublicationRefused with every reason of
    every item; then nothing is written.
    """
    if not revisions:
        return []
    now = now or timezone.now()
    intakes = read_all(revisions)
    later = [intake for intake in intakes if intake.item.go_live_at and intake.item.go_live_at > now]
    resolve(intakes, max([now, *(intake.item.go_live_at for intake in later if intake.item.go_live_at)]))
    check_tone(intakes, now, binding=kind == "publish")
    decisions = [_decide(intake, actor, kind, reason, now, scheduled=intake in later) for intake in intakes]
    refuse({intake.name: intake.problems for intake in intakes})
    ready = [(one, decision) for one, decision in zip(intakes, decisions, strict=True) if decision]
    record([decision for _one, decision in ready])
    _publish_rows(intakes, actor, now, options or {})
    ready = [(one, decision) for one, decision in ready if one not in later]
    if not ready:
        return []
    snapshots = write_snapshots([one for one, _d in ready], [decision for _o, decision in ready], now, reason or kind)
    write_withholdings(snapshots, [decision for _o, decision in ready], now)
    if kind == "emergency":
        ask_review(ready, now)
    return snapshots


def _decide(intake: Intake, actor: Any, kind: str, reason: str, now: datetime, *, scheduled: bool) -> Decision | None:
    """Ask the gate, and return the decision to record; a refusal becomes a problem of the intake."""
    if actor is None and not scheduled:
        actor = _scheduled_by(intake)
    answer: Permit | Problem | list[Problem]
    if kind in ALONE:
        answer = _gate(actor, now).ask(ALONE[kind], intake.subject_path)
        if kind == "emergency" and not reason.strip():
            answer = Problem("reason", _("An emergency publication needs a reason."), code="required")
        thing = Thing(Matter("item", intake.subject_path), intake.uuid, intake.locale, intake.digest)
    else:
        thing = item_thing(intake)
        answer = _gate(actor, now).let_through(thing)
    if not isinstance(answer, Permit):
        intake.problems += answer if isinstance(answer, list) else [answer]
        return None
    return _decision("schedule" if scheduled else kind, "item", thing, actor, answer, reason, now)


def _decision(kind: str, what: str, thing: Thing, actor: Any, permit: Permit, reason: str, now: datetime) -> Decision:
    return Decision(
        kind=kind,
        what=what,
        uuid=thing.uuid,
        locale=thing.locale,
        digest=thing.digest,
        actor=actor,
        actor_name=str(actor or _("schedule")),
        mandate=permit.mandate[:200],
        grant=permit.grant,
        reason=reason,
        details={"slots": list(permit.slots)} if permit.slots else {},
        at=now,
    )


def _gate(actor: Any, now: datetime) -> Gate:
    """Return the gate of this person, kept on the person while one moment lasts."""
    if actor is None:
        return Gate(actor, now)
    gate: Gate | None = actor.__dict__.get("_gate")
    if gate is None or gate.now != now:
        gate = actor.__dict__["_gate"] = Gate(actor, now)
    return gate


def _scheduled_by(intake: Intake) -> Any:
    """Return who scheduled exactly this content, when the scheduler publishes it without naming anybody."""
    if not intake.revision.approved_go_live_at:
        return None
    mine = Decision.objects.filter(kind="schedule", uuid=intake.uuid, locale=intake.locale, digest=intake.digest)
    decision = mine.order_by("-pk").first()
    return decision.actor if decision else None


def _publish_rows(intakes: Sequence[Intake], actor: Any, now: datetime, options: Mapping[str, Any]) -> None:
    """Write Wagtail's rows; whatever is more than plainly publishing is left to Wagtail's own action."""
    plain = all(options.get(name, usual) == usual for name, usual in PLAIN.items())
    if plain and not any(intake.item.go_live_at for intake in intakes):
        mark_published(intakes, actor, now)
        return
    for intake in intakes:
        intake.item.publish_row(intake.revision, actor, **options)


PLAIN: Mapping[str, Any] = {"changed": True, "log_action": True, "previous_revision": None}
"""The options of a publication that is nothing but one."""


def publish_fact(
    revision: Any, actor: Any, reason: str = "", now: datetime | None = None, **options: Any
) -> int | None:
    """Publish a fact's timeline. Return the newest version number, None when the values did not change."""
    return _publish_other("fact", revision, actor, reason, now or timezone.now(), options)


def publish_model(
    revision: Any, actor: Any, reason: str = "", now: datetime | None = None, **options: Any
) -> int | None:
    """Publish a content model. Return the new version's number, None when the definition did not change.

    A change that breaks a stored query or leaves published items invalid needs a reason, which is kept in the log.
    """
    return _publish_other("model", revision, actor, reason, now or timezone.now(), options)


@transaction.atomic
def _publish_other(
    what: str, revision: Any, actor: Any, reason: str, now: datetime, options: Mapping[str, Any]
) -> int | None:
    publishable: Fact | ContentModel = revision.as_object()
    thing = other_thing(revision, publishable)
    answer = _gate(actor, now).let_through(thing)
    problems = [*problems_of(publishable), *(answer if isinstance(answer, list) else [])]
    if isinstance(publishable, ContentModel) and not problems:
        problems = removed_in_use(publishable) or ([] if reason.strip() else unconfirmed(publishable, now))
    refuse({str(publishable): problems})
    decision = _decision(what, what, thing, actor, answer if isinstance(answer, Permit) else Permit(""), reason, now)
    record([decision])
    publishable.publish_row(revision, actor, **options)
    number = write_versions(publishable, now) if isinstance(publishable, Fact) else write_version(publishable, now)
    if number is not None:
        cause, name = reason[:300], decision.actor_name
        Change.objects.create(what=what, uuid=thing.uuid, number=number, cause=cause, actor=name, at=now)
    return number


def decide(proposal: Proposal, actor: Any, verdict: str, reason: str, now: datetime) -> Proposal:
    """Carry out what was proposed about a channel, or refuse it. Raises PublicationRefused; then nothing is written."""
    return decide_proposal(proposal, actor, verdict, reason, now, CARRIED_OUT_BY[proposal.decision])


class HubDoor:
    """The door that content_models knows: it leads every publication into this module."""

    def publish(self, publishable: Any, revision: Any, *, actor: Any, options: Mapping[str, Any]) -> None:
        try:
            if isinstance(publishable, Item):
                publish_many([revision], actor, options=options)
            elif isinstance(publishable, Fact):
                publish_fact(revision, actor, **options)
            else:
                publish_model(revision, actor, **options)
        except PublicationRefused as refusal:
            refusal.publishable = publishable
            raise

    def withdraw(self, publishable: Any, *, actor: Any, expired: bool, options: Mapping[str, Any]) -> None:
        options = {name: value for name, value in options.items() if name == "log_action"}
        if isinstance(publishable, Item):
            ending = Publication.Status.EXPIRED if expired else Publication.Status.WITHDRAWN
            withdraw(publishable, ending, actor, options=options)
            return
        message = _("A published fact or content model is not withdrawn.")
        hint = _("Publish a fact with an end to its validity; mark the fields of a model as deprecated.")
        raise PublicationRefused({str(publishable): [Problem("", message, hint, "withdraw")]})

    def reasons_to_keep(self, publishable: Any) -> list[Problem]:
        return reasons_to_keep(publishable)
