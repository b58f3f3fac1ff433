"""Dates: a day on the calendar, without a time or a zone."""

from __future__ import annotations

from datetime import date
from typing import Any

from babel import Locale
from babel.dates import format_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content_models.facts.kind import FactKind
from content_models.facts.language.calendar import read_date, spoken_date
from content_models.problem import Problem


class Date(FactKind):
    """ "2026-03-01"."""

    key = "date"
    label = gettext_lazy("Date")
    formats = ("short", "long", "spoken", "full", "numeric")
    schema = {"type": "string", "format": "date"}

    def check(self, value: Any) -> list[Problem]:
        if read_date(value) is None:
            return [Problem("", _("%s is not a date.") % str(value)[:80], _("Write it as 2027-01-31."), "date")]
        return []

    def normalise(self, value: Any) -> Any:
        return str(read_date(value))

    def as_short(self, value: Any, locale: Locale) -> str:
        """1 mrt 2026"""
        return format_date(date.fromisoformat(value), "medium", locale=locale)

    def as_long(self, value: Any, locale: Locale) -> str:
        """1 maart 2026"""
        return format_date(date.fromisoformat(value), "long", locale=locale)

    def as_spoken(self, value: Any, locale: Locale) -> str:
        """één maart tweeduizend zesentwintig"""
        return spoken_date(date.fromisoformat(value), locale)

    def as_full(self, value: Any, locale: Locale) -> str:
        """zondag 1 maart 2026"""
        return format_date(date.fromisoformat(value), "full", locale=locale)

    def as_numeric(self, value: Any, locale: Locale) -> str:
        """01-03-2026: where there is no room; people of two countries may read it differently"""
        return format_date(date.fromisoformat(value), "short", locale=locale)

    def also_found_by(self, value: Any) -> list[str]:
        return [value]
