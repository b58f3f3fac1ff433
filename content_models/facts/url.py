"""Web addresses: https or http, without secrets in them."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import SplitResult, urlsplit, urlunsplit

from babel import Locale
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content_models.facts.kind import FactKind, check_shape, check_texts
from content_models.facts.language.characters import spell_address
from content_models.facts.language.numbers import LANGUAGES
from content_models.problem import Problem

LONGEST = 2000
HOST = re.compile(r"(?!-)[\w-]{1,63}(?<!-)(\.(?!-)[\w-]{1,63}(?<!-))+", re.UNICODE)
UNSAFE = re.compile('[\\s\x00-\x20\x7f<>"\\\\^`{|}]')


class Url(FactKind):
    """{"href": "https://…", "text"?: what to show instead}; a host may have letters of any script."""

    key = "url"
    label = gettext_lazy("Web address")
    formats = ("short", "long", "spoken", "uri")
    schema = {
        "type": "object",
        "required": ["href"],
        "properties": {
            "href": {"type": "string", "format": "iri", "pattern": "^https?://", "maxLength": LONGEST},
            "text": {"type": "string", "description": "Shown in the short format instead of the address"},
        },
        "additionalProperties": False,
    }

    def check(self, value: Any) -> list[Problem]:
        problems = check_shape(value, required=("href",), optional=("text",))
        if problems or (problems := check_texts(value, ("href", "text"))):
            return problems
        parts = read_address(value["href"])
        if parts is None:
            hint = _("Write the whole address: https://www.example.org/page")
            return [Problem("href", _("%s is not a web address.") % value["href"][:80], hint, "url")]
        if parts.username is not None or parts.password is not None:
            return [Problem("href", _("An address may not hold a name or password."), code="credentials")]
        return []

    def normalise(self, value: Any) -> Any:
        parts = urlsplit(value["href"].strip())
        href = urlunsplit(
            parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower(), path=parts.path or "/")
        )
        return {"href": href, **({"text": value["text"].strip()} if value.get("text") else {})}

    def as_short(self, value: Any, locale: Locale) -> str:
        """voorbeeldstad.nl/verhuizen: the text, else the address as people type it"""
        return str(value.get("text") or typed(value["href"]))

    def as_long(self, value: Any, locale: Locale) -> str:
        return str(value["href"])

    def as_spoken(self, value: Any, locale: Locale) -> str:
        """voorbeeldstad punt n l slash verhuizen"""
        address = typed(value["href"])
        return spell_address(address, locale.language) if locale.language in LANGUAGES else address

    def as_uri(self, value: Any, locale: Locale) -> str:
        return str(value["href"])


def read_address(raw: str) -> SplitResult | None:
    """Return the parts of an address that a browser can open, or None."""
    if UNSAFE.search(raw.strip()) or len(raw) > LONGEST:
        return None
    try:
        parts = urlsplit(raw.strip())
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return None
    return parts if parts.scheme.lower() in {"http", "https"} and HOST.fullmatch(host) else None


def typed(href: str) -> str:
    """Return an address without what nobody types: scheme, www, and the last slash."""
    return href.partition("://")[2].removeprefix("www.").removesuffix("/")
