"""Percentages."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from babel import Locale
from babel.numbers import format_percent
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content_models.facts.kind import FactKind, plain_decimal, read_decimal
from content_models.facts.language.numbers import LANGUAGES, LARGEST, decimal_words
from content_models.facts.language.units import unit_text
from content_models.problem import Problem


class Percentage(FactKind):
    """ "21" or "5.9": decimal text, without the sign."""

    key = "percentage"
    label = gettext_lazy("Percentage")
    schema = {"type": "string", "pattern": r"^-?\d+(\.\d+)?$", "description": "Decimal text without the sign: 5.9"}

    def check(self, value: Any) -> list[Problem]:
        number = read_percentage(value)
        if number is None or abs(number) > LARGEST:
            return [Problem("", _("%s is not a percentage.") % str(value)[:80], _("Write a number: 5.9"), "percentage")]
        return []

    def normalise(self, value: Any) -> Any:
        return plain_decimal(read_percentage(value) or Decimal(0))

    def as_short(self, value: Any, locale: Locale) -> str:
        """5,9%"""
        return format_percent(Decimal(value) / 100, locale=locale, decimal_quantization=False)

    def as_long(self, value: Any, locale: Locale) -> str:
        """5,9 procent"""
        return unit_text(Decimal(value), "concentr-percent", "long", locale)

    def as_spoken(self, value: Any, locale: Locale) -> str:
        """vijf komma negen procent"""
        if locale.language not in LANGUAGES:
            return self.as_long(value, locale)
        return unit_text(
            Decimal(value), "concentr-percent", "long", locale, decimal_words(Decimal(value), locale.language)
        )


def read_percentage(value: Any) -> Decimal | None:
    return read_decimal(value.strip().removesuffix("%").strip() if isinstance(value, str) else value)
