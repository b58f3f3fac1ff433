"""The days an item is about that are not over yet: what a passer-by or a reader of posts has to know first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from channels.kinds.arrange.hours import day_of, flat
from channels.kinds.arrange.plain import said
from channels.kinds.arrange.words import Words
from channels.kinds.read import for_readers, mapping, sequence, text

DEEPEST = 8

Told = tuple[str, str]
"""What a day is, and the day, in words."""


def days(fields: Sequence[Mapping[str, Any]], say: Words, now: datetime, written: object = "") -> list[Told]:
    """Return the moments of an item, and the days and periods among its facts; those in its text where it has no other.

    A day on which nothing begins or ends any more is left out, and so is the day on which the text was `written`.
    """
    zone = say.time_zone or UTC
    today, shown = now.astimezone(zone).date(), [*flat(fields)]
    dated = [(one, day) for one in shown if (day := _own_day(one, zone))]
    ends = [day for one, day in dated if one.get("kind") == "datetime"]
    over = len(ends) > 1 and max(ends) < today
    own = [
        (text(one.get("label")), said(text(one.get("kind")), one.get("value"), say))
        for one, day in dated
        if (not over if one.get("kind") == "datetime" else day >= today and day != day_of(written, zone))
    ]
    own += [
        (text(one.get("label")), said("fact", one.get("value"), say))
        for one in shown
        if one.get("kind") == "fact" and is_coming(mapping(one.get("value")), today)
    ]
    in_text = {
        (text(fact.get("label")), said("fact", fact, say)): None
        for one in ([] if own else fields)
        for fact in _facts(one.get("value"))
        if is_coming(fact, today)
    }
    return [(label, " ".join(told.split())) for label, told in [*own, *in_text] if told.strip()]


def is_coming(fact: Mapping[str, Any], today: date) -> bool:
    """Tell whether a fact is a day or a period that is not over."""
    value = fact.get("value")
    if fact.get("kind") == "date":
        day = day_of(value)
        return day is not None and day >= today
    if fact.get("kind") != "period":
        return False
    end = day_of(mapping(value).get("to"))
    return end is None or end >= today


def _own_day(one: Mapping[str, Any], zone: Any) -> date | None:
    return day_of(one.get("value"), zone) if one.get("kind") in ("date", "datetime") else None


def _facts(value: object, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """Yield the facts in texts, groups, blocks and lists that readers see."""
    found = mapping(value)
    if depth > DEEPEST or found.get("metadata"):
        return
    if found.get("_type") == "fact":
        yield found
    for one in for_readers(found.get("fields")):
        yield from _facts(one.get("value"), depth + 1)
    for inside in (*sequence(found.get("children")), *sequence(value)):
        yield from _facts(inside, depth + 1)
