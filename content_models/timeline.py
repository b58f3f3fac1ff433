"""The draft of a fact: its values over time. Pure functions over plain JSON.

A timeline is a list of {"value", "valid_from": ISO 8601 | null, "valid_until": ISO 8601 | null}; a null bound is open.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from content_models.facts import fact_kind
from content_models.problem import Problem

FIRST = datetime.min.replace(tzinfo=UTC)
LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    """One value (None: there is none) and the half-open period [valid_from, valid_until) in which it holds."""

    value: Any
    valid_from: datetime | None
    valid_until: datetime | None

    @property
    def start(self) -> datetime:
        return self.valid_from or FIRST

    @property
    def end(self) -> datetime:
        return self.valid_until or LAST


def read_timeline(kind: str, timeline: Sequence[Mapping[str, Any]]) -> list[Entry]:
    """Return the entries in order, values normalised, with an entry without value wherever there is a gap."""
    normalise = fact_kind(kind).normalise
    entries = sorted(
        (
            Entry(normalise(one["value"]), moment(one.get("valid_from")), moment(one.get("valid_until")))
            for one in timeline
        ),
        key=lambda entry: entry.start,
    )
    filled: list[Entry] = []
    reached: datetime | None = None
    for entry in entries:
        if (not filled and entry.valid_from) or (reached and entry.start > reached):
            filled.append(Entry(None, reached, entry.valid_from))
        filled.append(entry)
        reached = entry.valid_until
    if reached is not None:
        filled.append(Entry(None, reached, None))
    return filled


def moment(text: str | None) -> datetime | None:
    """Return an aware moment of ISO 8601 text; a moment without zone is UTC. Raises ValueError."""
    if not text:
        return None
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def check_timeline(kind: str, timeline: Any) -> list[Problem]:
    """Return everything that is wrong with a draft: shape, values, order and overlaps."""
    if not isinstance(timeline, list) or not timeline:
        return [Problem("", _("A fact needs at least one value."), code="required")]
    problems: list[Problem] = []
    for number, one in enumerate(timeline, 1):
        if not isinstance(one, Mapping) or "value" not in one:
            problems.append(Problem(str(number), _("Write an object with a value."), code="shape"))
            continue
        problems += [
            Problem(f"{number}.{found.path}".rstrip("."), found.message, found.hint, found.code)
            for found in fact_kind(kind).check(one["value"])
        ]
        problems += _check_period(number, one)
    return problems or _check_order(kind, timeline)


def _check_period(number: int, one: Mapping[str, Any]) -> list[Problem]:
    try:
        start, end = moment(one.get("valid_from")), moment(one.get("valid_until"))
    except (TypeError, ValueError):
        hint = _("Write it as 2027-01-01T00:00:00+01:00.")
        return [Problem(str(number), _("The period cannot be read."), hint, "period")]
    if start and end and start >= end:
        return [Problem(str(number), _("The period ends before it starts."), code="period")]
    return []


def _check_order(kind: str, timeline: Sequence[Mapping[str, Any]]) -> list[Problem]:
    entries = [entry for entry in read_timeline(kind, timeline) if entry.value is not None]
    return [
        Problem("", _told_overlap(later), code="overlap")
        for earlier, later in zip(entries, entries[1:], strict=False)
        if later.start < earlier.end
    ]


def _told_overlap(later: Entry) -> str:
    if later.valid_from is None:
        return _("Two values hold at the same time: neither has a beginning.")
    start = date_format(localtime(later.valid_from), "DATETIME_FORMAT")
    return _("Two values hold at the same time, from %s.") % start


def says_the_same(kind: str, one: Any, other: Any) -> bool:
    """Tell whether two drafts say the same, however it was typed: 88,60 is 88.6, a moment is itself in any zone."""
    if check_timeline(kind, one) or check_timeline(kind, other):
        return bool(one == other)
    return read_timeline(kind, one) == read_timeline(kind, other)
