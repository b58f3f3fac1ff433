"""Choose what a screen shows of an item beside its summary: what people who pass need now comes first.

Opening hours stand in their compact form (days with the same hours together), with the days of the coming weeks that
differ. The words for days and hours are those of the fact's own text, so that a screen says them as all channels do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from channels.kinds.arrange.days import days
from channels.kinds.arrange.hours import Span, compact, differing, flat, note_of, span_of
from channels.kinds.arrange.plain import said
from channels.kinds.arrange.words import Words
from channels.kinds.letters import shown_fields
from channels.kinds.read import mapping, mappings, text

MOST_FACTS = 4
MOST_DAYS = 4
SOON = timedelta(days=45)
"""How far ahead a screen tells of days with other hours, where the item does not say itself when it begins and ends."""

HOURS, DATES, OTHER, POSTAL = range(4)
"""What goes last when room is short comes first here; an address without a street is one to write to, not to go to."""


@dataclass(frozen=True)
class Row:
    """A fact on a screen: its label, its lines, what it is for who stands there, and a note where there is room."""

    label: str
    text: str
    use: int
    note: str = ""


def facts(item: Mapping[str, Any], say: Words, now: datetime) -> list[Row]:
    """Return at most four facts, the most useful first: hours and dates, then others, an address for letters last."""
    fields = [*flat(shown_fields(item))]
    span = span_of(fields, now, say.time_zone or UTC, SOON)
    rows = [row for one in fields if one.get("kind") == "fact" for row in _rows(one, say, span) if row.text]
    if not any(row.use == HOURS for row in rows):
        rows += [row for one in fields if one.get("kind") == "rich_text" for row in _told(one, say, span) if row.text]
    if not any(row.use == HOURS for row in rows):
        told = days(shown_fields(item), say, now, item.get("firstPublishedAt") or item.get("publishedAt"))
        rows = [row for row in rows if row.use != DATES] + [Row(label, when, DATES) for label, when in told]
    return sorted(rows, key=lambda row: row.use)[:MOST_FACTS]


def _rows(one: Mapping[str, Any], say: Words, span: Span) -> Iterator[Row]:
    fact, label = mapping(one.get("value")), text(one.get("label"))
    kind, value = fact.get("kind"), mapping(fact.get("value"))
    if kind == "opening_hours":
        week, others = compact(fact, say), _other_days(fact, say, span)
        yield Row(label, week, HOURS, "" if others else note_of(fact))
        yield Row(say.own("other_days"), others, HOURS, note_of(fact))
        return
    use = DATES if kind in ("date", "period") else POSTAL if kind == "address" and not value.get("street") else OTHER
    yield Row(label, said("fact", fact, say), use)


def _other_days(fact: Mapping[str, Any], say: Words, span: Span) -> str:
    """Return the days in this span on which the hours differ, a line for each, four at most."""
    return "\n".join(f"{days}: {hours}" for days, hours in differing(fact, say, span)[:MOST_DAYS])


def _told(one: Mapping[str, Any], say: Words, span: Span) -> Iterator[Row]:
    """Give the days that differ of the hours in a text, each below the heading that it has there."""
    heading = ""
    for block in mappings(one.get("value")):
        children = mappings(block.get("children"))
        if text(block.get("style")).startswith("h"):
            heading = "".join(text(child.get("text")) for child in children)
        for fact in children:
            if fact.get("_type") == "fact" and fact.get("kind") == "opening_hours":
                yield Row(heading or text(fact.get("label")), _other_days(fact, say, span), HOURS)
