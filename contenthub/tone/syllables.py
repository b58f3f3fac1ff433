"""Syllables by rule: groups of vowels, with what Dutch and English do to them."""

from __future__ import annotations

from functools import lru_cache

import regex

DUTCH = regex.compile(
    r"aaie?|eeuw|ieuw|oeie?|ooie?|aai|eau|aa|ae|ai|au|ee|ei|eu|ie|ij|oe|oi|oo|ou|ui|uu|[aeiouyàáâäèéêëìíîïòóôöùúûü]",
    regex.V1,
)
ENGLISH = regex.compile(r"[aeiouyàáâäèéêëìíîïòóôöùúûü]+", regex.V1)
SILENT = regex.compile(r"(?:(?<![^aeiouy]l)(?<=[^aeiouy])e|[^aeiouydt]ed|[^aeiouysxzhcg]es)$", regex.V1)
EXTRA = regex.compile(r"(?:ia|io(?!u?[nu])|iu|eo|ua(?!r)|creat|ying)", regex.V1)


@lru_cache(maxsize=50_000)
def syllables(word: str, language: str) -> int:
    """Return the number of syllables of a word, at least one: by Dutch rules for `nl`, else by English ones."""
    text = word.lower()
    return max(1, _dutch(text) if language.startswith("nl") else _english(text))


def _dutch(word: str) -> int:
    count = len(DUTCH.findall(word))
    return count if count else sum(sign.isdigit() for sign in word)


def _english(word: str) -> int:
    count = len(ENGLISH.findall(word)) + len(EXTRA.findall(word))
    return count - 1 if count > 1 and SILENT.search(word) else count
