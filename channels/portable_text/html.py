"""Write Portable Text as semantic HTML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from channels.portable_text.links import Href, safe_href
from channels.portable_text.nodes import Block, Break, Mark, Run, clean, read_nodes
from channels.portable_text.outline import Outline
from channels.portable_text.unbroken import DATED, unbroken

TAGS = {"strong": "strong", "em": "em", "strike-through": "s", "sup": "sup", "sub": "sub", "code": "code"}

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?)?")


def to_html(nodes: object, *, href: Href | None = None, fact_href: Href | None = None, shift: int = 0) -> str:
    """Return the text as HTML that may stand inside any block element.

    `href(mark)` gives the address of an item link, or None to show its text only; `fact_href(node)` the same for
    a fact (a phone number, say). The outermost headings become h2, or h(2 + shift); deeper ones follow without gaps.
    """
    writer = _Writer(href, fact_href, shift)
    for node in read_nodes(nodes):
        writer.add(node)
    writer.close_lists(0)
    writer.close_quote()
    return "".join(writer.parts)


def fact_html(fact: Mapping[str, Any], text: str | None = None) -> str:
    """Return one resolved fact as a `data` or `time` element that names the fact and its raw value.

    Of a fact that was `divided` into parts (name -> heading, lines) the headings are bold.
    """
    shown = clean(fact.get("text") if text is None else text)
    divided = fact.get("divided")
    parts = divided.values() if isinstance(divided, Mapping) and shown == clean(fact.get("text")) else [("", shown)]
    dated = fact.get("kind") in DATED
    shown = "<br><br>".join(_headed(heading, unbroken(told) if dated else told) for heading, told in parts)
    uuid = escape(clean(fact.get("fact")))
    raw = fact.get("value")
    if fact.get("kind") == "date" and isinstance(raw, str) and _ISO_DATE.fullmatch(raw):
        return f'<time class="fact" datetime="{raw}" data-fact="{uuid}">{shown}</time>'
    return f'<data class="fact" value="{escape(raw_value(raw))}" data-fact="{uuid}">{shown}</data>'


def _headed(heading: str, told: str) -> str:
    """Return lines below a heading, where they have one, in a text that has no room for other elements."""
    above = f"<strong>{escape(heading, quote=False)}</strong><br>" if heading else ""
    return above + escape(told, quote=False).replace("\n", "<br>")


def raw_value(value: object) -> str:
    """Return a fact's raw value as one line of text: a string as it is, anything else as compact JSON."""
    if isinstance(value, str):
        return " ".join(clean(value).split())
    if value is None:
        return ""
    return clean(json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=str))


@dataclass
class _Writer:
    """The state of one conversion: what has been written, and which lists and quotations stand open."""

    href: Href | None
    fact_href: Href | None
    shift: int
    parts: list[str] = field(default_factory=list)
    outline: Outline = field(default_factory=Outline)
    levels: Outline = field(default_factory=Outline)
    lists: list[str] = field(default_factory=list)
    quoting: bool = False

    def add(self, node: Block | Break) -> None:
        if isinstance(node, Break):
            self.close_lists(0)
            self.close_quote()
            self.parts.append("<hr>")
        elif node.list_item:
            self.close_quote()
            self.add_item(node)
        else:
            self.close_lists(0)
            self.add_paragraph(node)

    def add_paragraph(self, block: Block) -> None:
        inline = self.inline(block.runs)
        if block.style == "blockquote":
            if not self.quoting:
                self.parts.append("<blockquote>")
                self.quoting = True
            self.parts.append(f"<p>{inline}</p>")
            return
        self.close_quote()
        tag = f"h{min(1 + self.shift + self.outline.enter(block.level), 6)}" if block.level else "p"
        self.parts.append(f"<{tag}>{inline}</{tag}>")

    def add_item(self, block: Block) -> None:
        tag = "ol" if block.list_item == "number" else "ul"
        depth = self.levels.enter(block.level)
        self.close_lists(depth)
        if len(self.lists) == depth and self.lists[-1] != tag:
            self.close_lists(depth - 1)
            self.levels.stack.append(block.level)
        if len(self.lists) < depth:
            self.lists.append(tag)
            self.parts.append(f"<{tag}>")
        else:
            self.parts.append("</li>")
        self.parts.append(f"<li>{self.inline(block.runs)}")

    def close_lists(self, depth: int) -> None:
        while len(self.lists) > depth:
            self.parts.append(f"</li></{self.lists.pop()}>")
        del self.levels.stack[depth:]

    def close_quote(self) -> None:
        if self.quoting:
            self.parts.append("</blockquote>")
            self.quoting = False

    def inline(self, runs: Sequence[Run]) -> str:
        return "".join(_inline(runs, self.href, self.fact_href))


def _inline(runs: Iterable[Run], href: Href | None, fact_href: Href | None) -> Iterator[str]:
    """Yield the runs with every mark opened and closed in proper nesting."""
    standing: list[tuple[Mark, str]] = []
    for run in runs:
        wanted = [(mark, opening) for mark in run.marks if (opening := _opening(mark, href))]
        shared = 0
        while shared < min(len(standing), len(wanted)) and standing[shared][0] == wanted[shared][0]:
            shared += 1
        yield from (_closing(mark) for mark, _ in reversed(standing[shared:]))
        yield from (opening for _, opening in wanted[shared:])
        standing = wanted
        inside_link = bool(wanted) and wanted[0][0].is_link
        yield _run(run, None if inside_link else fact_href)
    yield from (_closing(mark) for mark, _ in reversed(standing))


def _run(run: Run, fact_href: Href | None) -> str:
    if run.fact is None:
        return escape(run.text, quote=False).replace("\n", "<br>")
    shown = fact_html(run.fact, run.text)
    address = safe_href(fact_href(run.fact)) if fact_href else None
    return f'<a href="{escape(address)}">{shown}</a>' if address else shown


def _opening(mark: Mark, href: Href | None) -> str:
    if not mark.is_link:
        return f"<{TAGS[mark.name]}>"
    if mark.name == "itemLink":
        address = href(mark.definition) if href else None
    else:
        address = safe_href(mark.definition.get("href"))
    return f'<a href="{escape(address)}">' if address else ""


def _closing(mark: Mark) -> str:
    return "</a>" if mark.is_link else f"</{TAGS[mark.name]}>"
