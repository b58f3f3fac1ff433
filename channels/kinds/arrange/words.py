"""What a page says by itself, and how it writes dates and numbers, in the language of the item."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from html import escape
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from django.utils.safestring import SafeString, mark_safe

RIGHT_TO_LEFT = {"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}
DEFAULT = "en"
SHARED = Path(__file__).with_name("phrases.toml")

LARGEST = 10**15
"""Numbers from here on (and what is no number) are written as they are stored."""


@dataclass(frozen=True)
class Words:
    """The language of one page: its phrases, its direction and its formats."""

    locale: str
    phrases: Mapping[str, str]
    time_zone: ZoneInfo | None = None

    @property
    def direction(self) -> str:
        """Return the direction in which the language is written, `ltr` or `rtl`."""
        return "rtl" if _language(self.locale) in RIGHT_TO_LEFT else "ltr"

    @property
    def babel(self) -> Locale:
        """Return the language with its names of days and months; English when it has none."""
        return _babel(self.locale)

    @property
    def translated(self) -> bool:
        """Tell whether the phrases are in the language of the page."""
        return _language(self.locale) in _tables(SHARED)

    @property
    def phrase_language(self) -> str:
        """Return the language of the phrases."""
        return self.locale if self.translated else DEFAULT

    def say(self, phrase: str, **values: object) -> str:
        """Return a phrase with its gaps filled."""
        return self.phrases[phrase].format(**values)

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
        day, shown = self._moment(value), self.day(value)
        return _time(day.date().isoformat(), shown) if day else mark_safe("")

    def day(self, value: object) -> str:
        """Return an ISO date, or the day of an ISO moment, as the language writes it; anything else as empty."""
        day = self._moment(value)
        return format_date(day, "long", locale=self.babel) if day else ""

    def plain_date(self, value: object) -> str:
        """Return an ISO date as the language writes it; anything else as empty."""
        return self.day(value) if isinstance(value, str) and len(value) == len("2026-01-01") else ""

    def moment(self, value: object) -> SafeString:
        """Return an ISO moment with its time of day as a `time` element; anything else as empty."""
        moment, shown = self._moment(value), self.clock(value)
        return _time(moment.isoformat(timespec="minutes"), shown) if moment else mark_safe("")

    def clock(self, value: object) -> str:
        """Return an ISO moment with its time of day as the language writes it; anything else as empty."""
        moment, locale = self._moment(value), self.babel
        if moment is None:
            return ""
        return f"{format_date(moment, 'long', locale=locale)}, {format_time(moment, 'short', locale=locale)}"

    def _moment(self, value: object) -> datetime | None:
        if not isinstance(value, str):
            return None
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            return None
        return moment.astimezone(self.time_zone) if moment.tzinfo and self.time_zone else moment


def words(locale: str, time_zone: object = None, more: Path | None = None) -> Words:
    """Return the words of a locale; an unknown language gets the English phrases and its own formats if any.

    `more` is a file with further phrases of a kind, in the same form as the shared ones.
    """
    zone = None
    if isinstance(time_zone, str) and time_zone:
        try:
            zone = ZoneInfo(time_zone)
        except (ZoneInfoNotFoundError, ValueError):
            zone = None
    language = _language(locale)
    phrases = _phrases(language, SHARED) | (_phrases(language, more) if more else {})
    return Words(locale, phrases, zone)


def language_name(locale: str, names: Mapping[str, str]) -> str:
    """Return what a language calls itself: as the organisation writes it, or as Babel does."""
    if locale in names:
        return names[locale]
    own = _babel(locale)
    return (own.get_display_name(own) or locale) if own.language == _language(locale) else locale


def _time(machine: str, shown: str) -> SafeString:
    return mark_safe(f'<time datetime="{escape(machine)}">{escape(shown)}</time>')  # noqa: S308 (escaped here)


def _language(locale: str) -> str:
    return locale.replace("_", "-").partition("-")[0].lower()


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
