"""What a reader of some format hands over: models, items and facts as plain data, and what went wrong per file."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from content_models.spec import ModelSpec
from contenthub.importing.media import Media


class BadFile(ValueError):
    """A file cannot be imported; the message says why and what to do."""


@dataclass(frozen=True)
class Source:
    """What an import is asked to read, and what the hub already knows."""

    path: Path
    specs: Mapping[str, ModelSpec] = field(default_factory=dict)
    """The published content models, by key."""
    locales: frozenset[str] = frozenset()
    """The languages that content may be in."""
    locale: str = ""
    """The language of content that names none."""
    model: str = ""
    """The content model of content that names none."""
    mapping: Mapping[str, Any] = field(default_factory=dict)
    """What the mapping file says; empty without one."""
    media: Media = field(default_factory=Media)
    """Where the pictures of the content are; readers ask it, and tell it what their format says of a picture."""

    def locale_of(self, code: str) -> str:
        """Return the hub's locale for a code such as `en_US`: itself, else its language."""
        code = code.strip().lower().replace("_", "-")
        language = code.split("-")[0]
        return language if code not in self.locales and language in self.locales else code


@dataclass
class ImportedItem:
    """One item in one language. `body` is what an editor's form would have stored."""

    file: str
    uuid: str
    locale: str
    key: str
    title: str
    model: str
    body: dict[str, Any]
    ending: str = ""
    """gone or replaced: the item is published and then withdrawn in this way."""
    notice: str = ""
    replaced_by: str = ""
    live: bool = True
    """Whether it is published where it comes from; what is not stays a draft here too."""


@dataclass
class ImportedFact:
    """One fact with its values over time."""

    file: str
    uuid: str
    key: str
    kind: str
    label: str
    timeline: list[dict[str, Any]]
    source: str = ""
    labels: dict[str, str] = field(default_factory=dict)
    """The label in other languages, as far as the source has them."""


@dataclass
class Reading:
    """What a folder of files holds."""

    read: int = 0
    models: list[ModelSpec] = field(default_factory=list)
    """Content models that the items need and that come with them."""
    items: list[ImportedItem] = field(default_factory=list)
    facts: list[ImportedFact] = field(default_factory=list)
    failed: list[dict[str, str]] = field(default_factory=list)
    dropped: list[dict[str, Any]] = field(default_factory=list)
    duplicates: list[dict[str, str]] = field(default_factory=list)

    def fail(self, file: str, reason: str) -> None:
        self.failed.append({"file": file, "reason": reason})

    def drop(self, file: str, counts: Mapping[str, int]) -> None:
        self.dropped += [{"file": file, "what": what, "count": count} for what, count in sorted(counts.items())]


Losses = Counter[str]
"""What is left out, and how often."""
