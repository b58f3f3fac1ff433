"""Money: an amount in a currency, kept as decimal text so that no cent is ever rounded away."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from babel import Locale
from babel.numbers import format_currency, format_decimal, get_currency_precision, is_currency
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content_models.facts.kind import FactKind, check_shape, read_decimal
from content_models.facts.language.numbers import LARGEST, MINUS, decimal_words, number_words
from content_models.facts.language.phrases import NBSP, phrases
from content_models.problem import Problem

CENTS = {
    "nl": {"EUR": ("cent", "cent"), "USD": ("cent", "cent"), "GBP": ("penny", "pence")},
    "en": {"EUR": ("cent", "cents"), "USD": ("cent", "cents"), "GBP": ("penny", "pence")},
}


class Money(FactKind):
    """{"amount": "16.60", "currency": "EUR"}; an amount of nothing is free."""

    key = "money"
    label = gettext_lazy("Amount of money")
    formats = ("short", "long", "spoken", "amount")
    schema = {
        "type": "object",
        "required": ["amount", "currency"],
        "properties": {
            "amount": {"type": "string", "description": "Decimal text with the decimals of the currency: 16.60"},
            "currency": {"type": "string", "pattern": "^[A-Z]{3}$", "description": "ISO 4217: EUR"},
        },
        "additionalProperties": False,
    }

    def check(self, value: Any) -> list[Problem]:
        problems = check_shape(value, required=("amount", "currency"))
        if problems:
            return problems
        currency = currency_of(value)
        if not is_currency(currency):
            hint = _("Write three letters, such as EUR.")
            return [Problem("currency", _("%s is not a currency.") % value["currency"], hint, "currency")]
        amount = read_decimal(value["amount"])
        if amount is None or abs(amount) > LARGEST:
            hint = _("Write it without thousands separator or currency sign: 16.60")
            return [Problem("amount", _("%s is not an amount.") % value["amount"], hint, "amount")]
        precision = get_currency_precision(currency)
        if amount != amount.quantize(Decimal(1).scaleb(-precision)):
            message = _("An amount in %(currency)s has at most %(precision)s decimals.")
            return [Problem("amount", message % {"currency": currency, "precision": precision}, code="decimals")]
        return []

    def normalise(self, value: Any) -> Any:
        currency, amount = currency_of(value), read_decimal(value["amount"]) or Decimal(0)
        exact = abs(amount) if amount == 0 else amount
        return {"amount": f"{exact:.{get_currency_precision(currency)}f}", "currency": currency}

    def as_short(self, value: Any, locale: Locale) -> str:
        """€ 16,60"""
        return format_currency(Decimal(value["amount"]), value["currency"], locale=locale)

    def as_long(self, value: Any, locale: Locale) -> str:
        """16,60 euro; 16 euro; gratis"""
        amount = Decimal(value["amount"])
        free = phrases(locale.language).free
        if amount == 0 and free:
            return free
        whole = amount == amount.to_integral_value()
        pattern = "#,##0" if whole else None
        text = format_currency(
            amount, value["currency"], pattern, locale=locale, format_type="name", currency_digits=not whole
        )
        return unbroken(text)

    def as_spoken(self, value: Any, locale: Locale) -> str:
        """zestien euro zestig; sixteen euros and sixty cents"""
        amount, currency, language = Decimal(value["amount"]), value["currency"], locale.language
        if amount == 0 or language not in CENTS:
            return self.as_long(value, locale)
        size = 10 ** get_currency_precision(currency)
        whole, cents = divmod(int(abs(amount) * size), size)
        if cents and currency not in CENTS[language]:
            words = f"{decimal_words(abs(amount), language)} {currency_name(amount, currency, locale)}"
        else:
            words = with_cents(whole, cents, currency, locale)
        return f"{MINUS[language]} {words}" if amount < 0 else words

    def as_amount(self, value: Any, locale: Locale) -> str:
        """16,60: for a table whose heading says the currency."""
        amount = Decimal(value["amount"])
        precision = get_currency_precision(value["currency"])
        return format_decimal(amount, f"#,##0.{'0' * precision}" if precision else "#,##0", locale=locale)

    def also_found_by(self, value: Any) -> list[str]:
        return [value["amount"], value["amount"].replace(".", ",")]


def currency_of(value: Mapping[str, Any]) -> str:
    return str(value["currency"]).strip().upper()


def unbroken(text: str) -> str:
    """Return an amount with its currency that no line break separates; the words of a long name may part."""
    return text.replace(" ", NBSP, 1)


def currency_name(amount: Decimal, currency: str, locale: Locale) -> str:
    """Return the name of a currency in the plural that goes with the amount."""
    text = format_currency(abs(amount), currency, "0", locale=locale, format_type="name", currency_digits=False)
    return text.lstrip("0123456789").strip()


def with_cents(whole: int, cents: int, currency: str, locale: Locale) -> str:
    """Return an amount as it is said at a till."""
    language = locale.language
    units = f"{number_words(whole, language)} {currency_name(Decimal(whole), currency, locale)}"
    if not cents:
        return units
    one, many = CENTS[language][currency]
    coins = f"{number_words(cents, language)} {one if cents == 1 else many}"
    if not whole:
        return coins
    return f"{units} {number_words(cents, language)}" if language == "nl" else f"{units} and {coins}"
