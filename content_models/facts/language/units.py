"""Units with their plurals: those of CLDR through Babel, and a few that organisations count in and CLDR lacks.

Babel's own `format_unit` gives "8 duration-week" where a language keeps only an abbreviation; here the nearest pattern
of the language is taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.numbers import format_decimal

from content_models.facts.language.phrases import NBSP

OWN: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "working_day": {"nl": ("{0} werkdag", "{0} werkdagen"), "en": ("{0} working day", "{0} working days")},
    "person": {"nl": ("{0} persoon", "{0} personen"), "en": ("{0} person", "{0} people")},
    "household": {"nl": ("{0} huishouden", "{0} huishoudens"), "en": ("{0} household", "{0} households")},
    "piece": {"nl": ("{0} stuk", "{0} stuks"), "en": ("{0} piece", "{0} pieces")},
    "page": {"nl": ("{0} pagina", "{0} pagina\u2019s"), "en": ("{0} page", "{0} pages")},
    "time": {"nl": ("{0} keer", "{0} keer"), "en": ("{0} time", "{0} times")},
}
"""Unit -> language -> (singular, plural)."""

ARABIC: Mapping[str, tuple[str, str, str, str, str]] = {
    "working_day": ("يوم عمل", "يوما عمل", "{0} أيام عمل", "{0} يوم عمل", "{0} يوم عمل"),
    "person": ("شخص واحد", "شخصان", "{0} أشخاص", "{0} شخصًا", "{0} شخص"),
    "household": ("أسرة واحدة", "أسرتان", "{0} أسر", "{0} أسرة", "{0} أسرة"),
    "piece": ("قطعة واحدة", "قطعتان", "{0} قطع", "{0} قطعة", "{0} قطعة"),
    "page": ("صفحة واحدة", "صفحتان", "{0} صفحات", "{0} صفحة", "{0} صفحة"),
    "time": ("مرة واحدة", "مرتان", "{0} مرات", "{0} مرة", "{0} مرة"),
}
"""Unit -> one, two, few, many, and any other number: Arabic counts in these ways, as CLDR says."""

PLURALS = ("one", "two", "few", "many")


@lru_cache(maxsize=1)
def cldr_units() -> Mapping[str, str]:
    """Return the units that may be used, by their short name: week -> duration-week."""
    patterns = Locale.parse("en")._data["unit_patterns"]
    return {unit.partition("-")[2]: unit for unit in sorted(patterns)}


def find_unit(name: str) -> str | None:
    """Return the unit that is meant by its short or its whole name, by its short name."""
    bare = name.strip().lower().replace("_", "-")
    if bare.replace("-", "_") in OWN:
        return bare.replace("-", "_")
    if bare in cldr_units():
        return bare
    short = bare.partition("-")[2]
    return short if cldr_units().get(short) == bare else None


def is_spelt_out(name: str) -> bool:
    """Return whether a unit is written in full in running text: time and people are, kilograms are not."""
    return name in OWN or cldr_units().get(name, "").startswith("duration-")


def unit_text(number: Decimal, unit: str, length: str, locale: Locale, words: str = "") -> str:
    """Return a number (or `words` for it) with its unit, in a CLDR unit or one of OWN, "long" or "short"."""
    shown = words or format_decimal(number, locale=locale, decimal_quantization=False)
    pattern = own_pattern(number, unit, locale) if unit in OWN else cldr_pattern(number, unit, length, locale)
    text = pattern.replace("{0} ", "{0}" + NBSP) if not words else pattern
    return text.replace("{0}", shown)


def own_pattern(number: Decimal, unit: str, locale: Locale) -> str:
    if locale.language == "ar":
        plural = locale.plural_form(abs(number))
        return ARABIC[unit][PLURALS.index(plural) if plural in PLURALS else -1]
    one, many = OWN[unit].get(locale.language) or OWN[unit]["en"]
    return one if abs(number) == 1 else many


def cldr_pattern(number: Decimal, unit: str, length: str, locale: Locale) -> str:
    """Return the language's pattern for a plural, from the wanted length or else the nearest."""
    patterns: Mapping[str, Any] = locale._data["unit_patterns"].get(unit, {})
    for plural in (locale.plural_form(abs(number)), "other"):
        for size in (length, "short", "long", "narrow"):
            found = patterns.get(size, {}).get(plural)
            if isinstance(found, str):
                return found
    return "{0} " + unit.partition("-")[2]
