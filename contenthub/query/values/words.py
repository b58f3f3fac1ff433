"""Scalars as words in a locale: numbers, days, moments, yes and no."""

from datetime import UTC, date, datetime
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils import timezone, translation

from content_models.facts.language.calendar import written_moment
from content_models.facts.language.locales import read_locale
from content_models.fields.choice import choice_label
from content_models.spec import FieldSpec


def number_words(value: Any, locale: str) -> str:
    return format_decimal(value, locale=read_locale(locale))


def boolean_words(value: Any, locale: str) -> str:
    """Return “yes” or “no” from Django's own catalogue, which knows about a hundred languages."""
    with translation.override(locale):
        yes, no, _maybe = translation.gettext("yes,no,maybe").split(",")
    return yes if value else no


def date_words(value: Any, locale: str) -> str:
    try:
        return format_date(date.fromisoformat(value), "long", locale=read_locale(locale))
    except (TypeError, ValueError):
        return str(value)


def datetime_words(value: Any, locale: str) -> str:
    """Return a moment as the language writes it, with the clock of opening hours."""
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return str(value)
    known = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return written_moment(known.astimezone(timezone.get_default_timezone()), read_locale(locale))


def choice_words(spec: FieldSpec, value: Any, locale: str) -> str:
    """Return the label of an option in a locale; an option that is gone keeps its key."""
    one = next((one for one in spec.options.get("choices") or () if one["value"] == value), {"value": str(value)})
    return str(choice_label(one, locale))
