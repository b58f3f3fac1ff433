"""Publishing a fact: its whole timeline is appended as new versions."""

from datetime import datetime

from django.utils.translation import gettext as _

from content_models.models import Fact, FactVersion
from content_models.problem import Problem
from content_models.timeline import Entry, check_timeline, read_timeline
from contenthub.publishing.digest import digest_of_json


def fact_digest(fact: Fact) -> str:
    """Return the digest of what a decision about this fact is about; one without labels keeps the one it had."""
    named = {"uuid": str(fact.uuid), "key": fact.key, "kind": fact.kind, "label": fact.label}
    more = {"labels": fact.labels} if fact.labels else {}
    return digest_of_json({**named, **more, "timeline": fact.timeline})


def fact_problems(fact: Fact) -> list[Problem]:
    problems = check_timeline(fact.kind, fact.timeline)
    if fact.first_published_at and fact.kind != Fact.objects.values_list("kind", flat=True).get(pk=fact.pk):
        problems.append(Problem("kind", _("The kind of a published fact stays what it is."), code="kind_changed"))
    return problems


def write_versions(fact: Fact, now: datetime) -> int | None:
    """Append the timeline; return the newest number, or None when nothing changed."""
    entries = read_timeline(fact.kind, fact.timeline)
    latest = fact.versions.order_by("-number").first()
    if latest and _same(fact, latest.published_at, entries):
        return None
    number = latest.number if latest else 0
    rows = [
        FactVersion(
            fact=fact,
            number=number + place,
            value=entry.value,
            valid_from=entry.valid_from,
            valid_until=entry.valid_until,
            published_at=now,
        )
        for place, entry in enumerate(entries, 1)
    ]
    FactVersion.objects.bulk_create(rows)
    return rows[-1].number


def _same(fact: Fact, published_at: datetime, entries: list[Entry]) -> bool:
    rows = fact.versions.filter(published_at=published_at).order_by("number")
    return [Entry(row.value, row.valid_from, row.valid_until) for row in rows] == entries
