"""Addresses of the net read aloud: "info at voorbeeldstad dot n l"."""

from __future__ import annotations

import re

from content_models.facts.language.phrases import phrases

PART = re.compile(r"[@./_-]|[^@./_-]+")


def spell_address(address: str, language: str) -> str:
    """Return an e-mail or web address with its signs in words; a last part of two letters is spelt."""
    words = phrases(language)
    names = {"@": words.at, ".": words.dot, "/": words.slash, "_": words.underscore, "-": words.dash}
    spelt = []
    parts = PART.findall(address)
    for position, part in enumerate(parts):
        after_dot = position > 0 and parts[position - 1] == "."
        spelt.append(" ".join(part) if after_dot and len(part) == 2 and part.isalpha() else names.get(part, part))
    return " ".join(spelt)
