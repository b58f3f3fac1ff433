"""What is loaded for one request: publications, and the small things around them. Plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from content_models.labels import label_in
from content_models.spec import pascal as pascal_of

pascal = lru_cache(maxsize=4096)(pascal_of)

READABLE = frozenset({"live", "withdrawn"})
"""States in which an item still shows its content."""


@dataclass(slots=True, eq=False)
class Loaded:
    """One publication as a query reads it. `value` is the document of its snapshot, empty when it shows nothing.

    Nobody changes one, since requests share them; that is not enforced, since it would take twice as long to make one.
    """

    id: int
    uuid: str
    locale: str
    key: str
    model: str
    subject_path: str
    title: str
    status: str
    notice: str
    replaced_by: str | None
    published_at: datetime | str
    """As it was read; see `store.sql.moment`."""
    first_published_at: datetime | str
    review_by: date | str | None
    snapshot_id: int
    number: int
    value: Mapping[str, Any] = field(repr=False)
    languages: tuple[str, ...] = ()
    """The locales in which references are looked up, the most wanted first."""
    has_body: bool = True
    """False when only what names the item was loaded."""
    size: int = 0
    """Characters of its body."""
    memo: dict[Any, Any] = field(default_factory=dict, repr=False)
    """What was worked out from the document, for as long as the item is kept."""

    @property
    def item(self) -> "Loaded":
        return self

    @property
    def type_name(self) -> str:
        return pascal(self.model)

    def read_in(self, languages: tuple[str, ...]) -> "Loaded":
        """Return the same item, its references looked up in these languages."""
        if self.languages == languages:
            return self
        found: Loaded | None = self.memo.get(languages)
        if found is None:
            given = {name: getattr(self, name) for name in Loaded.__slots__} | {"languages": languages, "memo": {}}
            found = self.memo[languages] = Loaded(**given)
        return found

    @property
    def address(self) -> str:
        return f"/{self.locale}/{self.key}"

    @property
    def is_readable(self) -> bool:
        return self.status in READABLE


@dataclass(frozen=True, slots=True)
class Inside:
    """A group of values inside an item; `type_name` is its type in the schema."""

    item: Loaded
    type_name: str
    value: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LoadedFact:
    """A fact with the version that holds at the moment of the request."""

    uuid: str
    key: str
    kind: str
    label: str
    labels: Mapping[str, str]
    version: int
    value: Any
    valid_from: datetime | None
    valid_until: datetime | None
    texts: dict[tuple[str, str], str] = field(default_factory=dict, compare=False, repr=False)
    """(format, locale) -> the value in words, as far as it was asked."""

    def label_in(self, locale: str) -> str:
        return label_in(locale, self.labels, self.label)


@dataclass(frozen=True, slots=True)
class LoadedSubject:
    """A subject; `parent` is the one it is part of."""

    uuid: str
    key: str
    label: str
    titles: Mapping[str, str]
    path: str
    parent: "LoadedSubject | None" = None

    def title_in(self, locale: str) -> str:
        return label_in(locale, self.titles, self.label)


@dataclass(frozen=True, slots=True)
class Translation:
    """The same item in another language."""

    locale: str
    key: str
    title: str
    status: str

    @property
    def address(self) -> str:
        return f"/{self.locale}/{self.key}"
