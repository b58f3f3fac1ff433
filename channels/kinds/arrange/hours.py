"""Opening hours for who needs them soon: equal days together, and only those days that differ within a span.

The words for days and hours are those of the fact's own text, so that every channel says them alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from babel.dates import format_skeleton
from babel.lists import format_list

from channels.kinds.arrange.words import Words
from channels.kinds.read import for_readers, mapping, mappings, sequence, text

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
GROUPED = re.compile(r"[;؛] ")
"""What stands between the groups of a short form."""

LINED = ("long", "week")
"""The formats that have a line for each day of the week; `long` has one for each exception and a note behind them."""

Span = tuple[date, date]


def compact(fact: Mapping[str, Any], say: Words) -> str:
    """Return opening hours with equal days together, a line for each group; what has no line for each day stays."""
    whole = text(fact.get("text")).strip()
    lines, week = whole.splitlines(), mapping(mapping(fact.get("value")).get("week"))
    if not week or not _is_lined(fact):
        return GROUPED.sub("\n", whole) if week else whole
    names = say.babel.days["format"]["abbreviated"]
    groups: dict[str, list[int]] = {}
    for place, day in enumerate(WEEK):
        if sequence(week.get(day)):
            groups.setdefault(_hours(lines[place]), []).append(place)
    return "\n".join(f"{_names_of(names, days, say)} {hours}" for hours, days in groups.items())


def differing(fact: Mapping[str, Any], say: Words, span: Span) -> list[tuple[str, str]]:
    """Return the days in this span on which the hours differ, each with its hours."""
    exceptions = mappings(mapping(fact.get("value")).get("exceptions"))
    lines = text(fact.get("text")).strip().splitlines()[len(WEEK) :]
    if fact.get("format") != "long" or len(lines) < len(exceptions):
        return []
    shown = []
    for one, line in zip(exceptions, lines, strict=False):
        if found := _within(one, span):
            days = " – ".join(format_skeleton("MMMEd", day, locale=say.babel) for day in sorted(set(found)))
            shown.append((days, _hours(line)))
    return shown


def note_of(fact: Mapping[str, Any]) -> str:
    """Return what is said about opening hours as a whole; nothing where they have no line for each exception."""
    if fact.get("format") != "long" or not _is_lined(fact):
        return ""
    exceptions = mappings(mapping(fact.get("value")).get("exceptions"))
    return "\n".join(text(fact.get("text")).strip().splitlines()[len(WEEK) + len(exceptions) :])


def with_near_hours(item: Mapping[str, Any], say: Words, now: datetime, ahead: timedelta) -> dict[str, Any]:
    """Return an item whose hours are a few lines, to read and to hear: the week, the days that differ soon, the note.

    Soon is within the begin and end of the item, where it says both, else in the time `ahead`. An item with a begin and
    an end is about the days that differ: they come before the week. Hours in another format than that of a line a day
    stay as they are: they stand in a sentence.
    """
    told, zone = [*flat(mappings(item.get("fields")))], say.time_zone or UTC
    span, first = span_of(told, now, zone, ahead), len(_told_days(told, zone)) > 1

    def near(fact: Mapping[str, Any]) -> Mapping[str, Any]:
        return {**_near(fact, say, span, first=first), "spoken": _near_spoken(fact, say, span, first=first)}

    return {**item, "fields": _each_hours(item.get("fields"), near)}


def with_coming_hours(item: Mapping[str, Any], say: Words, now: datetime) -> dict[str, Any]:
    """Return an item with its week day by day, and below it every day that differs and is not over, by that name.

    An item that says when it begins and ends has the hours of its own days only, in few lines.
    """
    zone = say.time_zone or UTC
    if len(_told_days(flat(mappings(item.get("fields"))), zone)) > 1:
        return with_near_hours(item, say, now, timedelta())
    today = now.astimezone(zone).date()
    return {**item, "fields": _each_hours(item.get("fields"), lambda fact: _coming(fact, say, today))}


def _each_hours(value: Any, change: Callable[[Mapping[str, Any]], Mapping[str, Any]]) -> Any:
    if isinstance(value, Mapping):
        if value.get("_type") == "fact" and value.get("kind") == "opening_hours":
            return change(value)
        return {key: _each_hours(one, change) for key, one in value.items()}
    return [_each_hours(one, change) for one in value] if isinstance(value, list) else value


def _coming(fact: Mapping[str, Any], say: Words, today: date) -> Mapping[str, Any]:
    lines = text(fact.get("text")).strip().splitlines()
    exceptions = mappings(mapping(fact.get("value")).get("exceptions"))
    note = len(WEEK) + len(exceptions)
    if fact.get("format") != "long" or not _is_lined(fact) or len(lines) < note:
        return fact
    told = zip(exceptions, lines[len(WEEK) : note], strict=True)
    coming = [line for one, line in told if _within(one, (today, date.max))]
    divided = _divided(fact, say, lines[: len(WEEK)], coming, note_of(fact).splitlines(), first=False)
    return {**divided, "spoken": _near_spoken(fact, say, (today, date.max), first=False)}


def _divided(
    fact: Mapping[str, Any], say: Words, week: Sequence[str], others: Sequence[str], note: Sequence[str], *, first: bool
) -> Mapping[str, Any]:
    """Return hours with a text of these lines, a blank line between the parts, and with the parts as `divided`.

    With `first` the days that differ come before the week, which then has a heading too.
    """
    days = {"others": (say.say("other_days"), others)} if others else {}
    usual = {"week": (say.say("usual_days") if first and others else "", week)}
    parts = {**(days | usual if first else usual | days), **({"note": ("", note)} if note else {})}
    told = ("\n".join([*([f"{heading}:"] if heading else []), *lines]) for heading, lines in parts.values())
    divided = {name: (heading, "\n".join(lines)) for name, (heading, lines) in parts.items()}
    return {**fact, "text": "\n\n".join(told), "divided": divided}


def _near(fact: Mapping[str, Any], say: Words, span: Span, *, first: bool) -> Mapping[str, Any]:
    week = compact(fact, say) if _is_lined(fact) else ""
    if not week:
        return fact
    groups: dict[str, list[str]] = {}
    for days, hours in differing(fact, say, span):
        groups.setdefault(hours, []).append(days)
    others = [f"{format_list(days, locale=say.babel)}: {hours}" for hours, days in groups.items()]
    return _divided(fact, say, week.splitlines(), others, note_of(fact).splitlines(), first=first)


def _near_spoken(fact: Mapping[str, Any], say: Words, span: Span, *, first: bool) -> str:
    """Return the spoken lines of hours without those of exceptions that are not near."""
    week, *more = text(fact.get("spoken")).strip().splitlines() or [""]
    exceptions = mappings(mapping(fact.get("value")).get("exceptions"))
    if len(more) < len(exceptions):
        return "\n".join([week, *more])
    coming = [line for one, line in zip(exceptions, more, strict=False) if _within(one, span)]
    told = [*coming, f"{say.say('usual_days')}: {week}"] if first and coming else [week, *coming]
    return "\n".join([*told, *more[len(exceptions) :]])


def _within(exception: Mapping[str, Any], span: Span) -> Span | None:
    """Return the first and the last day of an exception, when any of its days lies in the span."""
    first = day_of(exception.get("date"))
    last = day_of(exception.get("until")) or first
    return (first, last) if first and last and first <= span[1] and last >= span[0] else None


def span_of(fields: Iterable[Mapping[str, Any]], now: datetime, zone: tzinfo, ahead: timedelta) -> Span:
    """Return from when until when the item is about, as far as it says so with two moments; else the coming time."""
    told = _told_days(fields, zone)
    today = now.astimezone(zone).date()
    return (max(min(told), today), max(told)) if len(told) > 1 else (today, today + ahead)


def _told_days(fields: Iterable[Mapping[str, Any]], zone: tzinfo) -> list[date]:
    dated = [day_of(one.get("value"), zone) for one in fields if one.get("kind") in ("date", "datetime")]
    return [day for day in dated if day]


def flat(fields: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Give fields that readers see, and behind a field the members of its group."""
    for one in for_readers(fields):
        yield one
        if one.get("kind") == "group":
            yield from flat(mappings(mapping(one.get("value")).get("fields")))


def day_of(value: object, zone: tzinfo = UTC) -> date | None:
    """Return the day of a date, or of a moment as it is where the organisation is."""
    try:
        moment = datetime.fromisoformat(text(value))
    except ValueError:
        return None
    return (moment.astimezone(zone) if moment.tzinfo else moment).date()


def _is_lined(fact: Mapping[str, Any]) -> bool:
    week, lines = mapping(mapping(fact.get("value")).get("week")), text(fact.get("text")).strip().splitlines()
    return bool(week) and fact.get("format") in LINED and len(lines) >= len(WEEK)


def _hours(line: str) -> str:
    return line.rpartition(": ")[2]


def _names_of(names: Mapping[int, str], days: Sequence[int], say: Words) -> str:
    """Return the names of days as the short form of the fact has them: ma–wo; ma, wo en vr."""
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    parts: list[str] = []
    for run in runs:
        parts += [f"{names[run[0]]}–{names[run[-1]]}"] if len(run) > 2 else [names[day] for day in run]
    return str(format_list(parts, locale=say.babel))
