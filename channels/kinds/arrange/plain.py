"""Write values and whole parts as plain text: for the text part of a mail, and for whoever sets type from text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from channels.kinds.arrange.facts import fact_address
from channels.kinds.arrange.parts import Part, Row, Table
from channels.kinds.arrange.steps import Node
from channels.kinds.arrange.words import Words
from channels.kinds.read import mapping, sequence, text
from channels.portable_text import safe_href, to_plain

ToItem = Callable[[Mapping[str, Any]], str | None]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*")
_RULES = {1: "=", 2: "-"}


def said(kind: str, value: object, words: Words) -> str:
    """Return a value that fits in a line as text, by its field kind; an empty or unknown one gives nothing."""
    if isinstance(value, Mapping):
        return _object(value, words)
    if kind == "boolean" or isinstance(value, bool):
        return words.boolean(value)
    if isinstance(value, (int, float)):
        return words.number(value)
    if kind == "tags":
        return words.phrases["comma"].join(tag for tag in map(text, sequence(value)) if tag)
    shown = text(value).strip()
    if kind == "datetime" or _MOMENT.fullmatch(shown):
        return words.clock(shown) or shown
    if kind == "date" or _DAY.fullmatch(shown):
        return words.day(shown) or shown
    return re.sub(r"^https?://(www\.)?|/$", "", shown) if kind == "url" and safe_href(shown) else shown


def leads_to(kind: str, value: object, to_item: ToItem) -> str | None:
    """Return the address behind a small value: of a fact to call or visit, of a web address, of another item."""
    if kind == "url":
        return safe_href(value)
    found = mapping(value)
    if found.get("_type") == "reference":
        return to_item(found)
    return safe_href(fact_address(found)) if found.get("_type") == "fact" else None


def _object(value: Mapping[str, Any], words: Words) -> str:
    kind = value.get("_type")
    if kind == "fact":
        return text(value.get("text")).strip()
    if kind == "choice":
        return text(value.get("label") or value.get("value")).strip()
    title = text(value.get("title")).strip() if kind == "reference" else ""
    return f"{title}{words.foreign(text(value.get('locale')))}" if title else ""


@dataclass(frozen=True)
class PlainWriter:
    """Writes the values of one item as text, with the addresses of links in brackets behind them."""

    words: Words
    to_item: ToItem

    def small(self, kind: str, value: object) -> str:
        """Return a value that fits in a line."""
        shown = said(kind, value, self.words)
        address = leads_to(kind, value, self.to_item)
        if not address or not shown or address.startswith(("tel:", "mailto:")):
            return shown
        return address if kind == "url" else f"{shown} ({address})"

    def paragraphs(self, value: object) -> str:
        """Return a text as it is, with one blank line between paragraphs."""
        return re.sub(r"\n\s*\n\s*", "\n\n", text(value).strip())

    def prose(self, value: object, above: int) -> str:
        """Return Portable Text as text."""
        return to_plain(value, href=self.to_item, links=True)

    def line(self, small: str) -> str:
        """Return a small value as a paragraph."""
        return small

    def picture(self, value: object) -> str:
        """Return what an image shows, in words."""
        found = mapping(value)
        return "" if found.get("decorative") else text(found.get("alt")).strip()


def plain(parts: Iterable[Part]) -> str:
    """Return parts written by a PlainWriter as one text, a blank line between them."""
    return "\n\n".join(shown for part in parts if (shown := _part(part)))


def heading(title: str, level: int = 2) -> str:
    """Return a heading with a line below it; deeper levels go without."""
    rule = _RULES.get(level, "")
    return f"{title}\n{rule * min(len(title), 72)}" if rule else title


def _part(part: Part) -> str:
    shown = _WRITE.get(part.kind, str)(part.content)
    return f"{heading(part.label, part.level)}\n\n{shown}" if part.label and shown else shown


def _bullets(content: Sequence[str]) -> str:
    return "\n".join("- " + one.replace("\n", "\n  ") for one in content)


def _rows(content: Sequence[Row]) -> str:
    return "\n".join(f"{row.label}: {row.value}" if row.label else row.value for row in content)


def _table(table: Table) -> str:
    """Return a table as one paragraph a row, each cell with the head of its column."""
    lines = [table.caption] if table.caption else []
    for row in table.rows:
        cells = zip(table.header or ("",) * len(row), row, strict=True)
        lines.append("- " + "; ".join(f"{head}: {cell}" if head else cell for head, cell in cells if cell))
    return "\n".join(lines)


def _procedure(content: Sequence[Node]) -> str:
    return "\n\n".join(map(_node, content))


def _node(node: Node) -> str:
    steps = "\n".join(f"   {place}. {step.text}" for place, step in enumerate(node.steps, 1))
    ways = "\n".join(f"   > {way.text}" for way in node.ways)
    body = "\n".join(f"   {line}" if line else "" for line in str(node.body).split("\n"))
    lines = [f"{node.number}. {node.title}", *(f"   {one}" for one in (node.question, node.help) if one)]
    return "\n".join([*lines, *(one for one in (body.rstrip(), steps, ways) if one)])


_WRITE: Mapping[str, Callable[[Any], str]] = {
    "bullets": _bullets,
    "rows": _rows,
    "table": _table,
    "procedure": _procedure,
    "group": plain,
    "figure": lambda alt: f"[{alt}]",
}
