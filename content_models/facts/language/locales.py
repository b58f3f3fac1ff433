"""From a locale code to a Babel locale, whatever the code."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError

FALLBACK = "en"


@lru_cache(maxsize=256)
def read_locale(code: str) -> Locale:
    """Return the nearest locale that Babel knows: `nl-Latn-XX` is Dutch, and what nobody knows is English."""
    parts = code.replace("-", "_").split("_")
    for length in range(len(parts), 0, -1):
        try:
            return Locale.parse("_".join(parts[:length]))
        except (ValueError, TypeError, UnknownLocaleError):
            continue
    return Locale.parse(FALLBACK)
