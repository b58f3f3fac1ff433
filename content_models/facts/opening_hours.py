"""Opening hours: a week, and the days on which it is different."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content_models.facts.kind import FactKind, check_shape, local_text
from content_models.facts.language.calendar import (
    MIDNIGHT,
    clock,
    read_date,
    spoken_clock,
    spoken_date,
    spoken_day,
    spoken_days,
    with_hour,
)
from content_models.facts.language.phrases import phrases
from content_models.facts.week import (
    DAYS,
    Ranges,
    check_ranges,
    day_names,
    days_with_equal_hours,
    read_ranges,
    write_ranges,
)
from content_models.problem import Problem

DayText = Callable[[date, Locale], str]


class OpeningHours(FactKind):
    """{"week": {"mon": [["09:00", "17:00"]], ...}, "exceptions"?: [...], "note"?: text or {locale: text}}.

    A day that is missing or has no ranges is closed. An exception is {"date", "until"?, "hours": [...], "label"?}, from
    date through until; without hours it is closed. Times are local times of the place, 24:00 is the end of a day.
    """

    key = "opening_hours"
    label = gettext_lazy("Opening hours")
    formats = ("short", "long", "spoken", "week", "spoken_week")
    spoken_as = {"short": "spoken_week", "week": "spoken_week"}
    schema = {
        "type": "object",
        "required": ["week"],
        "properties": {
            "week": {"type": "object", "properties": {day: {"$ref": "#/$defs/hours"} for day in DAYS}},
            "exceptions": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["date", "hours"],
                    "properties": {
                        "date": {"type": "string", "format": "date"},
                        "until": {"type": "string", "format": "date"},
                        "hours": {"$ref": "#/$defs/hours"},
                        "label": {"type": ["string", "object"], "description": "Text, or locale code to text"},
                    },
                },
            },
            "note": {"type": ["string", "object"], "description": "Text, or locale code to text"},
        },
        "additionalProperties": False,
        "$defs": {"hours": {"type": "array", "items": {"type": "array", "items": {"type": "string"}, "minItems": 2}}},
    }

    def check(self, value: Any) -> list[Problem]:
        problems = check_shape(value, required=(), optional=("week", "exceptions", "note"))
        if problems:
            return problems
        week, exceptions = value.get("week"), value.get("exceptions") or []
        if not isinstance(week, Mapping):
            return [Problem("week", _("Write the hours of a week."), '{"mon": [["09:00", "17:00"]]}', "shape")]
        for day, ranges in week.items():
            if day not in DAYS:
                problems.append(Problem(f"week.{day}", _("Days are %s.") % ", ".join(DAYS), code="day"))
            problems += check_ranges(ranges, f"week.{day}")
        if not isinstance(exceptions, list):
            return [*problems, Problem("exceptions", _("Exceptions are a list."), code="type")]
        for number, one in enumerate(exceptions):
            problems += check_exception(one, f"exceptions.{number}")
        return problems or check_overlap(exceptions) or check_local(value.get("note"), "note")

    def normalise(self, value: Any) -> Any:
        week = {day: write_ranges(read_ranges(value["week"].get(day))) for day in DAYS}
        exceptions = sorted(
            (normal_exception(one) for one in value.get("exceptions") or ()), key=lambda one: one["date"]
        )
        note = {"note": value["note"]} if value.get("note") else {}
        return {"week": week, **({"exceptions": exceptions} if exceptions else {}), **note}

    def as_short(self, value: Any, locale: Locale) -> str:
        """ma–vr 9.00–17.00 uur; za 10.00–16.00 uur"""
        names = locale.days["format"]["abbreviated"]
        return self.grouped(value, locale, lambda days: day_names(days, names, "\u2013", locale), written_hours)

    def as_spoken_week(self, value: Any, locale: Locale) -> str:
        """maandag tot en met vrijdag van negen uur tot zeventien uur"""
        names, words = locale.days["format"]["wide"], phrases(locale.language)
        return self.grouped(value, locale, lambda days: day_names(days, names, words.days_to, locale), spoken_hours)

    def as_spoken(self, value: Any, locale: Locale) -> str:
        """The week; when there is more, on each line one thing that is said: the week, the exceptions, the note."""
        week = self.as_spoken_week(value, locale)
        exceptions = spoken_exceptions(value, locale)
        more = [*exceptions, *note_lines(value, locale)]
        return "\n".join([f"{week.removesuffix('.')}.", *map(as_sentence, more)]) if more else week

    def as_week(self, value: Any, locale: Locale) -> str:
        """One line per day, without exceptions."""
        names = locale.days["stand-alone"]["wide"]
        hours = [written_hours(read_ranges(value["week"].get(day)), locale) for day in DAYS]
        return "\n".join(f"{names[number]}: {text}" for number, text in enumerate(hours))

    def as_long(self, value: Any, locale: Locale) -> str:
        """One line per day, then the exceptions and the note."""
        exceptions = exception_lines(value, locale, full_date, written_hours)
        return "\n".join([self.as_week(value, locale), *exceptions, *note_lines(value, locale)])

    def grouped(
        self,
        value: Any,
        locale: Locale,
        days_text: Callable[[list[int]], str],
        hours_text: Callable[[Ranges, Locale], str],
    ) -> str:
        """Return the days that are open, days with the same hours together."""
        groups = days_with_equal_hours(value["week"])
        words = phrases(locale.language)
        if not groups:
            return words.closed
        if words.always_open and groups == [(list(range(7)), [(0, MIDNIGHT)])]:
            return words.always_open
        return words.semicolon.join(f"{days_text(days)} {hours_text(ranges, locale)}" for days, ranges in groups)


def check_exception(one: Any, path: str) -> list[Problem]:
    """Return what is wrong with one exception."""
    problems = check_shape(one, required=("date",), optional=("until", "hours", "label"))
    if problems:
        return [
            Problem(f"{path}.{found.path}".rstrip("."), found.message, found.hint, found.code) for found in problems
        ]
    start, end, hint = read_date(one["date"]), read_date(one.get("until")), _("Write it as 2027-01-31.")
    if start is None:
        problems.append(Problem(f"{path}.date", _("%s is not a date.") % one["date"], hint, "date"))
    if one.get("until") and end is None:
        problems.append(Problem(f"{path}.until", _("%s is not a date.") % one["until"], hint, "date"))
    if start and end and end < start:
        problems.append(Problem(f"{path}.until", _("The exception ends before it starts."), code="reversed"))
    return problems + check_ranges(one.get("hours"), f"{path}.hours") + check_local(one.get("label"), f"{path}.label")


def check_overlap(exceptions: list[Any]) -> list[Problem]:
    """Return a problem for each exception that begins before another has ended."""
    spans = sorted((one["date"], one.get("until") or one["date"], number) for number, one in enumerate(exceptions))
    return [
        Problem(f"exceptions.{later[2]}", _("Two exceptions hold on %s.") % later[0], code="overlap")
        for earlier, later in zip(spans, spans[1:], strict=False)
        if later[0] <= earlier[1]
    ]


def check_local(raw: Any, path: str) -> list[Problem]:
    """Return a problem where something is neither text nor a text per locale."""
    if raw is None or isinstance(raw, str):
        return []
    if isinstance(raw, Mapping) and all(isinstance(text, str) for text in raw.values()):
        return []
    return [Problem(path, _("Write text, or a text per language."), '{"nl": "…", "en": "…"}', "type")]


def normal_exception(one: Mapping[str, Any]) -> dict[str, Any]:
    normal: dict[str, Any] = {"date": one["date"].strip(), "hours": write_ranges(read_ranges(one.get("hours")))}
    if one.get("until") and one["until"].strip() != normal["date"]:
        normal["until"] = one["until"].strip()
    return {**normal, **({"label": one["label"]} if one.get("label") else {})}


def exception_lines(
    value: Any,
    locale: Locale,
    day_text: DayText,
    hours_text: Callable[[Ranges, Locale], str],
) -> list[str]:
    """Return a line for each exception: vrijdag 25 december 2026 (Eerste Kerstdag): gesloten."""
    lines = []
    for one in value.get("exceptions", ()):
        days = day_text(date.fromisoformat(one["date"]), locale)
        if one.get("until"):
            days = phrases(locale.language).through.format(days, day_text(date.fromisoformat(one["until"]), locale))
        label = local_text(one.get("label"), str(locale))
        hours = hours_text(read_ranges(one["hours"]), locale)
        lines.append(f"{days} ({label}): {hours}" if label else f"{days}: {hours}")
    return lines


def spoken_exceptions(value: Any, locale: Locale) -> list[str]:
    """Return a line for each exception: Eerste Kerstdag, vijfentwintig december: gesloten; a year where it changes."""
    lines, year = [], 0
    for one in value.get("exceptions", ()):
        start = date.fromisoformat(one["date"])
        end = date.fromisoformat(one.get("until") or one["date"])
        known = year == start.year == end.year
        if start == end:
            days = (spoken_day if known else spoken_date)(start, locale)
        elif known:
            days = phrases(locale.language).through.format(spoken_day(start, locale), spoken_day(end, locale))
        else:
            days = spoken_days(start, end, locale)
        label = local_text(one.get("label"), str(locale))
        hours = spoken_hours(read_ranges(one["hours"]), locale)
        lines.append(f"{label}, {days}: {hours}" if label else f"{days}: {hours}")
        year = end.year
    return lines


def note_lines(value: Any, locale: Locale) -> list[str]:
    note = local_text(value.get("note"), str(locale))
    return [note] if note else []


def as_sentence(line: str) -> str:
    return f"{line[:1].upper()}{line[1:].removesuffix('.')}."


def full_date(day: date, locale: Locale) -> str:
    return format_date(day, "full", locale=locale)


def is_all_day(ranges: Ranges, locale: Locale) -> bool:
    """Return whether a day has no closing time, in a language that has words for it."""
    return ranges == [(0, MIDNIGHT)] and bool(phrases(locale.language).all_day)


def written_hours(ranges: Ranges, locale: Locale) -> str:
    """9.00–12.30 en 13.30–17.00 uur"""
    words = phrases(locale.language)
    if not ranges or is_all_day(ranges, locale):
        return words.all_day if ranges else words.closed
    parts = [f"{clock(start, locale)}\u2013{clock(end, locale)}" for start, end in ranges]
    return with_hour(str(format_list(parts, locale=locale)), locale)


def spoken_hours(ranges: Ranges, locale: Locale) -> str:
    """van negen uur tot twaalf uur dertig"""
    words = phrases(locale.language)
    if not ranges or is_all_day(ranges, locale):
        return words.all_day if ranges else words.closed
    parts = [f"{spoken_clock(start, locale)}{words.spoken_to}{spoken_clock(end, locale)}" for start, end in ranges]
    return str(format_list([f"{words.spoken_from}{part}" for part in parts], locale=locale))
