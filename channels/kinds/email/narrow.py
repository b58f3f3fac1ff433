"""Say which columns of a table have to break their words for it to fit a phone: all others keep them whole."""

from __future__ import annotations

from channels.kinds.arrange.parts import Table

LETTERS = 44
"""So many letters of the size of a table stand beside each other on 360 pixels."""


def breaking(table: Table) -> frozenset[int]:
    """Return the places of the columns that break words: the longest words first, and no more than have to."""
    columns = zip(*(row for row in (table.header, *table.rows) if row), strict=True)
    longest = {place: max(map(_longest, column)) for place, column in enumerate(columns)}
    broken: set[int] = set()
    while longest and sum(longest.values()) + len(longest) - 1 > LETTERS - len(broken):
        place = max(longest, key=lambda one: (longest[one], -one))
        broken.add(place)
        del longest[place]
    return frozenset(broken)


def _longest(cell: str) -> int:
    return max(map(len, cell.split()), default=0)
