"""Public holidays as days on which a place is closed: of the country whose time the hub keeps, or another."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from babel import Locale
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from content_models.facts.language.locales import country_of
from content_models.facts.week import DAYS


def library() -> Any:
    """Return the package `holidays`; to import it takes a while, and few processes need it."""
    import holidays  # noqa: PLC0415

    return holidays


def country_of_the_hub() -> str | None:
    """Return the country in whose time the hub lives, as ISO 3166-1 alpha-2; None where none can be told (UTC)."""
    country = country_of(settings.TIME_ZONE)
    return country if country in library().list_supported_countries() else None


def choices() -> list[tuple[str, str]]:
    """Return what can be filled in: the holidays of this year and of the next."""
    country = country_of_the_hub()
    if country is None:
        return []
    name = Locale.parse(get_language() or "en", sep="-").territories.get(country, country)
    this = timezone.localdate().year
    return [(f"{country}-{year}", f"{name}, {year}") for year in (this, this + 1)]


def closed_days(wanted: str, week: Mapping[str, Any], exceptions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return an exception for each holiday of `wanted` (`NL-2027`), each with its name in the languages of the hub.

    Left out: days that are closed in any week, and days for which something is said already.
    """
    country, _sep, year = wanted.partition("-")
    if country not in library().list_supported_countries() or not year.isdigit():
        return []
    names = names_of(country, int(year))
    said = [(str(one.get("date", "")), str(one.get("until") or one.get("date", ""))) for one in exceptions]
    return [
        {"date": day.isoformat(), "hours": [], "label": label}
        for day, label in sorted(names.items())
        if week.get(DAYS[day.weekday()]) and not any(first <= day.isoformat() <= last for first, last in said)
    ]


def names_of(country: str, year: int) -> dict[date, dict[str, str] | str]:
    """Return each holiday with its name per language of the hub; its name at home where none of these names it."""
    spoken = library().list_localized_countries().get(country, [])
    found: dict[date, dict[str, str]] = {}
    for locale in settings.HUB_LOCALES:
        language = next((one for one in spoken if one.split("_")[0] == locale.split("-")[0]), None)
        if language is not None:
            for day, name in library().country_holidays(country, years=year, language=language).items():
                found.setdefault(day, {})[locale] = name
    home = library().country_holidays(country).default_language
    at_home = library().country_holidays(country, years=year, language=home)
    return {day: found.get(day, name) for day, name in at_home.items()}
