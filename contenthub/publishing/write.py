"""Writing a publication: snapshot, dependencies, what is current, field index, full text, change."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import orjson
from django.db.models import BigIntegerField, UUIDField

from content_models.document import terms_of, text_of
from contenthub.publishing import fulltext
from contenthub.publishing.decisions import Decision
from contenthub.publishing.intake import Intake
from contenthub.publishing.prepared import Prepared
from contenthub.publishing.snapshots import Change, Dependency, FieldIndex, Publication, Snapshot

BATCH = 500
COLUMNS = ["key", "model", "subject", "subject_path", "title", "status", "notice", "replaced_by"] + [
    "snapshot",
    "published_at",
    "review_by",
    "expires_at",
]


def write_snapshots(
    intakes: Sequence[Intake], decisions: Sequence[Decision], now: datetime, cause: str
) -> list[Snapshot]:
    """Write everything a publication consists of, in a fixed number of statements per batch."""
    before = _formers(intakes)
    first = Former(0, 0)
    snapshots = [
        _snapshot(intake, decision, before.get((intake.uuid, intake.locale), first).number + 1, now)
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


class Former(NamedTuple):
    """What was current of an item in a language until now."""

    publication: int
    number: int


Formers = Mapping[tuple[str, str], Former]


def _formers(intakes: Sequence[Intake]) -> Formers:
    rows = CURRENT([intake.uuid for intake in intakes])
    return {(str(uuid), locale): Former(publication, number) for uuid, locale, publication, number in rows}


CURRENT = Prepared(
    lambda uuids: Publication.objects.filter(uuid__in=uuids).values_list("uuid", "locale", "pk", "snapshot__number"),
    [UUIDField()],
)


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
    before: Formers,
    now: datetime,
) -> list[Publication]:
    rows = []
    for intake, snapshot in zip(intakes, snapshots, strict=True):
        row = Publication(uuid=intake.uuid, locale=intake.locale, first_published_at=now)
        if former := before.get((intake.uuid, intake.locale)):
            row.pk, row._state.adding = former.publication, False
        row.key, row.model, row.title = snapshot.key, snapshot.model, snapshot.title
        row.subject, row.subject_path = snapshot.subject, intake.subject_path
        row.status, row.notice, row.replaced_by = Publication.Status.LIVE, "", None
        row.snapshot, row.published_at = snapshot, now
        row.review_by, row.expires_at = intake.item.review_by, intake.item.expire_at
        rows.append(row)
    _insert(Publication, [row for row in rows if row.pk is None])
    known = [row for row in rows if (str(row.uuid), row.locale) in before]
    if len(known) == 1:
        known[0].save(update_fields=COLUMNS)
    elif known:
        Publication.objects.bulk_update(known, COLUMNS, batch_size=BATCH)
    return rows


def _write_index(intakes: Sequence[Intake], current: Sequence[Publication]) -> None:
    """Write the terms of these publications where they are not what they were."""
    before: dict[int, Counter[Term]] = defaultdict(Counter)
    for publication, *term in TERMS([one.pk for one in current]):
        before[publication][Term(*term)] += 1
    now = {one.pk: _terms(intake) for intake, one in zip(intakes, current, strict=True)}
    changed = [pk for pk, terms in now.items() if Counter(terms) != before[pk]]
    if stale := [pk for pk in changed if before[pk]]:
        FieldIndex.objects.filter(publication__in=stale).delete()
    rows = [FieldIndex(publication_id=pk, **term._asdict()) for pk in changed for term in now[pk]]
    FieldIndex.objects.bulk_create(rows, batch_size=BATCH)


class Term(NamedTuple):
    """One line of the index: a text or a number."""

    field: str
    text: str | None
    number: float | None


def _terms(intake: Intake) -> list[Term]:
    return [
        Term(field, term[:200], None) if isinstance(term, str) else Term(field, None, float(term))
        for field, term in terms_of(intake.spec, intake.document)
    ]


TERMS = Prepared(
    lambda publications: FieldIndex.objects.filter(publication__pk__in=publications).values_list(
        "publication_id", "field", "text", "number"
    ),
    [BigIntegerField()],
)
