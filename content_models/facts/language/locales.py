"""From a locale code to how that language is written here: with the dates, amounts and times of the hub's country.

The country is the one whose time the hub keeps. Where CLDR has the language as it is written there, that holds: Dutch
in Belgium, German in Austria, English in Ireland. English in a country that has no English of its own is British: CLDR
would write “€ 1.075,80” or “1,075.80 €” in it, as the country's own language does, which misleads who reads English.
"""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from django.conf import settings

FALLBACK = "en"
BRITISH = "en_GB"
NOWHERE = "ZZ"
AS_IN_EUROPE = "en_150"
"""From where CLDR derives English in the countries that write it with the marks of another language."""


def read_locale(code: str) -> Locale:
    """Return how a language is written in the country of the hub; what nobody knows is English."""
    return locale_in(code, country_of(settings.TIME_ZONE))


def country_of(time_zone: str) -> str | None:
    """Return the country of a time zone, as ISO 3166-1 alpha-2; None where none can be told (UTC)."""
    zone = get_global("zone_aliases").get(time_zone, time_zone)
    country: str | None = get_global("zone_territories").get(zone)
    return country if country != NOWHERE else None


def tag_here(code: str) -> str:
    """Return a language with the country as whose it is written: `en-GB` for `en` here; an unknown one as it is."""
    found = read_locale(code)
    return str(found).replace("_", "-") if found.language == code.replace("_", "-").split("-")[0].lower() else code


@lru_cache(maxsize=1024)
def locale_in(code: str, country: str | None = None) -> Locale:
    """Return a locale as a country writes it; one that names its own country or region stays what it is."""
    known = nearest(code)
    if country is None or known.territory:
        return known
    if known.language == "en" and not _has_english(country):
        return Locale.parse(BRITISH)
    local = _parsed("_".join(part for part in (known.language, known.script, country) if part))
    return local if local and local.territory == country else known


@lru_cache(maxsize=1024)
def nearest(code: str) -> Locale:
    """Return the nearest locale that Babel knows: `nl-Latn-XX` is Dutch."""
    parts = code.replace("-", "_").split("_")
    found = (_parsed("_".join(parts[:length])) for length in range(len(parts), 0, -1))
    return next((locale for locale in found if locale), Locale.parse(FALLBACK))


def _parsed(name: str) -> Locale | None:
    try:
        return Locale.parse(name)
    except (ValueError, TypeError, UnknownLocaleError):
        return None


def _has_english(country: str) -> bool:
    """Tell whether CLDR has English as a country writes it, with the marks of English."""
    local = _parsed(f"en_{country}")
    return bool(local and local.territory == country) and (
        get_global("parent_exceptions").get(f"en_{country}") != AS_IN_EUROPE
    )
