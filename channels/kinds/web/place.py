"""Where pages stand, and how one page points to another.

All addresses inside the site are relative and name the file, so that the folder works from any path, from a
plain file server and from disk.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlsplit

from channels.kinds.read import text

STYLE = "assets/site.css"
ICON = "assets/icon.svg"
ROOT = "index.html"
MISSING = "404.html"
SEARCHER = "assets/search.js"
FINDER = "find.js"
"""The template that a script for a list to search begins with."""


def item_path(locale: str, key: str) -> str:
    """Return the path of an item's page."""
    return f"{locale}/{key}/index.html"


def twin_of(path: str) -> str:
    """Return the path of a page's Markdown twin."""
    return path.removesuffix(".html") + ".md"


def search_path(locale: str) -> str:
    """Return the path of a locale's search page."""
    return f"{locale}/search.html"


def home_path(locale: str) -> str:
    """Return the path of a locale's home page."""
    return f"{locale}/index.html"


def title_of(item: Mapping[str, Any]) -> str:
    """Return what an item is called; one without a title by its key."""
    return text(item.get("title")).strip() or text(item.get("key"))


@dataclass(frozen=True)
class Place:
    """The place of one page in the site; `base` is the address of the site, or empty when it is not known."""

    path: str
    base: str = ""
    floating: bool = False

    def to(self, target: str, anchor: str = "") -> str:
        """Return the address of another file of the site as seen from this page.

        A floating page (the one for missing pages) is shown at any address, so it points from the site's root.
        """
        if self.floating and self.base:
            address = f"{urlsplit(self.base).path.rstrip('/')}/{quote(target)}"
        else:
            address = _relative(target, posixpath.dirname(self.path) or ".")
        return f"{address}#{quote(anchor)}" if anchor else address

    def to_item(self, item: Mapping[str, Any]) -> str | None:
        """Return the address of an item that something refers to, or None when it has no page here."""
        locale, key = text(item.get("locale")), text(item.get("key"))
        if not locale or not key or item.get("status") == "missing":
            return None
        return self.to(item_path(locale, key))

    def absolute(self, target: str = "") -> str:
        """Return the full address of a file, or of this page, without `index.html`; empty when the base is unknown."""
        if not self.base:
            return ""
        return f"{self.base.rstrip('/')}/{quote((target or self.path).removesuffix('index.html'))}"


@dataclass(frozen=True)
class TwinPlace(Place):
    """The place of a page in Markdown, where links to items lead to their Markdown."""

    def to_item(self, item: Mapping[str, Any]) -> str | None:
        """Return the address of the Markdown of an item, or None when it has no page here."""
        href = super().to_item(item)
        return twin_of(href) if href else None


@lru_cache(maxsize=4096)
def _relative(target: str, folder: str) -> str:
    return quote(posixpath.relpath(target, folder))
