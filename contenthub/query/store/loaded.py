"""What is loaded for one request: publications, and the small things around them. Plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from content_models.spec import pascal

READABLE = frozenset({"live", "withdrawn"})
"""States in which an item still shows its content."""

ITEM_COLUMNS = (
    "id",
    "uuid",
    "locale",
    "key",
    "model",
    "subject_path",
    "title",
    "status",
    "notice",
    "replaced_by",
    "published_at",
    "first_published_at",
    "review_by",
    "snapshot__number",
    "snapshot__published_at",
)
"""The columns of a publication in the order in which `Loaded` takes them; the body comes last."""


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    """One publication as a query reads it. `value` is the document of its snapshot, empty when it shows nothing."""

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
    published_at: datetime
    first_published_at: datetime
    review_by: date | None
    number: int
    snapshot_at: datetime
    value: Mapping[str, Any] = field(repr=False)
    languages: tuple[str, ...] = ()
    """The locales in which references are looked up, the most wanted first."""

    @property
    def item(self) -> "Loaded":
        return self

    @property
    def type_name(self) -> str:
        return pascal(self.model)

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
    version: int
    value: Any
    valid_from: datetime | None
    valid_until: datetime | None


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
        return self.titles.get(locale) or self.titles.get(locale.split("-")[0]) or self.label


@dataclass(frozen=True, slots=True)
class Translation:
    """The same item in another language."""

    locale: str
    key: str
    title: str

    @property
    def address(self) -> str:
        return f"/{self.locale}/{self.key}"
