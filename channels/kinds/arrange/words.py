"""What a page says by itself, and how it writes dates and numbers, in the language of the item."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from html import escape
from pathlib import Path
from string import Formatter
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from django.utils.safestring import SafeString, mark_safe

from channels.kinds.read import mapping, text
from channels.portable_text import unbroken

RIGHT_TO_LEFT = {"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}
ARABIC_COMMA = {"comma": "، "}
WITH_ARABIC_COMMA = {"ckb", "fa", "ps", "sd", "ug", "ur"}
"""Languages without phrases of ours whose comma is that of the Arabic script."""

DEFAULT = "en"
NOTHING: Mapping[str, Any] = MappingProxyType({})
SHARED = Path(__file__).with_name("phrases.toml")

LARGEST = 10**15
"""Numbers from here on (and what is no number) are written as they are stored."""


@dataclass(frozen=True)
class Words:
    """The language of one page: its phrases, its direction and its formats."""

    locale: str
    phrases: Mapping[str, str]
    time_zone: ZoneInfo | None = None
    translated: bool = True
    """Whether the phrases are in the language of the page."""
    written_as: str = ""
    """The CLDR locale of dates, times and numbers, as the hub says it; else that of the language."""

    @property
    def direction(self) -> str:
        """Return the direction in which the language is written, `ltr` or `rtl`."""
        return "rtl" if _language(self.locale) in RIGHT_TO_LEFT else "ltr"

    @property
    def babel(self) -> Locale:
        """Return the language with its names of days and months; English when it has none."""
        return _babel(self.written_as or self.locale)

    @property
    def phrase_language(self) -> str:
        """Return the language of the phrases."""
        return self.locale if self.translated else DEFAULT

    def say(self, phrase: str, **values: object) -> str:
        """Return a phrase with its gaps filled."""
        return self.phrases[phrase].format(**values)

    def own(self, phrase: str, **values: object) -> str:
        """Return a phrase where the page has it in its own language, else nothing."""
        return self.say(phrase, **values) if self.translated else ""

    def foreign(self, locale: str) -> str:
        """Return what stands behind the name of something in another language: ` (Dutch)`; else nothing."""
        language = _language(locale)
        if language in ("", _language(self.locale)):
            return ""
        found = _babel(locale)
        return f" ({(found.language == language and found.get_display_name(self.babel)) or locale})"

    def boolean(self, value: object) -> str:
        """Return yes or no."""
        return self.phrases["yes" if value else "no"]

    def number(self, value: object) -> str:
        """Return a number as the language writes it."""
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return ""
        if not abs(value) < LARGEST:
            return str(value)
        return format_decimal(value, locale=self.babel)

    def date(self, value: object) -> SafeString:
        """Return an ISO date, or the day of an ISO moment, as a `time` element; anything else as empty."""
        day, shown = self.at(value), self.day(value)
        return _time(day.date().isoformat(), shown) if day else mark_safe("")

    def day(self, value: object) -> str:
        """Return an ISO date, or the day of an ISO moment, as the language writes it; anything else as empty."""
        day = self.at(value)
        return format_date(day, "long", locale=self.babel) if day else ""

    def plain_date(self, value: object) -> str:
        """Return an ISO date as the language writes it; anything else as empty."""
        return self.day(value) if isinstance(value, str) and len(value) == len("2026-01-01") else ""

    def moment(self, value: object) -> SafeString:
        """Return an ISO moment with its time of day as a `time` element; anything else as empty."""
        moment, shown = self.at(value), self.clock(value)
        return _time(moment.isoformat(timespec="minutes"), shown) if moment else mark_safe("")

    def clock(self, value: object) -> str:
        """Return an ISO moment with its time of day as the language writes it; anything else as empty."""
        if (moment := self.at(value)) is None:
            return ""
        time = format_time(moment, self.phrases["clock"], locale=self.babel)
        return f"{format_date(moment, 'long', locale=self.babel)}{self.phrases['comma']}{time}"

    def at(self, value: object) -> datetime | None:
        """Return an ISO date or moment as it is where the organisation is; None for anything else."""
        if not isinstance(value, str):
            return None
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            return None
        return moment.astimezone(self.time_zone) if moment.tzinfo and self.time_zone else moment


def words(locale: str, settings: Mapping[str, Any] = NOTHING, more: Path | None = None) -> Words:
    """Return the words of a locale; an unknown language gets the English phrases and its own formats if any.

    Of the settings of a channel `time_zone` and `written_as` count, and `phrases`: by language, phrases that stand
    instead of ours or are in a language that we do not have. `more` is a file with further phrases of a kind, in the
    same form.
    """
    language = _language(locale)
    phrases = _phrases(language, SHARED) | (_phrases(language, more) if more else {})
    phrases |= ARABIC_COMMA if language in WITH_ARABIC_COMMA else {}
    own = _own(mapping(settings.get("phrases")).get(language), phrases)
    is_known = language in _tables(SHARED)
    written_as = text(mapping(settings.get("written_as")).get(locale))
    return Words(locale, phrases | own, _zone(settings.get("time_zone")), is_known or bool(own), written_as)


def language_name(locale: str, names: Mapping[str, str]) -> str:
    """Return what a language calls itself: as the organisation writes it, or as Babel does."""
    if locale in names:
        return names[locale]
    own = _babel(locale)
    return (own.get_display_name(own) or locale) if own.language == _language(locale) else locale


def _time(machine: str, shown: str) -> SafeString:
    return mark_safe(f'<time datetime="{escape(machine)}">{escape(unbroken(shown))}</time>')  # noqa: S308 (escaped here)


def _language(locale: str) -> str:
    return locale.replace("_", "-").partition("-")[0].lower()


def _zone(name: object) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if isinstance(name, str) and name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


def _own(told: object, known: Mapping[str, str]) -> dict[str, str]:
    """Return the phrases of a channel that can stand instead of ours: those whose gaps we know how to fill."""
    return {
        key: said
        for key, said in mapping(told).items()
        if isinstance(said, str) and key in known and gaps(said) <= gaps(known[key])
    }


def gaps(phrase: str) -> set[str]:
    """Return the names of the gaps in a phrase; of one that cannot be filled what nobody fills."""
    try:
        return {name for _text, name, _form, _how in Formatter().parse(phrase) if name is not None}
    except ValueError:
        return {phrase}


@cache
def _babel(locale: str) -> Locale:
    try:
        return Locale.parse(locale.replace("_", "-"), sep="-")
    except (UnknownLocaleError, ValueError, TypeError):
        return Locale(DEFAULT)


@cache
def _tables(file: Path) -> dict[str, dict[str, str]]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


@cache
def _phrases(language: str, file: Path) -> dict[str, str]:
    tables = _tables(file)
    return {**tables[DEFAULT], **tables.get(language, {})}
