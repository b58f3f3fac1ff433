"""What an import did."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Report:
    """Counts, and per file what failed and what was left out; `as_json` is what `--json` prints."""

    read: int = 0
    models: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    published: int = 0
    withdrawn: int = 0
    facts: int = 0
    pictures: int = 0
    failed: list[dict[str, str]] = field(default_factory=list)
    dropped: list[dict[str, Any]] = field(default_factory=list)
    duplicates: list[dict[str, str]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return dict(vars(self))
