"""Decide which addresses a link may have.

An address that is not plainly http, https, mailto or tel is no link: the text stays, the link goes. What is let
through is percent-encoded so that it is valid in HTML, in Markdown and in a mail.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

Href = Callable[[Mapping[str, Any]], str | None]

_SAFE = "!#$%&'*+,-./:;=?@_~[]"
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_HIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_HOST = re.compile(r"[\w\-.]+|\[[0-9A-Fa-f:.]+\]")
_MAIL = re.compile(r"[^@\s?]+@[^@\s?]+(\?.*)?", re.DOTALL)
_PHONE = re.compile(r"\+?[0-9][0-9().\-]*(;[\w=+.\-]+)*")


def safe_href(address: object) -> str | None:
    """Return the address fit for a link, or None when it may not be one."""
    if not isinstance(address, str):
        return None
    address = address.strip()
    scheme, colon, rest = address.partition(":")
    scheme = scheme.lower()
    if scheme == "tel" and colon:
        number = re.sub(r"[\s\u00a0]+", "", rest)
        return f"tel:{number}" if _PHONE.fullmatch(number) else None
    if not colon or _HIDDEN.search(address):
        return None
    if scheme == "mailto":
        return f"mailto:{_encode(rest, '[]')}" if _MAIL.fullmatch(rest) else None
    return _web_address(scheme, address) if scheme in ("http", "https") else None


def _web_address(scheme: str, address: str) -> str | None:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    host = parts.netloc.rpartition("@")[2]
    host = host.removesuffix(f":{port}") if port is not None else host
    if not parts.hostname or "@" in parts.netloc or not _HOST.fullmatch(host) or "//" not in address[:8]:
        return None
    where = host if port is None else f"{host}:{port}"
    path = _encode(parts.path, "[]")
    query = f"?{_encode(parts.query, '[]')}" if parts.query else ""
    fragment = f"#{_encode(parts.fragment, '[]#')}" if parts.fragment else ""
    return f"{scheme}://{where}{path}{query}{fragment}"


def _encode(part: str, refused: str) -> str:
    kept = "".join(char for char in _SAFE if char not in refused)
    return quote(_LONE_PERCENT.sub("%25", part), safe=kept)
