"""Where a fact leads: to a phone, to a letter box, to a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from channels.kinds.read import mapping, text


def fact_address(value: Mapping[str, Any]) -> str | None:
    """Return where a fact leads: a phone number, an e-mail address or a web address."""
    kind, raw = value.get("kind"), value.get("value")
    whole = mapping(raw)
    if kind == "phone":
        number, extension = text(whole.get("number") or raw), text(whole.get("extension"))
        return f"tel:{number}" + (f";ext={extension}" if extension else "") if number else None
    if kind == "email":
        return f"mailto:{text(raw)}"
    return text(whole.get("href") or raw) if kind == "url" else None
