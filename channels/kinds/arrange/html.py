"""Write values as HTML: for pages and for mail, which differ only in where their links and pictures stand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any, Protocol

from django.utils.safestring import SafeString, mark_safe

from channels.kinds.arrange.facts import fact_address
from channels.kinds.arrange.words import Words
from channels.kinds.pictures import sizes
from channels.kinds.read import mapping, sequence, text
from channels.output import Asset
from channels.portable_text import safe_href, to_html
from channels.portable_text.html import fact_html

NOTHING = mark_safe("")
PREFERRED = "medium"

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*")


class Place(Protocol):
    """Where a document stands: how it points to a file beside it, and to what shows another item."""

    def to(self, target: str) -> str: ...
    def to_item(self, item: Mapping[str, Any]) -> str | None: ...


@dataclass(frozen=True)
class Picture:
    """One image as a page shows it, in the rendition it falls back on and those it offers."""

    src: str
    alt: str
    width: int
    height: int
    srcset: str = ""


@dataclass
class HtmlWriter:
    """Writes the values of one item, and gathers the files they need."""

    words: Words
    place: Place
    assets: list[Asset] = field(default_factory=list)

    def small(self, kind: str, value: object) -> SafeString:
        """Return a value that fits in a line."""
        return inline(kind, value, words=self.words, place=self.place)

    def paragraphs(self, value: object) -> SafeString:
        """Return a text as paragraphs."""
        return paragraphs(value)

    def prose(self, value: object, above: int) -> SafeString:
        """Return Portable Text as HTML whose headings follow a heading of level `above`."""
        return _safe(to_html(value, href=self.place.to_item, fact_href=fact_address, shift=above - 1))

    def line(self, small: SafeString) -> SafeString:
        """Return a small value as a paragraph."""
        return _safe(f"<p>{small}</p>")

    def picture(self, value: object) -> Picture | None:
        """Return an image in all sizes that the channel has."""
        found = sizes(mapping(value))
        if not found:
            return None
        self.assets += [size.asset for size in found if size.asset not in self.assets]
        shown = next((size for size in found if size.asset.rendition == PREFERRED), found[-1])
        offered = ", ".join(f"{self.place.to(size.asset.path)} {size.width}w" for size in found)
        alt = "" if mapping(value).get("decorative") else text(mapping(value).get("alt"))
        src = self.place.to(shown.asset.path)
        return Picture(src, alt, shown.width, shown.height, offered if len(found) > 1 else "")


def inline(kind: str, value: object, *, words: Words, place: Place) -> SafeString:
    """Return the value as HTML by its field kind; an empty or unknown one gives nothing."""
    if isinstance(value, Mapping):
        return _object(value, words, place)
    if kind == "boolean" or isinstance(value, bool):
        return _safe(escape(words.boolean(value)))
    if isinstance(value, (int, float)):
        return _safe(f'<data value="{escape(text(value))}">{escape(words.number(value))}</data>')
    if isinstance(value, str) and value.strip():
        return _text(kind, value, words)
    if kind == "tags":
        tags = "".join(f"<li>{escape(tag)}</li>" for tag in map(text, sequence(value)) if tag)
        return _safe(f'<ul class="tags">{tags}</ul>') if tags else NOTHING
    return NOTHING


def lines(value: object) -> SafeString:
    """Return a text with its line ends kept."""
    return _safe(escape(text(value).strip(), quote=False).replace("\n", "<br>"))


def paragraphs(value: object) -> SafeString:
    """Return a text as paragraphs, divided at blank lines."""
    parts = [part for part in re.split(r"\n\s*\n", text(value)) if part.strip()]
    return _safe("".join(f"<p>{lines(part)}</p>" for part in parts))


def fact(value: Mapping[str, Any]) -> SafeString:
    """Return a fact, as a link when it is something to call, to write to or to visit."""
    shown, address = text(value.get("text")), safe_href(fact_address(value))
    if not shown.strip():
        return NOTHING
    if address and address.startswith("tel:"):
        shown = shown.replace(" ", "\u00a0")
    html = fact_html(value, shown)
    return _safe(f'<a href="{escape(address)}">{html}</a>' if address else html)


def _object(value: Mapping[str, Any], words: Words, place: Place) -> SafeString:
    kind = value.get("_type")
    if kind == "fact":
        return fact(value)
    if kind == "choice":
        return lines(value.get("label") or value.get("value"))
    title = text(value.get("title"))
    if kind != "reference" or not title:
        return NOTHING
    address, locale = place.to_item(value), text(value.get("locale"))
    foreign, shown = words.foreign(locale), escape(title)
    if foreign:
        shown = f'<span lang="{escape(locale)}">{shown}</span>{escape(foreign)}'
    return _safe(f'<a href="{escape(address)}">{shown}</a>' if address else shown)


def _text(kind: str, value: str, words: Words) -> SafeString:
    if kind == "datetime" or _MOMENT.fullmatch(value):
        return words.moment(value) or lines(value)
    if kind == "date" or _DAY.fullmatch(value):
        return words.date(value) or lines(value)
    address = safe_href(value) if kind == "url" else None
    if address:
        shown = re.sub(r"^https?://(www\.)?|/$", "", value)
        return _safe(f'<a href="{escape(address)}">{escape(shown)}</a>')
    return lines(value)


def _safe(html: str) -> SafeString:
    return mark_safe(html)  # noqa: S308 (every caller escapes what it puts in)
