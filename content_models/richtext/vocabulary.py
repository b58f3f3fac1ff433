"""Which tags, marks and addresses rich text knows: the one list that reading, writing and cleaning share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

Node = dict[str, Any]


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MAX_CHARS = 2_000_000
"""Characters of HTML in one rich text; a long report has 200,000."""

MAX_LEVEL = 16
"""How deep lists may stand in lists."""

MARKS = ("strong", "em", "code", "sup", "sub", "strike-through")
"""The marks of a span, in the order in which they are stored and written."""

MARK_TAG = MappingProxyType(
    {"strong": "b", "em": "i", "code": "code", "sup": "sup", "sub": "sub", "strike-through": "s"}
)
STYLE_TAG = MappingProxyType({"normal": "p", **{tag: tag for tag in ("h2", "h3", "h4", "h5", "h6", "blockquote")}})
LIST_TAG = MappingProxyType({"bullet": "ul", "number": "ol"})
TAG_LIST = MappingProxyType({"ul": "bullet", "ol": "number"})
TABLE_TAGS = frozenset({"table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td"})

BOUNDARIES = words(
    "address article aside body center dd details dialog dir div dl dt fieldset figcaption figure footer form frameset"
    " h1 h2 h3 h4 h5 h6 head header hgroup html legend main menu nav noscript optgroup p pre search section select"
    " summary table caption thead tbody tfoot tr textarea ul ol li blockquote hr"
)
"""Tags that begin and end a paragraph, allowed or not."""

GAPS = words("audio button canvas embed img input map meter option picture progress td th video")
"""Tags that stand between words: without them, a space stays."""

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
LINE_SPACE = re.compile("[\t\r\n]+")
FORMAT = re.compile(r"[a-z][a-z0-9_]{0,39}")
INVISIBLE = re.compile("[\\s\x00-\x20\x7f-\xa0\xad\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufeff`]+")


@dataclass(frozen=True)
class Grammar:
    """What one reader accepts: block tag -> style, inline tag -> mark, and whether tables stay tables."""

    styles: Mapping[str, str]
    marks: Mapping[str, str]
    tables: bool = False


COMMON_MARKS = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "code": "code", "sup": "sup", "sub": "sub"}

STORE = Grammar(
    styles={"p": "normal", "h1": "h2", **{tag: tag for tag in ("h2", "h3", "h4", "h5", "h6")}},
    marks={**COMMON_MARKS, "s": "strike-through", "del": "strike-through", "strike": "strike-through"},
)
"""What the store keeps: an import may bring smaller headings and deleted text."""

EDITOR = Grammar(
    styles={"p": "normal", "h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}, marks=COMMON_MARKS
)
"""What an editor can see and change."""

EDITOR_WITH_TABLES = Grammar(styles=EDITOR.styles, marks=EDITOR.marks, tables=True)


def safe_href(raw: str) -> str | None:
    """Return an address that is safe to follow: a known scheme, a path or a fragment; None for anything else."""
    href = LINE_SPACE.sub("", raw.strip()).replace(" ", "%20")
    bare = INVISIBLE.sub("", href)
    if not bare:
        return None
    try:
        scheme = urlsplit(bare).scheme
    except ValueError:
        return None
    head = re.split(r"[/?#]", bare, maxsplit=1)[0]
    if (scheme or ":" in head) and scheme.lower() not in SCHEMES:
        return None
    return href


def read_uuid(raw: str) -> str | None:
    """Return a uuid in its canonical form, or None."""
    try:
        return str(UUID(raw.strip()))
    except ValueError:
        return None


def read_link(attributes: Mapping[str, str]) -> Node | None:
    """Return the mark definition of an <a>, without its key; None when it leads nowhere we may send people."""
    kind = attributes.get("linktype", "")
    if kind == "item":
        item = read_uuid(attributes.get("item", ""))
        return {"_type": "itemLink", "item": item} if item else None
    href = safe_href(attributes.get("href", ""))
    if kind == "external":
        source, title = attributes.get("source", "").strip(), attributes.get("title", "").strip()
        return {"_type": "external", "source": source, "title": title, "href": href or ""}
    if kind or href is None:
        return None
    return {"_type": "link", "href": href}


def read_fact(attributes: Mapping[str, str]) -> Node | None:
    """Return the child for a fact embed; None for any other embed."""
    uuid = read_uuid(attributes.get("fact", ""))
    if attributes.get("embedtype") != "fact" or uuid is None:
        return None
    form = attributes.get("format") or "short"
    return {"_type": "fact", "fact": uuid, "format": form if FORMAT.fullmatch(form) else "short"}
