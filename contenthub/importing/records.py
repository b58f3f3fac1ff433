"""What a reader of some format hands over: items and facts as plain data, and what went wrong per file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class BadFile(ValueError):
    """A file cannot be imported; the message says why and what to do."""


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


@dataclass
class Reading:
    """What a folder of files holds."""

    read: int = 0
    items: list[ImportedItem] = field(default_factory=list)
    facts: list[ImportedFact] = field(default_factory=list)
    failed: list[dict[str, str]] = field(default_factory=list)
    dropped: list[dict[str, Any]] = field(default_factory=list)
    duplicates: list[dict[str, str]] = field(default_factory=list)

    def fail(self, file: str, reason: str) -> None:
        self.failed.append({"file": file, "reason": reason})

    def drop(self, file: str, counts: Mapping[str, int]) -> None:
        self.dropped += [{"file": file, "what": what, "count": count} for what, count in sorted(counts.items())]
