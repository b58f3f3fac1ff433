"""Writing a publication: snapshot, dependencies, what is current, field index, full text, change."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
from django.db.models import F

from content_models.document import terms_of, text_of
from contenthub.publishing import fulltext
from contenthub.publishing.decisions import Decision
from contenthub.publishing.intake import Intake
from contenthub.publishing.snapshots import Change, Dependency, FieldIndex, Publication, Snapshot

BATCH = 500
CURRENT = ["key", "model", "subject", "subject_path", "title", "status", "notice", "replaced_by"] + [
    "snapshot",
    "published_at",
    "review_by",
    "expires_at",
]


def write_snapshots(
    intakes: Sequence[Intake], decisions: Sequence[Decision], now: datetime, cause: str
) -> list[Snapshot]:
    """Write everything a publication consists of, in a fixed number of statements per batch."""
    before = _current(intakes)
    snapshots = [
        _snapshot(intake, decision, _next_number(before.get((intake.uuid, intake.locale))), now)
        for intake, decision in zip(intakes, decisions, strict=True)
    ]
    _insert(Snapshot, snapshots)
    _insert(
        Dependency,
        [
            Dependency(snapshot=snapshot, kind=use.kind, target=use.uuid, path=use.path[:200])
            for intake, snapshot in zip(intakes, snapshots, strict=True)
            for use in intake.uses
        ],
    )
    current = _write_current(intakes, snapshots, before, now)
    _write_index(intakes, current)
    fulltext.replace(
        [
            (publication.pk, intake.locale, intake.item.title, text_of(intake.spec, intake.document))
            for intake, publication in zip(intakes, current, strict=True)
        ]
    )
    _insert(
        Change,
        [
            Change(
                what="published",
                uuid=snapshot.uuid,
                locale=snapshot.locale,
                number=snapshot.number,
                cause=cause[:300],
                actor=decision.actor_name,
                at=now,
            )
            for snapshot, decision in zip(snapshots, decisions, strict=True)
        ],
    )
    return snapshots


def _insert(model: Any, rows: Sequence[Any]) -> None:
    if len(rows) == 1:
        rows[0].save(force_insert=True)
    elif rows:
        model.objects.bulk_create(rows, batch_size=BATCH)


def _current(intakes: Sequence[Intake]) -> dict[tuple[str, str], Publication]:
    uuids = [intake.uuid for intake in intakes]
    rows = Publication.objects.filter(uuid__in=uuids).annotate(latest=F("snapshot__number"))
    return {(str(row.uuid), row.locale): row for row in rows}


def _next_number(current: Publication | None) -> int:
    return current.__dict__["latest"] + 1 if current else 1


def _snapshot(intake: Intake, decision: Decision, number: int, now: datetime) -> Snapshot:
    item = intake.item
    return Snapshot(
        uuid=intake.uuid,
        locale=intake.locale,
        number=number,
        key=item.key,
        model=intake.spec.key,
        model_version=intake.spec.version,
        subject=item.subject.uuid if item.subject else None,
        title=item.title,
        body=orjson.dumps(intake.document).decode(),
        digest=intake.digest,
        owner=str(item.owner or ""),
        review_by=item.review_by,
        findings=intake.findings,
        decision=decision,
        published_at=now,
    )


def _write_current(
    intakes: Sequence[Intake],
    snapshots: Sequence[Snapshot],
    before: Mapping[tuple[str, str], Publication],
    now: datetime,
) -> list[Publication]:
    rows = []
    for intake, snapshot in zip(intakes, snapshots, strict=True):
        row = before.get((intake.uuid, intake.locale)) or Publication(
            uuid=intake.uuid, locale=intake.locale, first_published_at=now
        )
        row.key, row.model, row.title = snapshot.key, snapshot.model, snapshot.title
        row.subject, row.subject_path = snapshot.subject, intake.subject_path
        row.status, row.notice, row.replaced_by = Publication.Status.LIVE, "", None
        row.snapshot, row.published_at = snapshot, now
        row.review_by, row.expires_at = intake.item.review_by, intake.item.expire_at
        rows.append(row)
    _insert(Publication, [row for row in rows if row.pk is None])
    known = [row for row in rows if (str(row.uuid), row.locale) in before]
    if len(known) == 1:
        known[0].save(update_fields=CURRENT)
    elif known:
        Publication.objects.bulk_update(known, CURRENT, batch_size=BATCH)
    return rows


def _write_index(intakes: Sequence[Intake], current: Sequence[Publication]) -> None:
    FieldIndex.objects.filter(publication__in=current).delete()
    rows = [
        FieldIndex(
            publication=publication,
            field=field,
            text=term[:200] if isinstance(term, str) else None,
            number=None if isinstance(term, str) else term,
        )
        for intake, publication in zip(intakes, current, strict=True)
        for field, term in terms_of(intake.spec, intake.document)
    ]
    FieldIndex.objects.bulk_create(rows, batch_size=BATCH)
