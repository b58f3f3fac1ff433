"""A week of opening hours: reading and checking its ranges, and putting equal days together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from babel import Locale
from babel.lists import format_list
from django.utils.translation import gettext as _

from content_models.facts.language.calendar import MIDNIGHT
from content_models.problem import Problem

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TIME = re.compile(r"([01]?[0-9]|2[0-4])[:.]([0-5][0-9])")

Ranges = list[tuple[int, int]]


def read_time(raw: Any) -> int | None:
    """Return minutes after midnight of "09:00" or "9.00"; "24:00" is the end of the day."""
    found = TIME.fullmatch(raw.strip()) if isinstance(raw, str) else None
    if found is None:
        return None
    minutes = int(found[1]) * 60 + int(found[2])
    return minutes if minutes <= MIDNIGHT else None


def read_ranges(raw: Any) -> Ranges:
    """Return the ranges of a day without problems, in order of time."""
    return sorted((read_time(start) or 0, read_time(end) or 0) for start, end in raw or ())


def write_ranges(ranges: Ranges) -> list[list[str]]:
    return [[f"{minutes // 60:02d}:{minutes % 60:02d}" for minutes in pair] for pair in ranges]


def check_ranges(raw: Any, path: str) -> list[Problem]:
    """Return what is wrong with a day's ranges: shape, reversed or overlapping hours."""
    hint = _('Write it as [["09:00", "12:30"], ["13:30", "17:00"]].')
    if raw is not None and not isinstance(raw, list):
        return [Problem(path, _("Hours are a list of ranges."), hint, "type")]
    found: Ranges = []
    for number, pair in enumerate(raw or ()):
        times = [read_time(part) for part in pair] if isinstance(pair, list) else []
        if len(times) != 2 or None in times:
            return [Problem(f"{path}.{number}", _("A range is two times."), hint, "time")]
        start, end = times[0] or 0, times[1] or 0
        if start >= end:
            hint = _("Hours after midnight belong to the next day: end at 24:00 and start again at 00:00.")
            return [Problem(f"{path}.{number}", _("The hours end before they start."), hint, "reversed")]
        found.append((start, end))
    found.sort()
    if any(later[0] < earlier[1] for earlier, later in zip(found, found[1:], strict=False)):
        return [Problem(path, _("Hours overlap."), code="overlap")]
    return []


def days_with_equal_hours(week: Mapping[str, Any]) -> list[tuple[list[int], Ranges]]:
    """Return (day numbers, ranges) for each different set of hours, in the order of the week, without closed days."""
    groups: dict[tuple[tuple[int, int], ...], list[int]] = {}
    for number, day in enumerate(DAYS):
        ranges = read_ranges(week.get(day))
        if ranges:
            groups.setdefault(tuple(ranges), []).append(number)
    return [(days, list(ranges)) for ranges, days in groups.items()]


def day_names(days: list[int], names: Mapping[int, str], through: str, locale: Locale) -> str:
    """Return days as people say them: ma–vr; ma, wo en vr."""
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    parts: list[str] = []
    for run in runs:
        if len(run) > 2:
            parts.append(f"{names[run[0]]}{through}{names[run[-1]]}")
        else:
            parts += [names[day] for day in run]
    return str(format_list(parts, locale=locale))
