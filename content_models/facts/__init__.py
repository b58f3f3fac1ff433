"""The fact kinds: what a value may be, how it is stored, and how it is written in each language.

One file per kind; this index is the only place that lists them. Every kind answers, without database or clock:

    check(value)                   what is wrong with a value someone gave
    normalise(value)               the canonical JSON of a value without problems
    format(value, format, locale)  the text, in one of `kind.formats`; the first three are short, long and spoken
    search_text(value, locales)    the words by which people find it
    schema                         the JSON value, described as JSON Schema

Typography: no line may break inside a value that is read as one word. A no-break space (U+00A0) stands between
currency and amount, number and unit, street and number, the groups of a phone number, the halves of a Dutch postcode,
and time and "uur". In a language written from right to left a phone number is isolated (U+2066, U+2069), or its groups
would be shown in reverse.
"""

from __future__ import annotations

from content_models.facts.address import Address
from content_models.facts.date import Date
from content_models.facts.email import Email
from content_models.facts.kind import FactKind, NoValue
from content_models.facts.money import Money
from content_models.facts.opening_hours import OpeningHours
from content_models.facts.percentage import Percentage
from content_models.facts.period import Period
from content_models.facts.phone import Phone
from content_models.facts.quantity import Quantity
from content_models.facts.text import Text
from content_models.facts.url import Url

__all__ = ["FactKind", "NoValue", "fact_kind", "fact_kinds"]

KINDS: dict[str, FactKind] = {
    kind.key: kind
    for kind in (
        Money(),
        Phone(),
        Email(),
        Address(),
        OpeningHours(),
        Date(),
        Period(),
        Percentage(),
        Quantity(),
        Url(),
        Text(),
    )
}


def fact_kind(key: str) -> FactKind:
    """Return a kind. Raises KeyError that lists what there is."""
    try:
        return KINDS[key]
    except KeyError:
        raise KeyError(f"There is no fact kind {key!r}; there are {', '.join(KINDS)}.") from None


def fact_kinds() -> tuple[FactKind, ...]:
    """Return all kinds, the most used first."""
    return tuple(KINDS.values())
