"""What every fact kind answers, and the parts that kinds share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from babel import Locale
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from content_models.facts.language.locales import nearest, read_locale
from content_models.problem import Problem

DECIMAL = re.compile(r"[-+]?\d{1,15}([.,]\d{1,10})?")
FORMATS = ("short", "long", "spoken")


class NoValue(LookupError):
    """The fact says nothing in this language: where it is used, it is unresolved."""


class FactKind:
    """A kind of fact. A subclass writes each of its formats in a method `as_<format>(value, locale)`."""

    key: ClassVar[str]
    label: ClassVar[str | Promise]
    formats: ClassVar[tuple[str, ...]] = FORMATS
    spoken_as: ClassVar[Mapping[str, str]] = {}
    """The format in which a value is said, by the format in which it is written; "spoken" for the others."""

    schema: ClassVar[Mapping[str, Any]]

    def check(self, value: Any) -> list[Problem]:
        """Return what is wrong with a value, normalised or as someone typed it; paths are relative to the value."""
        raise NotImplementedError

    def normalise(self, value: Any) -> Any:
        """Return the canonical JSON of a value without problems. Normalising twice changes nothing."""
        return value

    def format(self, value: Any, format: str = "short", locale: str = "en") -> str:
        """Return a normalised value as text; an unknown format is the short one, an unknown locale falls back.

        Raises NoValue when there is nothing to say in this language.
        """
        way = getattr(self, f"as_{format}" if format in self.formats else "as_short")
        return str(way(value, read_locale(locale)))

    def search_text(self, value: Any, locales: Iterable[str]) -> str:
        """Return the texts by which people may look for a value, in these locales."""
        return joined([*self.texts(value, locales), *self.also_found_by(value)])

    def texts(self, value: Any, locales: Iterable[str]) -> list[str]:
        found = []
        for locale in locales:
            for form in ("short", "long"):
                try:
                    found.append(self.format(value, form, locale))
                except NoValue:
                    continue
        return found

    def also_found_by(self, value: Any) -> list[str]:
        """Other ways to write a value, such as a phone number without spaces."""
        return []

    def as_short(self, value: Any, locale: Locale) -> str:
        raise NotImplementedError

    def as_long(self, value: Any, locale: Locale) -> str:
        return self.as_short(value, locale)

    def as_spoken(self, value: Any, locale: Locale) -> str:
        return self.as_long(value, locale)


def joined(texts: Sequence[str]) -> str:
    """Return the different texts on a line, with plain spaces."""
    return " ".join(dict.fromkeys(" ".join(text.split()) for text in texts if text))


def check_shape(value: Any, *, required: Sequence[str], optional: Sequence[str] = ()) -> list[Problem]:
    """Return what is wrong with the members of an object: missing, unknown, or the value is no object at all."""
    if not isinstance(value, Mapping):
        return [Problem("", _("Write an object with %s.") % ", ".join(required), code="shape")]
    missing = [Problem(name, _("This is missing."), code="required") for name in required if is_empty(value.get(name))]
    known = {*required, *optional}
    unknown = [
        Problem(
            str(name), _("This is not known here."), _("Known are %s.") % ", ".join([*required, *optional]), "unknown"
        )
        for name in value
        if name not in known
    ]
    return missing + unknown


def is_empty(value: Any) -> bool:
    return value is None or value == "" or value == [] or (isinstance(value, str) and not value.strip())


def check_texts(value: Mapping[str, Any], names: Iterable[str]) -> list[Problem]:
    """Return a problem for each of these members that is there and is no line of text."""
    return [
        Problem(name, _("Write text on one line."), code="type")
        for name in names
        if value.get(name) is not None and (not isinstance(value[name], str) or "\n" in value[name])
    ]


def read_decimal(raw: Any) -> Decimal | None:
    """Return the number someone meant, with a decimal point or comma; None when that is not clear."""
    if isinstance(raw, bool) or not isinstance(raw, (str, int, float, Decimal)):
        return None
    text = str(raw).strip()
    if not DECIMAL.fullmatch(text):
        return None
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:  # pragma: no cover - the pattern leaves no such text
        return None


def plain_decimal(number: Decimal) -> str:
    """Return a number without exponent or trailing zeros: "21", "2.5", "0"."""
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def local_text(value: Any, code: str) -> str:
    """Return the text for a locale out of {locale: text}, or a text that holds for all; "" when there is none.

    A text for the language holds in its regions and scripts; a text for another language never does.
    """
    if isinstance(value, str):
        return value
    if not isinstance(value, Mapping):
        return ""
    by_code = {plain_code(str(name)): str(text) for name, text in value.items() if text}
    return next((by_code[name] for name in codes_of(code) if name in by_code), "")


def codes_of(code: str) -> list[str]:
    """Return a locale and what it is part of, nearest first: zh-TW gives zh_hant_tw, zh_hant, zh_tw, zh."""
    known = plain_code(str(nearest(code)))
    same = [known] if known.split("_")[0] == plain_code(code).split("_")[0] else []
    found = [name.split("_") for name in (plain_code(code), *same)]
    codes = ["_".join(parts[:length]) for parts in found for length in range(len(parts), 0, -1)]
    return sorted(codes, key=len, reverse=True)


def plain_code(code: str) -> str:
    return code.replace("-", "_").lower()
