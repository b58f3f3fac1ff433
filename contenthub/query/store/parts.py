"""Parts: an item as one query writes it, kept as JSON with everything that it shows, for as long as all of that stays.

A part is used again while every item, fact, subject and translation that was looked at when it was written is still the
same object in the stock; a commit throws out of the stock what it touches, so the parts that show it no longer hold.
"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from contenthub.query.store.loaded import Loaded
    from contenthub.query.store.shelf import Stock

PART_BYTES = 600
"""What a part costs beside its bytes."""
LOOK_BYTES = 120
"""What each thing that it shows costs."""

Key = tuple[Any, ...]
"""Which selection of which plan, with which variables; of which item, read in which languages."""


@dataclass(slots=True)
class Looks:
    """What was looked at while one item was written."""

    items: set[str] = field(default_factory=set)
    facts: set[str] = field(default_factory=set)
    subjects: set[str] = field(default_factory=set)
    translated: set[str] = field(default_factory=set)
    count: int = 1
    """How many times items stand in it, itself included."""


@dataclass(slots=True)
class Part:
    """One item as JSON, and the very objects that it shows."""

    item: "Loaded"
    json: orjson.Fragment
    size: int
    items: tuple[tuple[str, Any], ...]
    facts: tuple[tuple[str, Any], ...]
    others: tuple[tuple[str, str, Any], ...]
    """(subjects or translations, name, object)"""
    tags: frozenset[str]
    count: int

    def holds(self, item: "Loaded", stock: "Stock", now: datetime) -> tuple[bool, datetime | None]:
        """Return whether it still shows what is so, and until when that will stay so (None: no end is known)."""
        if self.item is not item:
            return False, None
        items, lines = stock.items, stock.facts
        for uuid, known in self.items:
            if items.get(uuid) is not known:
                return False, None
        for name, key, known in self.others:
            if getattr(stock, name).get(key) is not known:
                return False, None
        ends: datetime | None = None
        for uuid, known in self.facts:
            line = lines.get(uuid)
            if line is None:
                return False, None
            fact, until = line.at(now)
            if fact is not known:
                return False, None
            if until is not None and (ends is None or until < ends):
                ends = until
        return True, ends


class Parts:
    """The parts of one stock, bounded in bytes, the longest unused thrown out first."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes, self.bytes = most_bytes, 0
        self.kept: OrderedDict[Key, Part] = OrderedDict()

    def get(self, key: Key) -> Part | None:
        found = self.kept.get(key)
        if found is not None:
            try:
                self.kept.move_to_end(key)
            except KeyError:  # another thread just threw it out
                return found
        return found

    def put(self, parts: Iterable[tuple[Key, Part]]) -> None:
        for key, part in parts:
            if (before := self.kept.pop(key, None)) is not None:
                self.bytes -= before.size
            self.kept[key] = part
            self.bytes += part.size
        while self.bytes > self.most_bytes and self.kept:
            self.bytes -= self.kept.popitem(last=False)[1].size

    def clear(self) -> None:
        self.kept.clear()
        self.bytes = 0
