"""Short text that holds in one language each: a name, a slogan, the legal form of an organisation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from babel import Locale
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content_models.facts.kind import FactKind, NoValue, check_texts, local_text
from content_models.problem import Problem

LONGEST = 500
LOCALE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")


class Text(FactKind):
    """{"nl": "…", "en": "…"}; in a language that is missing, the fact is unresolved."""

    key = "text"
    label = gettext_lazy("Short text")
    schema = {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": {"type": "string", "maxLength": LONGEST},
        "description": "Locale code to text",
    }

    def check(self, value: Any) -> list[Problem]:
        if not isinstance(value, Mapping) or not value:
            return [Problem("", _("Write a text for at least one language."), '{"nl": "…", "en": "…"}', "shape")]
        problems = [
            Problem(str(locale), _("%s is not a language.") % locale, _("Write its code: nl, en."), "locale")
            for locale in value
            if not isinstance(locale, str) or not LOCALE.fullmatch(locale)
        ]
        if problems or (problems := check_texts(value, value)):
            return problems
        problems = [
            Problem(locale, _("A text may have %s characters; use an item for more.") % LONGEST, code="length")
            for locale, text in value.items()
            if text and len(text) > LONGEST
        ]
        if not any(text and text.strip() for text in value.values()):
            problems.append(Problem("", _("Write a text for at least one language."), code="required"))
        return problems

    def normalise(self, value: Any) -> Any:
        return {locale: value[locale].strip() for locale in sorted(value) if value[locale] and value[locale].strip()}

    def format(self, value: Any, format: str = "short", locale: str = "en") -> str:
        """Return the text for a locale, the same in every format. Raises NoValue when there is none.

        The code itself counts here: a language that Babel does not know has texts like any other.
        """
        text = local_text(value, locale)
        if not text:
            raise NoValue(locale)
        return text

    def as_short(self, value: Any, locale: Locale) -> str:
        return self.format(value, "short", str(locale))
