"""What one channel may see, as far as it was read lately: items with their documents, translations, facts, subjects.

A `Stock` is shared by many requests. It answers for what it holds and nothing else, forgets what changes (see
`kept.watch`), and is bounded in bytes, the longest unused thrown out first. A `Shelf` is one request's way to it; a
shelf without a stock holds nothing, and nothing outlives it.
"""

from collections import OrderedDict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from threading import Lock

from contenthub.query.store.facts import EVERYBODY, FactLine
from contenthub.query.store.loaded import Loaded, LoadedSubject, Translation
from contenthub.query.store.parts import Key, Part, Parts

ROW_BYTES = 2_000
"""What an item costs beside its document."""
PARSED = 6
"""How much larger a document is in memory, with what is made of it, than as text."""
MOST_SMALL = 200_000


class ByLocale(dict[str, Loaded]):
    """An item in the locales that were read; `complete` says that the channel may see it in no others."""

    complete = True

    @classmethod
    def partly(cls, item: Loaded) -> "ByLocale":
        found = cls({item.locale: item})
        found.complete = False
        return found

    def serves(self, languages: Collection[str]) -> bool:
        """Return whether this is enough to read the item in the first of the languages that it has."""
        for locale in languages:
            if (item := self.get(locale)) is not None:
                return item.has_body
            if not self.complete:
                return False
        return True


@dataclass
class Shelf:
    """One request's shelf: what it finds in the stock, and what it read and will put there."""

    stock: "Stock | None" = None
    generation: int = 0
    items: dict[str, ByLocale] = field(default_factory=dict)
    keys: dict[tuple[str, str], str | None] = field(default_factory=dict)
    facts: dict[str, FactLine] = field(default_factory=dict)
    subjects: dict[str, LoadedSubject] = field(default_factory=dict)
    translations: dict[str, list[Translation]] = field(default_factory=dict)

    @property
    def is_shared(self) -> bool:
        return self.stock is not None

    def item(self, uuid: str) -> ByLocale | None:
        """Return an item as far as it is known here."""
        return self.stock.item(uuid) if self.stock is not None else None

    def fact(self, uuid: str) -> FactLine | None:
        return self.stock.facts.get(uuid) if self.stock is not None else None

    def fact_of(self, key: str) -> FactLine | None:
        return self.stock.facts.get(self.stock.fact_keys.get(key, "")) if self.stock is not None else None

    def subject(self, path: str) -> LoadedSubject | None:
        return self.stock.subjects.get(path) if self.stock is not None else None

    def translated(self, uuid: str) -> list[Translation] | None:
        return self.stock.translations.get(uuid) if self.stock is not None else None

    def uuid_of(self, key: str, locale: str) -> tuple[bool, str | None]:
        """Return whether it is known which item has a key in a locale, and its uuid; None when none has."""
        if self.stock is None or (key, locale) not in self.stock.keys:
            return False, None
        return True, self.stock.keys.get((key, locale))

    def finish(self) -> None:
        """Put what was read into the stock."""
        if self.stock is not None and (self.items or self.keys or self.facts or self.subjects or self.translations):
            self.stock.put(self)

    def part(self, key: Key) -> Part | None:
        """Return an item as it was written before; whether that still holds is to be asked (`Part.holds`)."""
        return self.stock.parts.get(key) if self.stock is not None else None

    def keep(self, parts: Iterable[tuple[Key, Part]]) -> None:
        """Keep what was written of items, unless something changed since the request began."""
        if self.stock is not None:
            with self.stock.lock:
                if self.generation == self.stock.generation:
                    self.stock.parts.put(parts)


class Stock:
    """What many requests of one channel share."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes, self.lock = most_bytes // 2, Lock()
        self.parts = Parts(most_bytes // 2)
        self.clear(0)

    def clear(self, generation: int) -> None:
        with self.lock:
            self.generation, self.bytes = generation, 0
            self.items = OrderedDict[str, ByLocale]()
            self.sizes: dict[str, int] = {}
            self.parts.clear()
            self._clear_small()

    def _clear_small(self) -> None:
        self.keys: dict[tuple[str, str], str | None] = {}
        self.facts: dict[str, FactLine] = {}
        self.fact_keys: dict[str, str] = {}
        self.subjects: dict[str, LoadedSubject] = {}
        self.translations: dict[str, list[Translation]] = {}

    def item(self, uuid: str) -> ByLocale | None:
        found = self.items.get(uuid)
        if found is not None:
            try:
                self.items.move_to_end(uuid)
            except KeyError:  # another thread just threw it out
                return found
        return found

    def put(self, read: Shelf) -> None:
        """Put what a request read; nothing, when something changed since it began."""
        with self.lock:
            if read.generation != self.generation:
                return
            for uuid, read_now in read.items.items():
                by_locale = merged(self.items.get(uuid), read_now)
                self._throw(uuid)
                self.items[uuid] = by_locale
                self.sizes[uuid] = sum(ROW_BYTES + PARSED * one.size for one in by_locale.values()) + 200
                self.bytes += self.sizes[uuid]
            if len(self.keys) + len(self.translations) + len(self.facts) > MOST_SMALL:
                self._clear_small()
            self.keys.update(read.keys)
            self.facts.update(read.facts)
            self.fact_keys.update({line.key: uuid for uuid, line in read.facts.items() if line.key})
            self.subjects.update(read.subjects)
            self.translations.update(read.translations)
            while self.bytes > self.most_bytes and self.items:
                self._throw(next(iter(self.items)))

    def forget(self, generation: int, uuids: Iterable[str], facts: Iterable[str]) -> None:
        """Forget what changed; from now on what began to be read before `generation` is not put here."""
        with self.lock:
            self.generation = generation
            changed = list(uuids)
            for uuid in changed:
                self._throw(uuid)
                self.translations.pop(uuid, None)
            if changed:
                self.keys = {key: uuid for key, uuid in self.keys.items() if uuid is not None}
                self.facts = {uuid: line for uuid, line in self.facts.items() if line.reach == EVERYBODY}
            for uuid in facts:
                if (line := self.facts.pop(uuid, None)) is not None:
                    self.fact_keys.pop(line.key, None)

    def _throw(self, uuid: str) -> None:
        if self.items.pop(uuid, None) is not None:
            self.bytes -= self.sizes.pop(uuid)


def merged(known: ByLocale | None, read: ByLocale) -> ByLocale:
    """Return what is known of an item after it was read again."""
    if known is None or read.complete:
        return read
    found = ByLocale({**known, **read})
    found.complete = known.complete
    return found
