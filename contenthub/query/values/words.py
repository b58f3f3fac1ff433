"""Scalars as words in a locale: numbers, days, moments, yes and no."""

from datetime import date, datetime
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from django.utils import timezone, translation

from content_models.fields.choice import choice_label
from content_models.spec import FieldSpec


def number_words(value: Any, locale: str) -> str:
    return format_decimal(value, locale=babel_locale(locale))


def boolean_words(value: Any, locale: str) -> str:
    """Return “yes” or “no” from Django's own catalogue, which knows about a hundred languages."""
    with translation.override(locale):
        yes, no, _maybe = translation.gettext("yes,no,maybe").split(",")
    return yes if value else no


def date_words(value: Any, locale: str) -> str:
    try:
        return format_date(date.fromisoformat(value), "long", locale=babel_locale(locale))
    except (TypeError, ValueError):
        return str(value)


def datetime_words(value: Any, locale: str) -> str:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return str(value)
    zone: Any = timezone.get_default_timezone()
    return format_datetime(moment, "d MMMM y HH:mm", tzinfo=zone, locale=babel_locale(locale))


def choice_words(spec: FieldSpec, value: Any, locale: str) -> str:
    """Return the label of an option in a locale; an option that is gone keeps its key."""
    one = next((one for one in spec.options.get("choices") or () if one["value"] == value), {"value": str(value)})
    return str(choice_label(one, locale))


def babel_locale(code: str) -> Locale:
    for attempt in (code, code.split("-")[0]):
        try:
            return Locale.parse(attempt, sep="-")
        except (ValueError, UnknownLocaleError):
            continue
    return Locale("en")
