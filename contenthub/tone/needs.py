"""What a pattern cannot do without: the short texts of which one must stand where it matches.

Most rules are silent about most blocks. One pass over a block for all these texts tells which rules have to look; what
has no such text always looks. Being wrong here would lose findings, so only what is certain counts.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Sequence
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import regex

MOST = 64
"""Texts for one pattern; with more it always looks."""

PROPERTY = regex.compile(r"\\[pP]\{[^}]*\}|\\[pP]\w|\[:\^?\w+:\]", regex.V1)
FUZZY = regex.compile(r"\{[^}\d,]", regex.V1)


def fold(text: str) -> str:
    """Return the text as it is compared here: without case, and with one i."""
    return text.casefold().replace("i\u0307", "i").replace("ı", "i")


def needs(patterns: Sequence[str] | None) -> frozenset[str] | None:
    """Return folded texts of which one stands in every text where one of the patterns matches; None when unknown."""
    if patterns is None:
        return None
    found: set[str] = set()
    for pattern in patterns:
        texts = _of_pattern(pattern)
        if texts is None:
            return None
        found |= texts
    return frozenset(found)


def _of_pattern(pattern: str) -> frozenset[str] | None:
    if pattern and not regex.search(r"[\\.^$*+?{}\[\]|()]", pattern):
        return frozenset({fold(pattern)})
    plain = PROPERTY.sub(".", pattern)
    if FUZZY.search(plain):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = parser.parse(plain, re.IGNORECASE)
    except (re.error, RecursionError, OverflowError, ValueError, AttributeError):
        return None
    return _of_sequence(tree)


def _of_sequence(tree: Iterable[Any]) -> frozenset[str] | None:
    """Return the best needs of a sequence: those whose shortest text is longest."""
    best: frozenset[str] | None = None
    run: list[str] = []
    for code, argument in [*tree, (None, None)]:
        if code is codes.LITERAL:
            run.append(chr(argument))
            continue
        best = _better(best, frozenset({fold("".join(run))}) if run else None)
        run = []
        if code is not None:
            best = _better(best, _of_part(code, argument))
    return best


def _better(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    if not one or not other:
        return one or other
    return max(one, other, key=lambda texts: (min(map(len, texts)), -len(texts)))


def _of_part(code: Any, argument: Any) -> frozenset[str] | None:
    if code is codes.SUBPATTERN:
        return _of_sequence(argument[3])
    if code is codes.ATOMIC_GROUP:
        return _of_sequence(argument)
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        least, _most, body = argument
        return _of_sequence(body) if least else None
    if code is codes.BRANCH:
        return _of_branches(argument[1])
    if code is codes.IN:
        return _of_set(argument)
    return None


def _of_branches(branches: Iterable[Any]) -> frozenset[str] | None:
    found: set[str] = set()
    for branch in branches:
        texts = _of_sequence(branch)
        if texts is None:
            return None
        found |= texts
    return frozenset(found) if 0 < len(found) <= MOST else None


def _of_set(members: Sequence[tuple[Any, Any]]) -> frozenset[str] | None:
    if all(code is codes.LITERAL for code, _value in members) and len(members) <= 4:
        return frozenset(fold(chr(value)) for _code, value in members)
    return None
