"""Postal addresses."""

from __future__ import annotations

import re
from typing import Any

from babel import Locale
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content_models.facts.kind import FactKind, check_shape, check_texts
from content_models.facts.language.numbers import LANGUAGES, digit_words, number_words
from content_models.facts.language.phrases import NBSP
from content_models.problem import Problem

DUTCH_POSTCODE = re.compile(r"([1-9][0-9]{3})\s?([A-Za-z]{2})")
NEVER_ISSUED = frozenset({"SA", "SD", "SS"})
PARTS = ("street", "number", "addition", "postcode", "city", "country")
NUMBER_FIRST = frozenset({"AU", "CA", "GB", "IE", "FR", "LU", "NZ", "US"})


class Address(FactKind):
    """{"street", "number", "addition"?, "postcode"?, "city", "country"?, "lines"?}.

    The country is ISO 3166 ("NL") and is shown only where it is filled in. `lines` replace street and number, for
    "Postbus 1", a building, or an address that fits no pattern.
    """

    key = "address"
    label = gettext_lazy("Address")
    schema = {
        "type": "object",
        "required": ["city"],
        "properties": {
            **{name: {"type": "string"} for name in PARTS},
            "lines": {"type": "array", "items": {"type": "string"}, "maxItems": 4},
        },
        "additionalProperties": False,
    }

    def check(self, value: Any) -> list[Problem]:
        problems = check_shape(value, required=("city",), optional=(*PARTS, "lines"))
        if problems or (problems := check_texts(value, PARTS)):
            return problems
        return [*check_lines(value), *check_country(value)]

    def normalise(self, value: Any) -> Any:
        kept = {name: " ".join(value[name].split()) for name in PARTS if value.get(name) and value[name].strip()}
        if "country" in kept:
            kept["country"] = kept["country"].upper()
        if "postcode" in kept:
            kept["postcode"] = postcode_text(kept["postcode"], kept.get("country", "NL"))
        lines = [" ".join(line.split()) for line in value.get("lines") or () if line.strip()]
        return {**kept, "lines": lines} if lines else kept

    def as_short(self, value: Any, locale: Locale) -> str:
        """Stationsstraat 12a, 1234 AB Voorbeeldstad"""
        return apart(", ".join([*street_lines(value), city_line(value)]), locale)

    def as_long(self, value: Any, locale: Locale) -> str:
        """The same on lines of its own, and the country in the reader's language."""
        country = [country_name(value["country"], locale)] if value.get("country") else []
        return "\n".join([*(apart(line, locale) for line in (*street_lines(value), city_line(value))), *country])

    def as_spoken(self, value: Any, locale: Locale) -> str:
        """Stationsstraat twaalf a, twaalf vierendertig A B, Voorbeeldstad"""
        language = locale.language
        if language not in LANGUAGES:
            return self.as_short(value, locale)
        street = [spoken_line(line, language) for line in value.get("lines") or ()] or [spoken_street(value, language)]
        postcode = [spoken_postcode(value["postcode"], language)] if value.get("postcode") else []
        return ", ".join(part for part in [*street, *postcode, value["city"]] if part)

    def also_found_by(self, value: Any) -> list[str]:
        return [value.get("postcode", "").replace(" ", "")]


def check_lines(value: Any) -> list[Problem]:
    """Return what is wrong with the lines, and whether there is anything before the city."""
    lines = value.get("lines") or []
    if not isinstance(lines, list) or len(lines) > 4 or not all(isinstance(line, str) for line in lines):
        return [Problem("lines", _("Write a list of at most four lines."), code="type")]
    if not lines and not (value.get("street") and value.get("number")):
        hint = _("An address without a street, such as a post box, goes in lines.")
        return [Problem("street", _("Write a street and a number."), hint, "required")]
    return []


def check_country(value: Any) -> list[Problem]:
    country = str(value.get("country") or "NL").strip().upper()
    if country not in Locale.parse("en").territories or len(country) != 2:
        hint = _("Write two letters, such as NL; leave it out for your own country.")
        return [Problem("country", _("%s is not a country.") % value["country"], hint, "country")]
    postcode = str(value.get("postcode") or "").strip()
    if value.get("country") and country == "NL" and postcode:
        found = DUTCH_POSTCODE.fullmatch(postcode)
        if not found or found[2].upper() in NEVER_ISSUED:
            return [
                Problem("postcode", _("%s is not a Dutch postcode.") % postcode, _("Write it as 1234 AB."), "postcode")
            ]
    return []


def postcode_text(postcode: str, country: str) -> str:
    found = DUTCH_POSTCODE.fullmatch(postcode)
    return f"{found[1]} {found[2].upper()}" if found and country == "NL" else postcode


def street_lines(value: Any) -> list[str]:
    """Return the lines before the city, the number where the country puts it."""
    if value.get("lines"):
        return list(value["lines"])
    number = value.get("number", "") + addition_text(value.get("addition", ""))
    parts = [value.get("street", ""), number]
    return [NBSP.join(reversed(parts) if value.get("country") in NUMBER_FIRST else parts)]


def addition_text(addition: str) -> str:
    """Return an addition as it follows a number: 12a, 12-2, 12 bis."""
    if not addition:
        return ""
    if addition[0].isdigit():
        return f"-{addition}"
    return addition if len(addition) == 1 else f"{NBSP}{addition}"


def city_line(value: Any) -> str:
    postcode = value.get("postcode", "").replace(" ", NBSP)
    if value.get("country") in {"GB", "IE"}:
        return f"{value['city']} {postcode}".strip()
    return f"{postcode} {value['city']}".strip()


def apart(line: str, locale: Locale) -> str:
    """Return a line that keeps its own direction: from the right a postcode would stand behind its town."""
    return f"\u2068{line}\u2069" if locale.character_order == "right-to-left" else line


def country_name(code: str, locale: Locale) -> str:
    return str(locale.territories.get(code, code))


def spoken_street(value: Any, language: str) -> str:
    number = value.get("number", "")
    words = number_words(int(number), language) if number.isdigit() and len(number) <= 6 else number
    return " ".join(part for part in (value.get("street", ""), words, value.get("addition", "")) if part)


def spoken_line(line: str, language: str) -> str:
    """Return a line with its numbers in words: Postbus honderdtweeënveertig; 007 and longer numbers by the digit."""
    return re.sub(r"(?<!\w)[0-9]+(?!\w)", lambda found: _number(found[0], language), line)


def _number(digits: str, language: str) -> str:
    whole = len(digits) <= 6 and not (digits[0] == "0" and len(digits) > 1)
    return number_words(int(digits), language) if whole else digit_words(digits, language)


def spoken_postcode(postcode: str, language: str) -> str:
    """Return a postcode in pairs and letters: twaalf vierendertig A B."""
    found = DUTCH_POSTCODE.fullmatch(postcode)
    if found:
        pairs = [found[1][:2], found[1][2:]]
        digits = [
            digit_words(pair, language) if pair[0] == "0" else number_words(int(pair), language) for pair in pairs
        ]
        return " ".join([*digits, *found[2]])
    return " ".join(
        digit_words(sign, language) if sign in "0123456789" else sign for sign in postcode if sign.isalnum()
    )
