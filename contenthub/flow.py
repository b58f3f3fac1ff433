"""The road, in order, and the one door on it.

    author -> check -> approve -> publish -> query -> render -> deliver -> observe

Every publication ends in `publish_many`: `Item.publish()`, `Fact.publish()`, `ContentModel.publish()`, Wagtail's
scheduler and workflow, and the bulk import. Within one transaction it

1. reads each revision once, as a document;
2. checks: the document against its model, and that everything it points at resolves;
3. approves: asks the gate for a decision, and records it on the digest of the content;
4. publishes: Wagtail's own rows, the snapshot, dependencies, what is current, indexes, the change.

When anything is refused, every reason is listed and nothing is written.
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
from contenthub.governance.gate import Gate, Permit
from contenthub.governance.mandates import Mandate
from contenthub.publishing import fulltext
from contenthub.publishing.decisions import Decision
from contenthub.publishing.intake import Intake, read_all
from contenthub.publishing.resolve import resolve
from contenthub.publishing.rows import mark_published
from contenthub.publishing.snapshots import Change, Dependency, Publication, Redaction, Snapshot
from contenthub.publishing.timelines import fact_digest, fact_problems, write_versions
from contenthub.publishing.versions import model_digest, model_problems, write_version
from contenthub.publishing.write import write_snapshots

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

ENDINGS = (Publication.Status.WITHDRAWN, Publication.Status.GONE, Publication.Status.REPLACED)
"""How a person may take an item offline; expiry is Wagtail's scheduler's."""


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

    `kind` is `publish` or `import`. Raises PublicationRefused with every reason of every item; then nothing is written.
    """
    now = now or timezone.now()
    intakes = read_all(revisions)
    later = [intake for intake in intakes if intake.item.go_live_at and intake.item.go_live_at > now]
    resolve(intakes, max([now, *(intake.item.go_live_at for intake in later if intake.item.go_live_at)]))
    decisions = [_decide(intake, actor, kind, reason, now, scheduled=intake in later) for intake in intakes]
    refuse({intake.name: intake.problems for intake in intakes})
    Decision.objects.bulk_create([decision for decision in decisions if decision], batch_size=500)
    _publish_rows(intakes, actor, now, options or {})
    ready = [(one, decision) for one, decision in zip(intakes, decisions, strict=True) if decision and one not in later]
    if not ready:
        return []
    return write_snapshots([one for one, _d in ready], [decision for _o, decision in ready], now, reason or kind)


def refuse(problems: Mapping[str, Sequence[Problem]]) -> None:
    """Raise PublicationRefused when anything has a problem."""
    if found := {name: list(reasons) for name, reasons in problems.items() if reasons}:
        raise PublicationRefused(found)


def _decide(intake: Intake, actor: Any, kind: str, reason: str, now: datetime, *, scheduled: bool) -> Decision | None:
    """Ask the gate, and return the decision to record; a refusal becomes a problem of the intake."""
    if actor is None and not scheduled:
        actor = _scheduled_by(intake)
    right = Mandate.Decision.IMPORT if kind == "import" else Mandate.Decision.CONTENT
    answer = _gate(actor, now).ask(right, intake.subject_path)
    if isinstance(answer, Problem):
        intake.problems.append(answer)
        return None
    return Decision(
        kind="schedule" if scheduled else kind,
        what="item",
        uuid=intake.uuid,
        locale=intake.locale,
        digest=intake.digest,
        actor=actor,
        actor_name=str(actor),
        mandate=answer.mandate,
        reason=reason,
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
    decision = (
        Decision.objects.filter(kind="schedule", uuid=intake.uuid, locale=intake.locale, digest=intake.digest)
        .order_by("-at")
        .first()
    )
    return decision.actor if decision and intake.revision.approved_go_live_at else None


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


@transaction.atomic
def publish_fact(
    revision: Any, actor: Any, reason: str = "", now: datetime | None = None, **options: Any
) -> int | None:
    """Publish a fact's timeline. Return the newest version number, None when the values did not change."""
    now = now or timezone.now()
    fact: Fact = revision.as_object()
    decision = _decide_other(fact, "fact", fact_digest(fact), fact_problems(fact), actor, reason, now)
    fact.publish_row(revision, actor, **options)
    decision.save()
    number = write_versions(fact, now)
    if number is not None:
        _log("fact", str(fact.uuid), number, reason, decision)
    return number


@transaction.atomic
def publish_model(
    revision: Any, actor: Any, reason: str = "", now: datetime | None = None, **options: Any
) -> int | None:
    """Publish a content model. Return the new version's number, None when the definition did not change."""
    now = now or timezone.now()
    model: ContentModel = revision.as_object()
    decision = _decide_other(model, "model", model_digest(model), model_problems(model), actor, reason, now)
    model.publish_row(revision, actor, **options)
    decision.save()
    number = write_version(model, now)
    if number is not None:
        _log("model", str(model.uuid), number, reason, decision)
    return number


def _decide_other(
    thing: Any, what: str, digest: str, problems: list[Problem], actor: Any, reason: str, now: datetime
) -> Decision:
    right = Mandate.Decision.FACTS if what == "fact" else Mandate.Decision.MODELS
    subject = getattr(thing, "subject", None)
    answer = _gate(actor, now).ask(right, subject.path if subject else "/")
    refuse({str(thing): [*problems, *([answer] if isinstance(answer, Problem) else [])]})
    mandate = answer.mandate if isinstance(answer, Permit) else ""
    return Decision(
        kind=what,
        what=what,
        uuid=thing.uuid,
        digest=digest,
        actor=actor,
        actor_name=str(actor),
        mandate=mandate,
        reason=reason,
        at=now,
    )


def _log(what: str, uuid: str, number: int | None, cause: str, decision: Decision, locale: str = "") -> None:
    Change.objects.create(
        what=what,
        uuid=uuid,
        locale=locale,
        number=number,
        cause=cause[:300],
        actor=decision.actor_name,
        at=decision.at,
    )


@transaction.atomic
def withdraw(
    item: Item,
    ending: str,
    actor: Any,
    reason: str = "",
    now: datetime | None = None,
    *,
    notice: str = "",
    replaced_by: str | None = None,
    options: Mapping[str, Any] | None = None,
) -> Publication:
    """Take a published item offline, saying how: withdrawn (readable, with a notice), gone, replaced or expired."""
    now = now or timezone.now()
    row = Publication.objects.filter(uuid=item.translation_key, locale=item.locale.language_code).first()
    if row is None:
        raise PublicationRefused({str(item): [Problem("", _("This item has never been published."), code="status")]})
    problems = _ending_problems(item, ending, replaced_by)
    mandate = "schedule"
    if ending != Publication.Status.EXPIRED or actor is not None:
        answer = _gate(actor, now).ask(Mandate.Decision.WITHDRAW, row.subject_path)
        mandate = answer.mandate if isinstance(answer, Permit) else ""
        problems += [answer] if isinstance(answer, Problem) else []
    refuse({str(item): problems})
    decision = Decision.objects.create(
        kind="expire" if ending == Publication.Status.EXPIRED else "withdraw",
        what="item",
        uuid=row.uuid,
        locale=row.locale,
        digest=row.snapshot.digest,
        actor=actor,
        actor_name=str(actor or _("schedule")),
        mandate=mandate,
        reason=reason or notice,
        at=now,
    )
    item.unpublish_row(actor, expired=ending == Publication.Status.EXPIRED, **(options or {}))
    row.status, row.notice, row.replaced_by = ending, notice, replaced_by
    row.save(update_fields=["status", "notice", "replaced_by"])
    row.terms.all().delete()
    fulltext.remove([row.pk])
    _log("withdrawn", str(row.uuid), row.snapshot.number, f"{ending}: {reason}", decision, row.locale)
    return row


def _ending_problems(item: Item, ending: str, replaced_by: str | None) -> list[Problem]:
    if ending not in (*ENDINGS, Publication.Status.EXPIRED):
        return [Problem("", _("“%s” is not a way to withdraw.") % ending, ", ".join(ENDINGS), "ending")]
    if ending != Publication.Status.REPLACED:
        return []
    target = Publication.objects.filter(uuid=replaced_by, status=Publication.Status.LIVE) if replaced_by else None
    if target is None or not target.exists():
        return [Problem("replaced_by", _("Name the published item that replaces this one."), code="replaced_by")]
    if replaced_by == item.uuid:
        return [Problem("replaced_by", _("An item cannot replace itself."), code="replaced_by")]
    return []


@transaction.atomic
def redact(snapshot: Snapshot, first: Any, second: Any, reason: str, now: datetime | None = None) -> Redaction:
    """Replace the body of a snapshot by a tombstone, for law or privacy. Two persons and a reason; the digest stays."""
    now = now or timezone.now()
    problems = []
    if first.pk == second.pk:
        problems.append(Problem("", _("Two different persons must redact."), code="two_persons"))
    if not reason.strip():
        problems.append(Problem("reason", _("A redaction needs a reason."), code="required"))
    for person in (first, second):
        answer = _gate(person, now).ask(Mandate.Decision.WITHDRAW, "/")
        problems += [answer] if isinstance(answer, Problem) else []
    refuse({str(snapshot): problems})
    redaction = Redaction.objects.create(snapshot=snapshot, reason=reason, first=first, second=second, at=now)
    tombstone = '{"redacted": true}'
    Snapshot.objects.filter(pk=snapshot.pk).update(body=tombstone, findings=[])
    current = Publication.objects.filter(snapshot=snapshot)
    for row in current:
        row.terms.all().delete()
    fulltext.remove(current.values_list("pk", flat=True))
    Change.objects.create(
        what="redacted",
        uuid=snapshot.uuid,
        locale=snapshot.locale,
        number=snapshot.number,
        cause=reason[:300],
        actor=f"{first}, {second}",
        at=now,
    )
    return redaction


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
        if isinstance(publishable, Item):
            used = Publication.objects.filter(uuid=publishable.uuid, locale=publishable.locale.language_code)
            return [Problem("", _("This item was published."), _("Withdraw it instead."))] if used.exists() else []
        if isinstance(publishable, Fact):
            uses = Dependency.objects.filter(kind="fact", target=publishable.uuid).count()
            if uses:
                return [Problem("", _("This fact is used %d times.") % uses, _("Replace it there first."))]
        published = publishable.versions.exists()
        return [Problem("", _("This was published."), _("What was published is never deleted."))] if published else []
