"""Periods: from a day through a day, or from a moment until a moment; the end may be open."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from babel import Locale
from babel.dates import format_date, format_interval
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content_models.facts.kind import FactKind, check_shape
from content_models.facts.language.calendar import (
    read_moment,
    spoken_clock,
    spoken_date,
    spoken_days,
    written_moment,
    written_time,
)
from content_models.facts.language.phrases import phrases
from content_models.problem import Problem


class Period(FactKind):
    """{"from": date or moment, "to": the same or null}; a last day is included, a last moment is not.

    Moments keep the offset with which they were written, and are shown at that clock.
    """

    key = "period"
    label = gettext_lazy("Period")
    schema = {
        "type": "object",
        "required": ["from"],
        "properties": {
            "from": {"type": "string", "description": "2026-03-01, or 2026-03-01T09:00:00+01:00"},
            "to": {"type": ["string", "null"], "description": "As from; null: no end is known"},
        },
        "additionalProperties": False,
    }

    def check(self, value: Any) -> list[Problem]:
        problems = check_shape(value, required=("from",), optional=("to",))
        if problems:
            return problems
        start, end = read_moment(value["from"]), read_moment(value.get("to"))
        hint = _("Write 2027-01-31, or 2027-01-31T09:00:00+01:00.")
        if start is None:
            problems.append(Problem("from", _("%s is no date or moment.") % str(value["from"])[:80], hint, "moment"))
        if end is None and value.get("to") not in (None, ""):
            problems.append(Problem("to", _("%s is no date or moment.") % str(value["to"])[:80], hint, "moment"))
        if start is None or end is None:
            return problems
        if isinstance(start, datetime) != isinstance(end, datetime):
            return [Problem("to", _("Write two dates or two moments, not one of each."), hint, "mixed")]
        if end < start or (isinstance(start, datetime) and end == start):
            return [Problem("to", _("The period ends before it starts."), code="reversed")]
        return []

    def normalise(self, value: Any) -> Any:
        start, end = read_moment(value["from"]), read_moment(value.get("to"))
        assert start is not None  # noqa: S101 - a value without problems
        return {"from": start.isoformat(), "to": end.isoformat() if end else None}

    def as_short(self, value: Any, locale: Locale) -> str:
        """1–31 mrt 2026"""
        start, end = bounds(value)
        if end is None or isinstance(start, datetime) or isinstance(end, datetime):
            return written(value, "medium", locale)
        if start == end:
            return format_date(start, "medium", locale=locale)
        return format_interval(start, end, "yMMMd", locale=locale)

    def as_long(self, value: Any, locale: Locale) -> str:
        """1 maart 2026 tot en met 31 maart 2026; vanaf 1 maart 2026"""
        return written(value, "long", locale)

    def as_spoken(self, value: Any, locale: Locale) -> str:
        return written(value, "spoken", locale)


def bounds(value: Any) -> tuple[date, date | None]:
    """Return the bounds of a normalised period."""
    start, end = read_moment(value["from"]), read_moment(value.get("to"))
    assert start is not None  # noqa: S101 - normalised
    return start, end


def written(value: Any, length: str, locale: Locale) -> str:
    """Return a period in words, dates "medium", "long" or "spoken"."""
    start, end = bounds(value)
    words = phrases(locale.language)
    if end is None:
        return words.starting.format(moment_text(start, length, locale))
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        if start == end:
            return day_text(start, length, locale)
        if length == "spoken":
            return spoken_days(start, end, locale)
        return words.through.format(day_text(start, length, locale), day_text(end, length, locale))
    if start.date() == end.date():
        return words.between.format(moment_text(start, length, locale), time_text(end, length, locale))
    return words.between.format(moment_text(start, length, locale), moment_text(end, length, locale))


def moment_text(moment: date, length: str, locale: Locale) -> str:
    if not isinstance(moment, datetime):
        return day_text(moment, length, locale)
    if length == "spoken":
        day, time = day_text(moment.date(), length, locale), time_text(moment, length, locale)
        return f"{day}{phrases(locale.language).comma}{time}"
    return written_moment(moment, locale, length)


def day_text(day: date, length: str, locale: Locale) -> str:
    if length == "spoken":
        return spoken_date(day, locale)
    return format_date(day, "long" if length == "long" else "medium", locale=locale)


def time_text(moment: datetime, length: str, locale: Locale) -> str:
    if length == "spoken":
        return spoken_clock(moment.hour * 60 + moment.minute, locale)
    return written_time(moment, locale)
