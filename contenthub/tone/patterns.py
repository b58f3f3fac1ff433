"""Regular expressions that people write: compiled by `regex`, and stopped when they take too long.

The `re` module is never given such a pattern: a short one can hold a process for hours.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import regex

TIMEOUT = 0.05
"""Seconds that one pattern may spend on one block."""

LONGEST = 200_000
"""Characters that a pattern may have; word lists become long patterns."""

Pattern = Any
Match = Any


class PatternError(ValueError):
    """A pattern that cannot be used; the message says why."""


@lru_cache(maxsize=20_000)
def compile_pattern(pattern: str, *, ignore_case: bool = False) -> Pattern:
    """Return the compiled pattern. Raises PatternError."""
    if len(pattern) > LONGEST:
        raise PatternError(f"The pattern has {len(pattern)} characters; {LONGEST} is the most.")
    text = ("(?i)" if ignore_case else "") + adapt(pattern)
    try:
        return regex.compile(text, regex.V1)
    except (regex.error, RecursionError, OverflowError) as problem:
        raise PatternError(f"The pattern {pattern[:80]!r} is not a regular expression: {problem}") from problem


WORDS = regex.compile(r"[\p{L}\p{N} '’|-]*", regex.V1)
"""Words and phrases, and nothing that means anything to a regular expression but the line between them."""


def is_plain(*texts: str) -> bool:
    """Tell whether these are nothing but words: then a pattern of them can wait until somebody asks."""
    return sum(map(len, texts)) < LONGEST // 4 and all(WORDS.fullmatch(text) for text in texts)


def find(pattern: Pattern, text: str, timeout: float = TIMEOUT) -> Iterator[Match]:
    """Return the matches in order. Raises TimeoutError, while they are gone through, when looking takes too long."""
    found: Iterator[Match] = pattern.finditer(text, timeout=timeout)
    return found


def search(pattern: Pattern, text: str, timeout: float = TIMEOUT) -> Match | None:
    """Return the first match, None when there is none. Raises TimeoutError when looking takes too long."""
    return pattern.search(text, timeout=timeout)


SPECIAL_PAIRS = ("--", "&&", "~~", "||")
CLASSES = ("[:",)


def adapt(pattern: str) -> str:
    """Return the pattern as `regex` reads it: set operations inside classes escaped, `\\z` as the end of the text."""
    if "[" not in pattern and "\\z" not in pattern:
        return pattern
    out: list[str] = []
    place, inside = 0, False
    while place < len(pattern):
        piece = pattern[place : place + 2]
        if piece[0] == "\\":
            out.append("\\Z" if piece == "\\z" else piece)
            place += 2
            continue
        first = inside and pattern[place - 1] == "[" or (inside and pattern[place - 2 : place] == "[^")
        if piece[0] == "[" and not inside:
            inside = True
        elif piece[0] == "[" and piece not in CLASSES:
            out.append("\\")
        elif piece in CLASSES:
            end = pattern.find(":]", place)
            end = end + 2 if end > 0 else len(pattern)
            out.append(pattern[place:end])
            place = end
            continue
        elif piece[0] == "]" and inside and not first:
            inside = False
        elif inside and piece in SPECIAL_PAIRS:
            out.append("-\\-" if piece == "--" and not first else "\\" + piece[0] + "\\" + piece[1])
            place += 2
            continue
        out.append(piece[0])
        place += 1
    return "".join(out)
