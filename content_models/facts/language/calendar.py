"""Reading dates and moments, and writing days and times as people do in each language."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from babel import Locale
from babel.dates import format_date, format_time

from content_models.facts.language.numbers import number_words, ordinal_words, year_words
from content_models.facts.language.phrases import NBSP, phrases

MIDNIGHT = 24 * 60


def read_date(value: Any) -> date | None:
    """Return the date of ISO 8601 text (2026-03-01), or None."""
    if not isinstance(value, str) or len(value.strip()) != len("2026-03-01"):
        return None
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        return None


def read_moment(value: Any) -> date | datetime | None:
    """Return a date or a moment with its offset; a moment without offset is none, for nobody would know when it is."""
    found = read_date(value)
    if found is not None or not isinstance(value, str):
        return found
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def spoken_date(day: date, locale: Locale) -> str:
    """Return a date in words: één maart tweeduizend zesentwintig; the first of March twenty twenty-six."""
    month = str(locale.months["format"]["wide"][day.month])
    if locale.language == "nl":
        return f"{number_words(day.day, 'nl')} {month} {year_words(day.year, 'nl')}"
    if locale.language == "en":
        return f"the {ordinal_words(day.day)} of {month} {year_words(day.year, 'en')}"
    return format_date(day, "long", locale=locale)


def clock(minutes: int, locale: Locale) -> str:
    """Return a time of day from minutes after midnight: 9.00 in Dutch, 9:00 AM in American English."""
    if locale.language == "nl":
        return f"{minutes // 60}.{minutes % 60:02d}"
    pattern = locale.time_formats["short"].pattern
    if minutes == MIDNIGHT and "H" in pattern:
        return "24:00"
    return format_time(time(minutes // 60 % 24, minutes % 60), "short", locale=locale)


def with_hour(text: str, locale: Locale) -> str:
    """Return a time with the word that Dutch puts after it."""
    word = phrases(locale.language).hour
    return f"{text}{NBSP}{word}" if word else text


def spoken_clock(minutes: int, locale: Locale) -> str:
    """Return a time in words: negen uur dertig; half past is left to people."""
    hours, rest = divmod(minutes, 60)
    if locale.language == "nl":
        return f"{number_words(hours, 'nl')} uur" + (f" {number_words(rest, 'nl')}" if rest else "")
    if locale.language == "en":
        return english_clock(hours, rest)
    return clock(minutes, locale)


def english_clock(hours: int, rest: int) -> str:
    if not rest and hours % 12 == 0:
        return "noon" if hours == 12 else "midnight"
    tail = "" if not rest else f" {'oh ' if rest < 10 else ''}{number_words(rest, 'en')}"
    return f"{number_words(hours % 12 or 12, 'en')}{tail} {'a.m.' if hours < 12 else 'p.m.'}"
