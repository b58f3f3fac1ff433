"""Choose what a screen shows of an item beside its summary: what people who pass need now comes first.

Opening hours stand in their compact form (days with the same hours together), with the days of the coming weeks that
differ. The words for days and hours are those of the fact's own text, so that a screen says them as all channels do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from babel.dates import format_skeleton

from channels.kinds.arrange.plain import said
from channels.kinds.arrange.words import Words
from channels.kinds.letters import shown_fields
from channels.kinds.read import mapping, mappings, sequence, text

MOST_FACTS = 4
MOST_DAYS = 4
SOON = timedelta(days=45)
"""How far ahead a screen tells of days with other hours, where the item does not say itself when it begins and ends."""

HOURS, DATES, OTHER, POSTAL = range(4)
"""What goes last when room is short comes first here; an address without a street is one to write to, not to go to."""

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Row:
    """A fact on a screen: its label, its lines, and what it is for who stands there."""

    label: str
    text: str
    use: int


Span = tuple[date, date]


def facts(item: Mapping[str, Any], say: Words, now: datetime) -> list[Row]:
    """Return at most four facts, the most useful first: hours and dates, then others, an address for letters last."""
    fields = [*_flat(shown_fields(item))]
    span = _span(fields, now, say.time_zone or UTC)
    rows = [row for one in fields if one.get("kind") == "fact" for row in _rows(one, say, span) if row.text]
    if not any(row.use == HOURS for row in rows):
        rows += [row for one in fields if one.get("kind") == "rich_text" for row in _told(one, say, span) if row.text]
    if not any(row.use == HOURS for row in rows):
        rows += [row for one in fields if one.get("kind") in ("date", "datetime") and (row := _dated(one, say)).text]
    return sorted(rows, key=lambda row: row.use)[:MOST_FACTS]


def compact(fact: Mapping[str, Any], say: Words) -> str:
    """Return opening hours with equal days together, a line for each group; what has no line for each day stays."""
    whole = text(fact.get("text")).strip()
    lines, week = whole.splitlines(), mapping(mapping(fact.get("value")).get("week"))
    if not week or fact.get("format") not in ("long", "week") or len(lines) < len(WEEK):
        return whole.replace("; ", "\n") if week else whole
    names = say.babel.days["format"]["abbreviated"]
    groups: dict[str, list[int]] = {}
    for place, day in enumerate(WEEK):
        if sequence(week.get(day)):
            groups.setdefault(_hours(lines[place]), []).append(place)
    return "\n".join(f"{_through(names, days)} {hours}" for hours, days in groups.items())


def other_days(fact: Mapping[str, Any], say: Words, span: Span) -> str:
    """Return the days in this span on which the hours differ, a line for each, four at most."""
    exceptions = mappings(mapping(fact.get("value")).get("exceptions"))
    lines = text(fact.get("text")).strip().splitlines()[len(WEEK) :]
    if fact.get("format") != "long" or len(lines) < len(exceptions):
        return ""
    shown = []
    for one, line in zip(exceptions, lines, strict=False):
        first = _day(one.get("date"))
        last = _day(one.get("until")) or first
        if first and last and first <= span[1] and last >= span[0]:
            days = " – ".join(format_skeleton("MMMEd", day, locale=say.babel) for day in sorted({first, last}))
            shown.append(f"{days}: {_hours(line)}")
    return "\n".join(shown[:MOST_DAYS])


def _rows(one: Mapping[str, Any], say: Words, span: Span) -> Iterator[Row]:
    fact, label = mapping(one.get("value")), text(one.get("label"))
    kind, value = fact.get("kind"), mapping(fact.get("value"))
    if kind == "opening_hours":
        yield Row(label, compact(fact, say), HOURS)
        yield Row(say.say("other_days"), other_days(fact, say, span), HOURS)
        return
    use = DATES if kind in ("date", "period") else POSTAL if kind == "address" and not value.get("street") else OTHER
    yield Row(label, said("fact", fact, say), use)


def _dated(one: Mapping[str, Any], say: Words) -> Row:
    return Row(text(one.get("label")), said(text(one.get("kind")), one.get("value"), say), DATES)


def _told(one: Mapping[str, Any], say: Words, span: Span) -> Iterator[Row]:
    """Give the days that differ of the hours in a text, each below the heading that it has there."""
    heading = ""
    for block in mappings(one.get("value")):
        children = mappings(block.get("children"))
        if text(block.get("style")).startswith("h"):
            heading = "".join(text(child.get("text")) for child in children)
        for fact in children:
            if fact.get("_type") == "fact" and fact.get("kind") == "opening_hours":
                yield Row(heading or text(fact.get("label")), other_days(fact, say, span), HOURS)


def _flat(fields: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Give fields, and behind a field the members of its group."""
    for one in fields:
        yield one
        if one.get("kind") == "group":
            yield from (more for more in mappings(mapping(one.get("value")).get("fields")) if not more.get("internal"))


def _span(fields: Sequence[Mapping[str, Any]], now: datetime, zone: tzinfo) -> Span:
    """Return from when until when the item is about, as far as it says so with two moments; else the coming weeks."""
    dated = [_day(one.get("value"), zone) for one in fields if one.get("kind") in ("date", "datetime")]
    told = [day for day in dated if day]
    today = now.astimezone(zone).date()
    return (max(min(told), today), max(told)) if len(told) > 1 else (today, today + SOON)


def _day(value: object, zone: tzinfo = UTC) -> date | None:
    """Return the day of a date, or of a moment as it is where the organisation is."""
    try:
        moment = datetime.fromisoformat(text(value))
    except ValueError:
        return None
    return (moment.astimezone(zone) if moment.tzinfo else moment).date()


def _hours(line: str) -> str:
    return line.rpartition(": ")[2]


def _through(names: Mapping[int, str], days: Sequence[int]) -> str:
    """Return the names of days that follow each other or not: ma–wo; ma, wo."""
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(names[run[0]] if len(run) == 1 else f"{names[run[0]]}–{names[run[-1]]}" for run in runs)
