"""Where a text is going: what decides which rules speak about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import ahocorasick

LEAST_SIGNS = 4
"""A value of fewer signs is too common to be called a fact that somebody typed over."""


@dataclass(frozen=True)
class KnownFact:
    """A fact as text: which one it is, in which format, and how people call it."""

    uuid: str
    format: str
    label: str


class KnownFacts:
    """The current texts of facts in one language, found in running text in one pass."""

    def __init__(self, texts: Mapping[str, KnownFact]) -> None:
        self.texts = {text: fact for text, fact in texts.items() if _is_telling(text)}
        self.automaton: ahocorasick.Automaton | None = None
        if self.texts:
            self.automaton = ahocorasick.Automaton()
            for text, fact in self.texts.items():
                self.automaton.add_word(_level(text), (len(text), fact))
            self.automaton.make_automaton()

    def find(self, text: str) -> Iterable[tuple[int, int, KnownFact]]:
        """Yield (start, end, fact) for each value in the text, longest first where they overlap."""
        if self.automaton is None:
            return
        hits = [(end + 1 - size, end + 1, fact) for end, (size, fact) in self.automaton.iter(_level(text))]
        taken = 0
        for start, end, fact in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
            if start >= taken and _stands_alone(text, start, end):
                taken = end
                yield start, end, fact


def _level(text: str) -> str:
    """Return the text as values are compared: small letters, plain spaces, sign by sign the same length."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)
    return low.replace("\u00a0", " ").replace("\u202f", " ")


def _is_telling(text: str) -> bool:
    """Tell whether a text is so particular that it can only be the fact: an amount, a number, an address."""
    told = sum(sign.isdigit() for sign in text) >= 3 or "@" in text or ("€" in text and len(text) >= LEAST_SIGNS)
    return told and not text.strip().isdigit()


def _stands_alone(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    more = after in (".", ",") and text[end + 1 : end + 2].isdigit()
    return not (before.isalnum() or after.isalnum() or more)


@dataclass(frozen=True)
class Context:
    """The language of a text, its content model, the kinds of channels and the audiences it goes to."""

    language: str = ""
    model: str = ""
    channels: frozenset[str] = frozenset()
    audiences: frozenset[str] = frozenset()
    facts: KnownFacts | None = None
