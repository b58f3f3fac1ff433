"""Quantities: a number of weeks, kilograms, persons."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from babel import Locale
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content_models.facts.kind import FactKind, check_shape, plain_decimal, read_decimal
from content_models.facts.language.numbers import LANGUAGES, LARGEST, decimal_words
from content_models.facts.language.units import OWN, cldr_units, find_unit, is_spelt_out, unit_text
from content_models.problem import Problem


class Quantity(FactKind):
    """{"amount": "8", "unit": "week"}; units are those of CLDR and those of `units.OWN`, such as working_day."""

    key = "quantity"
    label = gettext_lazy("Quantity")
    formats = ("short", "long", "spoken", "abbreviated", "amount")
    schema = {
        "type": "object",
        "required": ["amount", "unit"],
        "properties": {
            "amount": {"type": "string", "description": "Decimal text: 2.5"},
            "unit": {
                "type": "string",
                "description": "day, week, month, hour, kilogram, meter, ..., working_day, person",
            },
        },
        "additionalProperties": False,
    }

    def check(self, value: Any) -> list[Problem]:
        problems = check_shape(value, required=("amount", "unit"))
        if problems:
            return problems
        amount = read_decimal(value["amount"])
        if amount is None or abs(amount) > LARGEST:
            message = _("%s is not a number.") % str(value["amount"])[:80]
            problems.append(Problem("amount", message, _("Write digits: 8 or 2.5"), "amount"))
        if not isinstance(value["unit"], str) or find_unit(value["unit"]) is None:
            hint = _("Use the English name in the singular: week, working_day, kilogram.")
            problems.append(Problem("unit", _("%s is not a unit.") % str(value["unit"])[:80], hint, "unit"))
        return problems

    def normalise(self, value: Any) -> Any:
        amount = plain_decimal(read_decimal(value["amount"]) or Decimal(0))
        return {"amount": amount, "unit": find_unit(value["unit"])}

    def as_short(self, value: Any, locale: Locale) -> str:
        """8 weken, 5 kg: as it stands in a sentence"""
        return written(value, "long" if is_spelt_out(value["unit"]) else "short", locale)

    def as_long(self, value: Any, locale: Locale) -> str:
        """8 weken, 5 kilogram"""
        return written(value, "long", locale)

    def as_spoken(self, value: Any, locale: Locale) -> str:
        """acht weken"""
        if locale.language not in LANGUAGES:
            return self.as_long(value, locale)
        return written(value, "long", locale, decimal_words(Decimal(value["amount"]), locale.language))

    def as_abbreviated(self, value: Any, locale: Locale) -> str:
        """8 wkn, 5 kg: for a table"""
        return written(value, "short", locale)

    def as_amount(self, value: Any, locale: Locale) -> str:
        """8: for a table whose heading says the unit"""
        return unit_text(Decimal(value["amount"]), "", "short", locale).strip()


def written(value: Any, length: str, locale: Locale, words: str = "") -> str:
    unit = value["unit"] if value["unit"] in OWN else cldr_units().get(value["unit"], value["unit"])
    return unit_text(Decimal(value["amount"]), unit, length, locale, words)
