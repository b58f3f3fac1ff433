"""Matching a modeller's pattern within a time limit: an unlucky pattern must not hold up a publication."""

from functools import lru_cache

import regex

TIME_LIMIT = 0.1
"""Seconds one match may take."""


class PatternTooSlow(ValueError):
    """The pattern needs longer than TIME_LIMIT on this text."""


@lru_cache(maxsize=512)
def compile_pattern(pattern: str) -> regex.Pattern[str]:
    """Compile a pattern. Raises ValueError with the reason when it is not one."""
    try:
        return regex.compile(pattern)
    except regex.error as error:
        raise ValueError(str(error)) from error


def matches(pattern: str, text: str) -> bool:
    """Return whether the whole text fits the pattern. Raises PatternTooSlow."""
    try:
        return compile_pattern(pattern).fullmatch(text, timeout=TIME_LIMIT) is not None
    except TimeoutError as error:
        raise PatternTooSlow(pattern) from error
