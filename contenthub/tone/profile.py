"""How a text sounds, in numbers that can be counted: nothing about humour or respect, which cannot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

import regex

from contenthub.tone.blocks import Block
from contenthub.tone.kinds.measures import FORMULAS, count
from contenthub.tone.kinds.passive import LANGUAGES
from contenthub.tone.sentences import split

FORMAL = regex.compile(r"\b(?:u|uw|uwe|uzelf)\b", regex.V1 | regex.IGNORECASE)
INFORMAL = regex.compile(r"\b(?:je|jij|jou|jouw|jullie|jezelf)\b", regex.V1 | regex.IGNORECASE)
ENGLISH_ADDRESS = regex.compile(r"\b(?:you|your|yours|yourself)\b", regex.V1 | regex.IGNORECASE)
EASE: Mapping[str, str] = {"nl": "Flesch-Douma", "en": "Flesch"}
LEAST_WORDS = 30
"""Words below which a text is not measured."""


@dataclass(frozen=True)
class Profile:
    """One text, or the mean of several. `ease` from 0 (hard) to 100; shares from 0 to 1."""

    words: float
    sentence: float
    """Words in a sentence."""
    ease: float
    passive: float
    """Share of sentences in the passive."""
    address: float
    """Times the reader is addressed in a hundred words."""
    formal: float
    """Share of "u" among "u" and "je"; 0.5 where there is neither."""
    exclamations: float
    """Exclamation marks in a thousand words."""


@dataclass(frozen=True)
class Band:
    """What is meant: from the least to the most."""

    least: float
    most: float

    def off(self, value: float) -> float:
        """Return how far a value is outside, as a part of the band's width; 0 within."""
        width = max(self.most - self.least, 1e-9)
        return max(self.least - value, value - self.most, 0) / width


TARGET: Mapping[str, Band] = {
    "sentence": Band(6, 15),
    "ease": Band(45, 100),
    "passive": Band(0, 0.12),
    "address": Band(1, 12),
    "exclamations": Band(0, 2),
}
"""What plain public texts keep to; of our own texts nine in ten do."""


def profile_of(blocks: Sequence[Block], language: str) -> Profile | None:
    """Return the profile of a text; None when it is too short to be measured."""
    short = language.split("-")[0]
    prose = [block.text for block in blocks if block.scope[:2] in (("text",), ("text", "list"), ("text", "field"))]
    text = "\n\n".join(prose)
    counts = count(text, short)
    if counts.words < LEAST_WORDS:
        return None
    sentences = [text[start:end] for start, end in split(text, short)]
    spans = LANGUAGES.get(short)
    passive = sum(any(True for _span in spans(one)) for one in sentences) if spans else 0
    formal, informal = len(FORMAL.findall(text)), len(INFORMAL.findall(text))
    addressed = formal + informal if short == "nl" else len(ENGLISH_ADDRESS.findall(text))
    return Profile(
        words=counts.words,
        sentence=counts.words / counts.sentences,
        ease=max(0.0, min(100.0, FORMULAS[EASE.get(short, "Flesch")](counts))),
        passive=passive / len(sentences),
        address=100 * addressed / counts.words,
        formal=formal / (formal + informal) if short == "nl" and formal + informal else 0.5,
        exclamations=1000 * text.count("!") / counts.words,
    )


def mean(profiles: Iterable[Profile]) -> Profile | None:
    """Return the mean, each text counted by its words; None of nothing."""
    found = list(profiles)
    total = sum(one.words for one in found)
    if not total:
        return None
    values = {
        field.name: sum(getattr(one, field.name) * one.words for one in found) / total for field in fields(Profile)
    }
    return Profile(**{**values, "words": total})


def distance(profile: Profile, target: Mapping[str, Band] = TARGET) -> float:
    """Return how far a text is from what is meant: 0 within every band, more the further outside."""
    return sum(band.off(getattr(profile, name)) for name, band in target.items())
