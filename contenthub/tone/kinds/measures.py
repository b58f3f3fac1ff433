"""Counts over a text and the formulas of readability built from them.

Sources: Flesch (1948); Kincaid et al. (1975); Gunning (1952); McLaughlin (1969, SMOG); Coleman and Liau (1975); Senter
and Smith (1967, ARI); Douma (1960) and Brouwer (1963) for Dutch; Björnsson (1968, LIX). None of them tells a level of
the Common European Framework, and none is asked whether a text may be published.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import regex

from contenthub.tone.sentences import split
from contenthub.tone.syllables import syllables

WORD = regex.compile(r"[\p{L}\p{N}]+(?:['’\-.,][\p{L}\p{N}]+)*", regex.V1)
LONG = 6
"""A word of more letters is long (LIX)."""


@dataclass(frozen=True)
class Counts:
    """What formulas are made of."""

    words: int
    sentences: int
    characters: int
    syllables: int
    long_words: int
    polysyllabic_words: int
    complex_words: int
    paragraphs: int


def count(text: str, language: str = "en") -> Counts:
    """Count words, sentences, letters and digits, syllables; complex words are those with three syllables or more."""
    words = WORD.findall(text)
    beats = [syllables(word, language) for word in words]
    return Counts(
        words=len(words),
        sentences=max(1, len(split(text, language))) if words else 0,
        characters=sum(sum(sign.isalnum() for sign in word) for word in words),
        syllables=sum(beats),
        long_words=sum(len(word) > LONG for word in words),
        polysyllabic_words=sum(beat >= 3 for beat in beats),
        complex_words=sum(beat >= 3 for beat in beats),
        paragraphs=text.count("\n\n") + 1,
    )


def flesch(counts: Counts) -> float:
    """Flesch reading ease, English: 206.835 - 1.015 words/sentence - 84.6 syllables/word."""
    return 206.835 - 1.015 * _sentence(counts) - 84.6 * _beats(counts)


def flesch_kincaid(counts: Counts) -> float:
    """Flesch-Kincaid grade, English: 0.39 words/sentence + 11.8 syllables/word - 15.59."""
    return 0.39 * _sentence(counts) + 11.8 * _beats(counts) - 15.59


def gunning_fog(counts: Counts) -> float:
    """Gunning fog, English: 0.4 (words/sentence + 100 complex words/words)."""
    return 0.4 * (_sentence(counts) + 100 * counts.complex_words / counts.words)


def smog(counts: Counts) -> float:
    """SMOG grade, English: 1.043 sqrt(30 words of three syllables or more / sentences) + 3.1291."""
    return 1.043 * math.sqrt(30 * counts.polysyllabic_words / counts.sentences) + 3.1291


def coleman_liau(counts: Counts) -> float:
    """Coleman-Liau, English: 0.0588 letters per 100 words - 0.296 sentences per 100 words - 15.8."""
    return 5.88 * counts.characters / counts.words - 29.6 * counts.sentences / counts.words - 15.8


def automated(counts: Counts) -> float:
    """Automated readability index, English: 4.71 characters/word + 0.5 words/sentence - 21.43."""
    return 4.71 * counts.characters / counts.words + 0.5 * _sentence(counts) - 21.43


def flesch_douma(counts: Counts) -> float:
    """Flesch-Douma, Dutch: 206.835 - 0.93 words/sentence - 77 syllables/word."""
    return 206.835 - 0.93 * _sentence(counts) - 77 * _beats(counts)


def brouwer(counts: Counts) -> float:
    """Brouwer's reading index A, Dutch: 195 - 2 words/sentence - 66.7 syllables/word."""
    return 195 - 2 * _sentence(counts) - 66.7 * _beats(counts)


def lix(counts: Counts) -> float:
    """LIX, any language: words/sentence + 100 words of more than six letters/words."""
    return _sentence(counts) + 100 * counts.long_words / counts.words


def _sentence(counts: Counts) -> float:
    return counts.words / counts.sentences


def _beats(counts: Counts) -> float:
    return counts.syllables / counts.words


FORMULAS: Mapping[str, Callable[[Counts], float]] = {
    "Flesch": flesch,
    "Flesch-Kincaid": flesch_kincaid,
    "Gunning Fog": gunning_fog,
    "SMOG": smog,
    "Coleman-Liau": coleman_liau,
    "Automated Readability": automated,
    "Flesch-Douma": flesch_douma,
    "Brouwer": brouwer,
    "LIX": lix,
}
"""The formulas by the name that rules use. Flesch, Flesch-Douma and Brouwer rise as a text grows easier."""
