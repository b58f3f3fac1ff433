"""The end of the road: taking a published item offline in a way that says how, and redacting a snapshot.

Withdrawn, gone, replaced, expired: each is a decision on the digest of what is current. Nothing that was published is
deleted; a redaction, for law or privacy, is the one exception, and takes two persons.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from content_models.door import PublicationRefused
from content_models.models import Fact, Item
from content_models.problem import Problem
from contenthub.governance.gate import Gate, Permit
from contenthub.governance.mandates import Mandate
from contenthub.publishing import epoch, fulltext
from contenthub.publishing.decisions import Decision, record
from contenthub.publishing.snapshots import Change, Ending, Publication, Redaction, Snapshot
from contenthub.publishing.uses import names_of_uses

ENDINGS = (Publication.Status.WITHDRAWN, Publication.Status.GONE, Publication.Status.REPLACED)
"""How a person may take an item offline; expiry is Wagtail's scheduler's."""


def refuse(problems: Mapping[str, list[Problem]]) -> None:
    """Raise PublicationRefused when anything has a problem."""
    if found := {name: list(reasons) for name, reasons in problems.items() if reasons}:
        raise PublicationRefused(found)


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
    expired = ending == Publication.Status.EXPIRED
    permit, problems = _permit(row, actor, now, expired=expired)
    refuse({str(item): [*_ending_problems(item, ending, replaced_by), *problems]})
    decision = Decision(
        kind="expire" if expired else "withdraw",
        what="item",
        uuid=row.uuid,
        locale=row.locale,
        digest=row.snapshot.digest,
        actor=actor,
        actor_name=str(actor or _("schedule")),
        mandate=permit.mandate,
        grant=permit.grant,
        reason=reason or notice,
        at=now,
    )
    record([decision])
    item.unpublish_row(actor, expired=expired, **(options or {}))
    row.status, row.notice, row.replaced_by = ending, notice, replaced_by
    row.save(update_fields=["status", "notice", "replaced_by"])
    Ending.objects.create(snapshot=row.snapshot, status=ending, notice=notice, replaced_by=replaced_by, at=now)
    row.terms.all().delete()
    fulltext.remove([row.pk])
    Change.objects.create(
        what="withdrawn",
        uuid=row.uuid,
        locale=row.locale,
        number=row.snapshot.number,
        cause=f"{ending}: {reason}"[:300],
        actor=decision.actor_name,
        at=now,
    )
    return row


@transaction.atomic
def write_missing_endings() -> int:
    """Write down when and how that ended which a version of the hub before this note withdrew. Return how many.

    It may have served beside a newer one while that was rolled out; its line in the change log says all but the notice,
    which stands with the publication as long as nothing came after.
    """
    told = Ending.objects.filter(
        snapshot__uuid=OuterRef("uuid"),
        snapshot__locale=OuterRef("locale"),
        snapshot__number=OuterRef("number"),
        at=OuterRef("at"),
    )
    missing = Change.objects.filter(~Exists(told), what="withdrawn").order_by("seq")
    written = sum(_write_ending(line) for line in missing)
    if written:
        epoch.grow(connection)
    return written


def _write_ending(line: Change) -> bool:
    snapshot = Snapshot.objects.filter(uuid=line.uuid, locale=line.locale, number=line.number or 0).first()
    status = line.cause.partition(":")[0]
    if snapshot is None or status not in (*ENDINGS, Publication.Status.EXPIRED):
        return False
    last = Change.objects.filter(uuid=line.uuid, locale=line.locale, what="withdrawn").order_by("-seq").first()
    row = Publication.objects.filter(snapshot=snapshot, status=status).first() if last == line else None
    said = {"notice": row.notice, "replaced_by": row.replaced_by} if row else {}
    Ending.objects.create(snapshot=snapshot, status=status, at=line.at, **said)
    return True


def _permit(row: Publication, actor: Any, now: datetime, *, expired: bool) -> tuple[Permit, list[Problem]]:
    if expired and actor is None:
        return Permit("schedule"), []
    answer = Gate(actor, now).ask(Mandate.Decision.WITHDRAW, row.subject_path)
    return (answer, []) if isinstance(answer, Permit) else (Permit(""), [answer])


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
    answers = [Gate(person, now).ask(Mandate.Decision.WITHDRAW, "/") for person in (first, second)]
    problems += [answer for answer in answers if isinstance(answer, Problem)]
    refuse({str(snapshot): problems})
    both = f"{first}, {second}"
    mandates = ", ".join(answer.mandate for answer in answers if isinstance(answer, Permit))
    decision = Decision(
        kind="redact",
        what="item",
        uuid=snapshot.uuid,
        locale=snapshot.locale,
        digest=snapshot.digest,
        actor=first,
        actor_name=both[:200],
        mandate=mandates[:200],
        reason=reason,
        at=now,
    )
    record([decision])
    redaction = Redaction.objects.create(snapshot=snapshot, reason=reason, first=first, second=second, at=now)
    Snapshot.objects.filter(pk=snapshot.pk).update(body='{"redacted": true}', findings=[])
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
        actor=both,
        at=now,
    )
    return redaction


def reasons_to_keep(publishable: Any) -> list[Problem]:
    """Return why something may not be deleted: it was published, or something published shows it."""
    if isinstance(publishable, Item):
        used = Publication.objects.filter(uuid=publishable.uuid, locale=publishable.locale.language_code)
        return [Problem("", _("This item was published."), _("Withdraw it instead."))] if used.exists() else []
    if isinstance(publishable, Fact) and (uses := names_of_uses("fact", publishable.uuid)):
        return [Problem("", _("This fact is used in: %s.") % ", ".join(uses), _("Replace it there first."))]
    published = publishable.versions.exists()
    return [Problem("", _("This was published."), _("What was published is never deleted."))] if published else []
