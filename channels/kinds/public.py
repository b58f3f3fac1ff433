"""Where the public can read an item: the address that mail, print and the desk point to.

The setting `web_url` of a channel names the public site; without it the address of the channel itself counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from posixpath import splitext
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from channels.kinds.read import text
from channels.output import Asset, Context, Organisation
from channels.portable_text import safe_href


def site_url(context: Context) -> str:
    """Return the address of the public site without a slash at its end; empty when nobody told."""
    for candidate in (context.settings.get("web_url"), context.base_url, context.organisation.base_url):
        address = safe_href(candidate)
        if address and address.startswith("http"):
            return _ascii(address.partition("#")[0].partition("?")[0].rstrip("/"))
    return ""


def item_url(context: Context, item: Mapping[str, Any]) -> str:
    """Return the public address of an item; empty when it has none, or no page there."""
    base, locale, key = site_url(context), text(item.get("locale")), text(item.get("key"))
    if not base or not locale or not key or item.get("status") == "missing" or (locale, key) in context.unlisted:
        return ""
    return f"{base}/{quote(locale)}/{quote(key)}/"


def host(context: Context) -> str:
    """Return the host of the public site in ASCII; empty when there is none."""
    return urlsplit(site_url(context)).hostname or ""


def logo_asset(organisation: Organisation) -> Asset | None:
    """Return the logo as a file of the public site."""
    if not organisation.logo:
        return None
    suffix = splitext(organisation.logo)[1].lower()
    return Asset(organisation.logo, "original", f"assets/logo{suffix if suffix.isascii() else ''}")


def _ascii(address: str) -> str:
    """Return an address with its host as machines write it (IDNA); empty when it cannot be written so."""
    parts = urlsplit(address)
    try:
        return urlunsplit(parts._replace(netloc=parts.netloc.encode("idna").decode("ascii")))
    except UnicodeError:
        return ""
