"""What one request takes over of items that were written before, and what it writes of others to be kept."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import orjson

from contenthub.query.kept import tags
from contenthub.query.store.loaded import Loaded
from contenthub.query.store.parts import LOOK_BYTES, PART_BYTES, Key, Looks, Part
from contenthub.query.store.reading import Reading

Function = Callable[[Any, Any, Any], Any]


class Written:
    """The parts of one request. `of` says of which plan, with which variables below its root fields."""

    def __init__(self, reading: Reading, of: tuple[Any, ...]) -> None:
        self.reading, self.of = reading, of
        self.ready: dict[tuple[int, int], Part] = {}
        self.made: list[tuple[Key, Part]] = []
        self.tags: set[str] = set()
        self.until: datetime | None = None
        self.count = 0
        """How many times items stand in what is ready."""

    def find(self, number: int, item: Loaded) -> bool:
        """Return whether an item was written before as the selection `number` asks, and still holds."""
        stock = self.reading.shelf.stock
        part = self.reading.shelf.part(self._key(number, item))
        if part is None or stock is None:
            return False
        holds, until = part.holds(item, stock, self.reading.now)
        if not holds:
            return False
        if until is not None and (self.until is None or until < self.until):
            self.until = until
        self.ready[number, id(item)] = part
        self.tags |= part.tags
        self.count += part.count
        return True

    def write(self, number: int, function: Function, item: Loaded, arguments: Any, info: Any) -> Any:
        """Return an item as JSON: as it was written before, or written now by `function`."""
        ready = self.ready.get((number, id(item)))
        if ready is not None:
            return ready.json
        reading = self.reading
        if item.uuid in reading.shelf.items:  # read just now: it need not be asked for again
            return function(item, arguments, info)
        looks = reading.looks = Looks()
        try:
            found = function(item, arguments, info)
        finally:
            reading.looks = None
        part = self._part(item, orjson.dumps(found), looks)
        self.made.append((self._key(number, item), part))
        self.ready[number, id(item)] = part
        return part.json

    def keep(self) -> None:
        """Keep what was written now for requests to come."""
        if self.made:
            self.reading.shelf.keep(self.made)

    def _key(self, number: int, item: Loaded) -> Key:
        return (*self.of, number, item.uuid, item.languages)

    def _part(self, item: Loaded, text: bytes, looks: Looks) -> Part:
        small = self.reading.small
        subjects = [("subjects", path, small.subjects.get(path)) for path in looks.subjects]
        translations = [("translations", uuid, small.translations.get(uuid)) for uuid in looks.translated]
        shown = {item.uuid, *looks.items, *looks.translated}
        found = {*map(tags.of_item, shown), *map(tags.of_fact, looks.facts)}
        number = len(found) + len(subjects) + len(translations)
        return Part(
            item,
            orjson.Fragment(text),
            PART_BYTES + len(text) + LOOK_BYTES * number,
            tuple((uuid, self.reading.items.get(uuid)) for uuid in looks.items),
            tuple((uuid, small.facts.get(uuid)) for uuid in looks.facts),
            (*subjects, *translations),
            frozenset(found),
            looks.count,
        )
