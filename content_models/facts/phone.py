"""Phone numbers: E.164 where one can dial it from anywhere, else the number as it is dialled in its country."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import phonenumbers
from babel import Locale
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

from content_models.facts.kind import FactKind, check_shape, check_texts
from content_models.facts.language.numbers import LANGUAGES, digit_words, number_words
from content_models.facts.language.phrases import NBSP, phrases
from content_models.problem import Problem

HOME_ONLY = frozenset({PhoneNumberType.TOLL_FREE, PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST})
"""Types that other countries cannot dial, whatever the numbering plan says."""

SHORT_LENGTH = 6
"""Digits of a number that can only be dialled in its own country: 112, 116111, the Dutch 14 0123."""


class Phone(FactKind):
    """{"number": "+31141234567", "extension"?: "12", "label"?: text}; a short number has a "region" as well."""

    key = "phone"
    label = gettext_lazy("Phone number")
    formats = ("short", "long", "spoken", "uri", "spoken_long")
    spoken_as = {"long": "spoken_long"}
    schema = {
        "type": "object",
        "required": ["number"],
        "properties": {
            "number": {"type": "string", "description": "E.164, or the digits of a short public number"},
            "region": {"type": "string", "pattern": "^[A-Z]{2}$", "description": "Of a short number: NL"},
            "extension": {"type": "string", "pattern": "^[0-9]{1,8}$"},
            "label": {"type": "string", "description": "For editors"},
        },
        "additionalProperties": False,
    }

    def check(self, value: Any) -> list[Problem]:
        problems = check_shape(value, required=("number",), optional=("region", "extension", "label"))
        if problems or (problems := check_texts(value, ("number", "region", "extension", "label"))):
            return problems
        number = read_number(value)
        if number is None:
            hint = _("Write it with its country, +31 14 123 4567, or give the region of a short number: NL.")
            return [Problem("number", _("%s is not a phone number.") % value["number"], hint, "phone")]
        extension = str(value.get("extension") or "")
        if extension and not (extension.isascii() and extension.isdigit() and len(extension) <= 8):
            return [Problem("extension", _("An extension has digits only, eight at most."), code="extension")]
        return []

    def normalise(self, value: Any) -> Any:
        number = read_number(value)
        assert number is not None  # noqa: S101 - a value without problems
        kept = {name: value[name].strip() for name in ("extension", "label") if value.get(name)}
        if is_short(number):
            region = str(value.get("region") or phonenumbers.region_code_for_country_code(number.country_code or 0))
            return {"number": str(number.national_number), "region": region.upper(), **kept}
        return {"number": phonenumbers.format_number(number, PhoneNumberFormat.E164), **kept}

    def as_short(self, value: Any, locale: Locale) -> str:
        """014 123 4567: as it is dialled in its own country."""
        return written(value, PhoneNumberFormat.NATIONAL, locale)

    def as_long(self, value: Any, locale: Locale) -> str:
        """+31 14 123 4567: as it is dialled from anywhere; a number that cannot be, as in its country."""
        return written(
            value, PhoneNumberFormat.INTERNATIONAL if is_abroad(value) else PhoneNumberFormat.NATIONAL, locale
        )

    def as_spoken(self, value: Any, locale: Locale) -> str:
        """nul één vier, één twee drie, vier vijf zes zeven: digits in groups, with a pause between groups."""
        if locale.language not in LANGUAGES:
            return self.as_short(value, locale)
        head, *tail = in_groups(national(value).replace("-", " ").split())
        is_service = "region" in value and len(head) == 2 and bool(tail)
        first = number_words(int(head), locale.language) if is_service else digit_words(head, locale.language)
        return said([first, *(digit_words(group, locale.language) for group in tail)], value, locale)

    def as_spoken_long(self, value: Any, locale: Locale) -> str:
        """plus drie één, één vier, één twee drie, vier vijf zes zeven: what `long` writes, said the same way."""
        if locale.language not in LANGUAGES:
            return self.as_long(value, locale)
        number = read_number(value)
        if number is None or not is_abroad(value):
            return self.as_spoken(value, locale)
        written = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
        code, *rest = in_groups(written.replace("-", " ").split())
        groups = [digit_words(group, locale.language) for group in (code, *rest)]
        return said([f"plus {groups[0]}", *groups[1:]], value, locale)

    def as_uri(self, value: Any, locale: Locale) -> str:
        """tel:+31141234567 (RFC 3966)"""
        return f"tel:{value['number']}" + (f";ext={value['extension']}" if value.get("extension") else "")

    def also_found_by(self, value: Any) -> list[str]:
        return [value["number"], "".join(national(value).split())]


def read_number(value: Mapping[str, Any]) -> PhoneNumber | None:
    """Return the number, or None when nobody could dial it."""
    region = str(value.get("region") or "").upper() or None
    try:
        number = phonenumbers.parse(str(value["number"]), region)
    except phonenumbers.NumberParseException:
        return None
    number.extension = None
    if phonenumbers.is_possible_number(number) and not is_short(number):
        return number
    possible = phonenumbers.is_possible_number(number) or phonenumbers.is_possible_short_number(number)
    return number if is_short(number) and possible else None


def is_short(number: PhoneNumber) -> bool:
    return len(str(number.national_number)) <= SHORT_LENGTH


def is_abroad(value: Mapping[str, Any]) -> bool:
    """Return whether a number can be dialled from other countries."""
    number = read_number(value)
    if number is None or is_short(number) or phonenumbers.number_type(number) in HOME_ONLY:
        return False
    return phonenumbers.can_be_internationally_dialled(number)


def national(value: Mapping[str, Any]) -> str:
    number = read_number(value)
    return phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL) if number else str(value["number"])


def written(value: Mapping[str, Any], form: int, locale: Locale) -> str:
    number = read_number(value)
    text = phonenumbers.format_number(number, form) if number else str(value["number"])
    if locale.character_order == "right-to-left":
        text = f"\u2066{text}\u2069"
    if value.get("extension"):
        text = f"{text} {phrases(locale.language).extension} {value['extension']}"
    return text.replace(" ", NBSP)


def said(groups: list[str], value: Mapping[str, Any], locale: Locale) -> str:
    """Return groups of digits with a pause between them, and the extension if there is one."""
    if extension := value.get("extension"):
        groups = [*groups, f"{phrases(locale.language).extension} {digit_words(extension, locale.language)}"]
    return ", ".join(groups)


def in_groups(groups: list[str]) -> list[str]:
    """Return groups of at most four digits; longer ones are said in pairs."""
    parts = []
    for group in groups:
        digits = "".join(filter(str.isdigit, group))
        size = len(digits) if len(digits) <= 4 else 2
        parts += [digits[start : start + size] for start in range(0, len(digits), size or 1)]
    return parts
