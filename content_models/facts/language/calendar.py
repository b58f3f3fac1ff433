"""Reading dates and moments, and writing days and times as people do in each language."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from babel import Locale
from babel.dates import format_date, format_time

from content_models.facts.language.numbers import number_words, ordinal_words, year_words
from content_models.facts.language.phrases import NBSP, phrases

MIDNIGHT = 24 * 60
DUTCH_QUARTERS = {15: ("kwart over", 0), 30: ("half", 1), 45: ("kwart voor", 1)}


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


def written_moment(moment: datetime, locale: Locale, length: str = "long") -> str:
    """Return a day with its time of day: 24 december 2026, 15.00 uur; 24 December 2026, 15:00."""
    day, time = format_date(moment, length, locale=locale), written_time(moment, locale)
    return f"{day}{phrases(locale.language).comma}{time}"


def written_time(moment: datetime, locale: Locale) -> str:
    """Return a time of day as it stands by itself: 15.00 uur."""
    return with_hour(clock(moment.hour * 60 + moment.minute, locale), locale)


def clock(minutes: int, locale: Locale) -> str:
    """Return a time of day from minutes after midnight: 9.00 in Dutch; in English 09:00, in American 9:00 AM."""
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
    """Return a time in words: half negen, zestien uur dertig; half past eight is left to people."""
    hours, rest = divmod(minutes, 60)
    if locale.language == "nl":
        return dutch_clock(hours, rest)
    if locale.language == "en":
        return english_clock(hours, rest)
    return clock(minutes, locale)


def dutch_clock(hours: int, rest: int) -> str:
    """Return quarters as people say them up to one o'clock; in the afternoon they would be those of the morning."""
    if rest in DUTCH_QUARTERS and 0 < hours <= 12:
        said, later = DUTCH_QUARTERS[rest]
        return f"{said} {number_words((hours + later - 1) % 12 + 1, 'nl').replace('één', 'een')}"
    return f"{number_words(hours, 'nl')} uur" + (f" {number_words(rest, 'nl')}" if rest else "")


def english_clock(hours: int, rest: int) -> str:
    if not rest and hours % 12 == 0:
        return "noon" if hours == 12 else "midnight"
    tail = "" if not rest else f" {'oh ' if rest < 10 else ''}{number_words(rest, 'en')}"
    return f"{number_words(hours % 12 or 12, 'en')}{tail} {'a.m.' if hours < 12 else 'p.m.'}"
