"""What a check of text says: findings, as plain data.

Offsets count code points, as Python does. `utf16` gives what JavaScript counts, for editors in a browser.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import regex


class Level(IntEnum):
    """How grave a finding is; only errors can stop a publication."""

    SUGGESTION = 1
    WARNING = 2
    ERROR = 3

    @classmethod
    def of(cls, name: str) -> Level:
        """Return the level of this name. Raises ValueError."""
        try:
            return cls[name.upper()]
        except KeyError:
            raise ValueError(f"“{name}” is not a level: suggestion, warning or error") from None

    @property
    def label(self) -> str:
        return self.name.lower()


@dataclass(frozen=True)
class Finding:
    """Something a rule has to say about a piece of text.

    `start` and `end` are offsets in the text that was given, or in the text at `path` of an item. `line` and `column`
    count from 1. A finding about something missing has an empty range at the start of its block. `fixes` are texts
    that may stand in the place of the range, `fact` a fact (`uuid:format`) that may.
    """

    check: str
    level: str
    message: str
    start: int
    end: int
    line: int = 1
    column: int = 1
    path: str = ""
    text: str = ""
    fixes: tuple[str, ...] = ()
    fact: str = ""
    link: str = ""
    explanation: str = ""
    fingerprint: str = ""


WORDS = regex.compile(r"\w+", regex.V1)


def fingerprint(check: str, text: str, start: int, end: int) -> str:
    """Return what recognises a finding after edits elsewhere: its rule, what it matched, three words on each side.

    A finding about a whole block is recognised by the block. Returns 32 hexadecimal characters.
    """
    before: Sequence[str] = WORDS.findall(text[max(0, start - 120) : start])[-3:]
    after: Sequence[str] = WORDS.findall(text[end : end + 120])[:3]
    matched = " ".join(text[start:end].casefold().split())
    parts = (check, matched, " ".join(before).casefold(), " ".join(after).casefold())
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def utf16(text: str, offset: int) -> int:
    """Return the offset in UTF-16 code units, for JavaScript."""
    return len(text[:offset].encode("utf-16-le")) // 2
