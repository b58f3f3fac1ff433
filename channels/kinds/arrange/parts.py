"""Arrange the fields of any item into the parts of a page, a mail or a sheet.

There is no template per content model: what a field looks like follows from its kind and from its company. Small
values stand together as terms and values, a single text needs no heading above it, a group whose first member is
a short text takes that as its heading.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from channels.kinds.arrange.steps import procedure
from channels.kinds.arrange.words import Words
from channels.kinds.read import for_readers, mapping, sequence, text

SUMMARY = "summary"
"""The key of the field that says in short what an item is about."""

SMALL = {"text", "number", "boolean", "date", "datetime", "choice", "tags", "url", "reference", "fact"}


class Writer(Protocol):
    """What values look like in one medium. Each function gives something false when there is nothing to show."""

    def small(self, kind: str, value: object) -> Any:
        """Return a value that fits in a line, by its field kind; the kind is empty for an element of a list."""
        ...

    def paragraphs(self, value: object) -> Any:
        """Return a text divided at blank lines."""
        ...

    def prose(self, value: object, above: int) -> Any:
        """Return Portable Text whose headings follow a heading of level `above`."""
        ...

    def line(self, small: Any) -> Any:
        """Return a small value as a paragraph of its own."""
        ...

    def picture(self, value: object) -> Any:
        """Return an image."""
        ...


@dataclass(frozen=True)
class Row:
    """A term with its value, as the writer wrote it."""

    label: str
    value: Any


@dataclass(frozen=True)
class Table:
    """A table whose first column heads its rows when the table has a header."""

    name: str
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Part:
    """One part of a page; `kind` names its template, `content` is what that template shows."""

    kind: str
    content: Any
    label: str = ""
    anchor: str = ""
    level: int = 2

    @property
    def template(self) -> str:
        """Return the template that shows this part."""
        return f"parts/{self.kind}.html"

    @property
    def below(self) -> int:
        """Return the level of headings inside this part."""
        return min(self.level + 1 if self.label else self.level, 6)


def led(fields: Sequence[Mapping[str, Any]]) -> tuple[Mapping[str, Any] | None, list[Mapping[str, Any]]]:
    """Return the field that leads a text and the others: its summary, wherever it stands, or else a first long text.

    A long text that stood before the summary follows it without a heading, as the opening of the text.
    """
    summary = next((one for one in fields if _is_summary(one) and not _is_empty(one.get("value"))), None)
    if not fields or fields[0].get("kind") != "long_text" or fields[0] is summary:
        return summary, [one for one in fields if one is not summary]
    if summary is None:
        return fields[0], list(fields[1:])
    return summary, [{**fields[0], "label": ""}, *(one for one in fields[1:] if one is not summary)]


def _is_summary(one: Mapping[str, Any]) -> bool:
    return one.get("key") == SUMMARY and one.get("kind") == "long_text"


@dataclass
class Arranger:
    """Arranges fields in the language of one item."""

    words: Words
    writer: Writer
    title: str = ""

    def arrange_page(self, fields: object, level: int = 2) -> list[Part]:
        """Return the parts of a page: what leads (see `led`), then the rest; the title is not said twice."""
        shown = for_readers(fields)
        if shown and shown[0].get("kind") == "text" and text(shown[0].get("value")) == self.title:
            shown = shown[1:]
        lead, rest = led(shown)
        told = self.writer.paragraphs(lead.get("value")) if lead else ""
        return [*([Part("lead", told)] if told else []), *self.arrange(rest, level)]

    def arrange(self, fields: object, level: int = 2, prefix: str = "") -> list[Part]:
        """Return the parts of these fields, with headings of this level."""
        shown = [one for one in for_readers(fields) if not _is_empty(one.get("value"))]
        single = sum(one.get("kind") == "rich_text" for one in shown) == 1
        parts: list[Part] = []
        rows: list[Row] = []
        for one in shown:
            if _is_small(one):
                rows += self.row(one)
                continue
            parts += _rows(rows, level)
            rows = []
            parts += self.part(one, level, f"{prefix}{_slug(one.get('key'))}", single=single)
        return [*parts, *_rows(rows, level)]

    def row(self, one: Mapping[str, Any]) -> list[Row]:
        value = one.get("value")
        shown = self.writer.small(text(one.get("kind")), value)
        label = text(one.get("label")) or text(mapping(value).get("label"))
        return [Row(label, shown)] if shown else []

    def part(self, one: Mapping[str, Any], level: int, anchor: str, *, single: bool) -> list[Part]:
        kind, value, label = text(one.get("kind")), one.get("value"), text(one.get("label"))
        inner = level + 1 if label else level
        if kind == "long_text":
            return [Part("prose", self.writer.paragraphs(value), label, anchor, level)]
        if kind == "rich_text":
            prose = self.writer.prose(value, level - 1 if single else level)
            return [Part("prose", prose, "" if single else label, anchor, level)] if prose else []
        if kind == "image":
            return [Part("figure", picture)] if (picture := self.writer.picture(value)) else []
        if kind == "table":
            return self.table(value, label)
        if kind == "procedure":
            nodes = procedure(value, anchor=anchor, level=inner, words=self.words, prose=self.writer.prose)
            return [Part("procedure", nodes, label, anchor, level)] if nodes else []
        if kind == "group":
            return _nest(self.arrange(mapping(value).get("fields"), inner, f"{anchor}-"), label, anchor, level)
        if kind == "blocks":
            return [part for block in self.numbered(value, anchor) for part in self.element(*block, level)]
        return self.listing(value, label, anchor, level)

    def listing(self, value: object, label: str, anchor: str, level: int) -> list[Part]:
        """Return a list: small elements as a bullet list, names with a value as terms, larger ones below each other."""
        elements = sequence(value)
        if pairs := self.pairs(elements):
            return _nest(_rows(pairs, level + 1 if label else level), label, anchor, level)
        small = [self.writer.small("", one) for one in elements]
        if all(small):
            return [Part("bullets", small, label, anchor, level)] if small else []
        inner = level + 1 if label else level
        parts = [part for one in self.numbered(value, anchor) for part in self.element(*one, inner)]
        return _nest(parts, label, anchor, level)

    def pairs(self, elements: Sequence[object]) -> list[Row]:
        """Return elements that are a name with one small value each; none unless all are."""
        rows: list[Row] = []
        for one in elements:
            fields = [one for one in for_readers(mapping(one).get("fields")) if not _is_empty(one.get("value"))]
            if len(fields) != 2 or fields[0].get("kind") != "text" or not _is_small(fields[1]):
                return []
            name, found = text(fields[0].get("value")).strip(), self.row(fields[1])
            if not name or not found:
                return []
            rows.append(Row(name, found[0].value))
        return rows

    def numbered(self, value: object, anchor: str) -> Iterable[tuple[object, str]]:
        return ((one, f"{anchor}-{number}") for number, one in enumerate(sequence(value), 1))

    def element(self, value: object, anchor: str, level: int) -> list[Part]:
        """Return one element of a list or one block, whose kind follows from its shape."""
        found = mapping(value)
        if found.get("metadata"):
            return []
        if found.get("_type") == "group":
            fields = for_readers(found.get("fields"))
            heading = _heading(fields)
            if heading:
                return _nest(self.arrange(fields[1:], level + 1, f"{anchor}-"), heading, anchor, level)
            return self.arrange(fields, level, f"{anchor}-")
        one = {"kind": _kind(value), "value": value, "key": ""}
        if small := self.writer.small("", value):
            return [Part("prose", self.writer.line(small), level=level)]
        return self.part(one, level, anchor, single=True) if one["kind"] else []

    def table(self, value: object, label: str) -> list[Part]:
        found = mapping(value)
        caption = text(found.get("caption")) or label
        header = tuple(map(text, sequence(found.get("header"))))
        rows = [tuple(map(text, sequence(row))) for row in sequence(found.get("rows"))]
        width = max((len(row) for row in (header, *rows)), default=0)
        if not width or not rows:
            return []
        filled = tuple(row + ("",) * (width - len(row)) for row in rows)
        header = header + ("",) * (width - len(header)) if any(header) else ()
        return [Part("table", Table(caption or self.words.say("table"), caption, header, filled))]


def facts_first(parts: Sequence[Part]) -> list[Part]:
    """Return parts with all plain facts as one list behind the lead: below a section they would seem part of it."""
    rows = [row for part in parts if part.kind == "rows" for row in part.content]
    lead = [part for part in parts if part.kind == "lead"]
    rest = [part for part in parts if part.kind not in ("rows", "lead")]
    return [*lead, *([Part("rows", tuple(rows))] if rows else []), *rest]


def _rows(rows: Sequence[Row], level: int) -> list[Part]:
    return [Part("rows", tuple(rows), level=level)] if rows else []


def _nest(parts: list[Part], label: str, anchor: str, level: int) -> list[Part]:
    return [Part("group", parts, label, anchor, level)] if parts else []


def _heading(fields: Sequence[Mapping[str, Any]]) -> str:
    """Return the text that heads a group: its first member, when that is short text and something follows it."""
    if len(fields) < 2 or fields[0].get("kind") != "text" or all(map(_is_small, fields)):
        return ""
    return text(fields[0].get("value")).strip()


def _is_small(one: Mapping[str, Any]) -> bool:
    many = one.get("kind") == "reference" and isinstance(one.get("value"), list)
    return one.get("kind") in SMALL and not many


def _is_empty(value: object) -> bool:
    return value is None or value == "" or value == [] or value == {}


def _kind(value: object) -> str:
    """Return the field kind that a value without one must be of."""
    found = mapping(value)
    if found.get("_type") == "image":
        return "image"
    if "nodes" in found:
        return "procedure"
    if "rows" in found:
        return "table"
    first = mapping(next(iter(sequence(value)), None))
    return "rich_text" if first.get("_type") in ("block", "break") else "list" if sequence(value) else ""


def _slug(key: object) -> str:
    return text(key).replace("_", "-") or "part"
