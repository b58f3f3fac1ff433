"""Which of our items a page is about: by its title and its words. Plain: texts in, matches out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process, utils

LEAST = 62.0
"""Of 100: below this a page is about none of our items."""
MOST_TEXT = 5_000
BARS = re.compile(r"\s+[|–—·»-]\s+")
"""What stands between a page's own title and the name of its site."""


@dataclass(frozen=True)
class Known:
    """One of our items, as text."""

    uuid: str
    locale: str
    title: str
    text: str


@dataclass(frozen=True)
class Match:
    """An item that a page is about, and how sure that is, of 100."""

    known: Known
    score: float


def match(title: str, text: str, items: Sequence[Known]) -> Match | None:
    """Return the item that a page is about, None when none is close."""
    heads = [utils.default_process(one) for one in {title, *BARS.split(title), *text.split("\n", 2)[:2]} if one.strip()]
    titles = [utils.default_process(one.title) for one in items]
    best: dict[int, float] = {}
    for head in heads:
        for _title, score, place in process.extract(
            head, titles, scorer=fuzz.token_set_ratio, limit=5, score_cutoff=60
        ):
            best[place] = max(best.get(place, 0.0), fuzz.token_sort_ratio(head, titles[place]) * 0.5 + score * 0.5)
    body = utils.default_process(text[:MOST_TEXT])
    found = [
        Match(items[place], 0.7 * score + 0.3 * fuzz.token_set_ratio(body, utils.default_process(items[place].text)))
        for place, score in best.items()
    ]
    surest = max(found, key=lambda one: one.score, default=None)
    return surest if surest and surest.score >= LEAST else None
