"""E-mail addresses."""

from __future__ import annotations

import re
from typing import Any

from babel import Locale
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content_models.facts.kind import FactKind
from content_models.facts.language.characters import spell_address
from content_models.facts.language.numbers import LANGUAGES
from content_models.problem import Problem

LONGEST = 254
SCHEME = re.compile(r"^mailto:", re.IGNORECASE)
is_address = EmailValidator(allowlist=[])


class Email(FactKind):
    """An address as text; the host is kept in lower case, the name as it was written."""

    key = "email"
    label = gettext_lazy("E-mail address")
    formats = ("short", "long", "spoken", "uri")
    schema = {"type": "string", "format": "email", "maxLength": LONGEST}

    def check(self, value: Any) -> list[Problem]:
        if isinstance(value, str) and len(value) <= LONGEST + len("mailto:"):
            try:
                is_address(bare(value))
            except ValidationError:
                pass
            else:
                return []
        hint = _("Write it as name@example.org.")
        return [Problem("", _("%s is not an e-mail address.") % str(value)[:80], hint, "email")]

    def normalise(self, value: Any) -> Any:
        name, _at, host = bare(value).rpartition("@")
        return f"{name}@{host.lower()}"

    def as_short(self, value: Any, locale: Locale) -> str:
        return str(value)

    def as_spoken(self, value: Any, locale: Locale) -> str:
        """info apenstaartje voorbeeldstad punt n l"""
        return spell_address(value, locale.language) if locale.language in LANGUAGES else str(value)

    def as_uri(self, value: Any, locale: Locale) -> str:
        return f"mailto:{value}"


def bare(value: str) -> str:
    return SCHEME.sub("", value.strip())
