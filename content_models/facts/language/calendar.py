"""Reading dates and moments, and writing days and times as people do in each language."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time

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
    if locale.language not in ("nl", "en"):
        return format_date(day, "long", locale=locale)
    return f"{spoken_day(day, locale)} {year_words(day.year, locale.language)}"


def spoken_day(day: date, locale: Locale) -> str:
    """Return a date in words without its year, which was said or follows: één maart; the first of March."""
    month = str(locale.months["format"]["wide"][day.month])
    if locale.language == "nl":
        return f"{number_words(day.day, 'nl')} {month}"
    if locale.language == "en":
        return f"the {ordinal_words(day.day)} of {month}"
    return format_skeleton("MMMMd", day, locale=locale)


def spoken_days(start: date, end: date, locale: Locale) -> str:
    """Return a first and a last day in words, with the year once where it is the same."""
    first = spoken_day if start.year == end.year else spoken_date
    return phrases(locale.language).through.format(first(start, locale), spoken_date(end, locale))


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
    """Return a time in words, all day long in one manner: acht uur dertig, zestien uur dertig; eight thirty a.m."""
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
