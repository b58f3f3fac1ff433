"""Write values and parts as Markdown in which no text can become markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from channels.kinds.arrange.parts import Part, Row, Table
from channels.kinds.arrange.plain import ToItem, leads_to, said
from channels.kinds.arrange.steps import Node
from channels.kinds.arrange.words import Words
from channels.kinds.read import mapping, text
from channels.portable_text import Run, to_markdown
from channels.portable_text.emphasis import decorate


@dataclass(frozen=True)
class MarkdownWriter:
    """Writes the values of one item; `src` gives the address of a picture, if it has one here."""

    words: Words
    to_item: ToItem
    src: Callable[[Mapping[str, Any]], str] = lambda _image: ""

    def small(self, kind: str, value: object) -> str:
        """Return a small value, as a link when it leads somewhere; each line of it on a line of its own."""
        lines = (" ".join(line.split()) for line in said(kind, value, self.words).splitlines())
        shown = escaped("\n".join(line for line in lines if line))
        address = leads_to(kind, value, self.to_item)
        return link(shown, address) if address and shown else shown

    def paragraphs(self, value: object) -> str:
        """Return a text as paragraphs."""
        parts = re.split(r"\n\s*\n", text(value).strip())
        return "\n\n".join(escaped(part) for part in parts if part.strip())

    def prose(self, value: object, above: int) -> str:
        """Return Portable Text whose headings follow a heading of level `above`."""
        return to_markdown(value, href=self.to_item, shift=above - 1)

    def line(self, small: str) -> str:
        """Return a small value as a paragraph."""
        return small

    def picture(self, value: object) -> str:
        """Return an image with its description, or the description alone where the picture is not here."""
        found = mapping(value)
        alt = "" if found.get("decorative") else inline(text(found.get("alt")))
        source = self.src(found)
        return f"![{alt}]({source})" if source else f"*{alt}*" if alt else ""


def escaped(shown: str) -> str:
    """Return a text in which every sign means itself; line ends stay."""
    return "\n".join(decorate([Run(shown)], None)) if shown.strip() else ""


def inline(shown: str) -> str:
    """Return a text on one line in which every sign means itself."""
    return escaped(" ".join(shown.split()))


def link(shown: str, address: str) -> str:
    """Return a link; its address cannot end early."""
    safe = re.sub(r"[\s<>\\]", "", address).replace("(", "%28").replace(")", "%29")
    return f"[{shown}]({safe})"


def heading(title: str, level: int) -> str:
    """Return a heading."""
    return f"{'#' * min(level, 6)} {inline(title)}"


def markdown(parts: Iterable[Part]) -> str:
    """Return parts written by a MarkdownWriter as one text."""
    return "\n\n".join(shown for part in parts if (shown := _part(part)))


def _part(part: Part) -> str:
    if part.kind == "procedure":
        shown = "\n\n".join(_node(node, part.below) for node in part.content)
    else:
        shown = _WRITE.get(part.kind, str)(part.content)
    return f"{heading(part.label, part.level)}\n\n{shown}" if part.label and shown else shown


def _rows(content: Sequence[Row]) -> str:
    return "\n".join(_bullet(f"{inline(row.label)}:" if row.label else "", row.value) for row in content)


def _bullet(label: str, shown: str) -> str:
    """Return a list item; a value of several lines begins below its label."""
    between = ("\\\n" if "\n" in shown else " ") if label else ""
    return f"- {label}{between}{shown}".replace("\n", "\n  ")


def _table(table: Table) -> str:
    head = table.header or ("",) * len(table.rows[0])
    lines = [head, ("---",) * len(head), *table.rows]
    rows = [f"| {' | '.join(cell if cell == '---' else inline(cell) for cell in line)} |" for line in lines]
    return "\n".join([*([f"{inline(table.caption)}\n"] if table.caption else []), *rows])


def _node(node: Node, level: int) -> str:
    steps = "\n".join(f"{place}. {inline(step.text)}" for place, step in enumerate(node.steps, 1))
    ways = "\n".join(f"- {inline(way.text)}" for way in node.ways)
    told = [heading(f"{node.number}. {node.title}", level), inline(node.question), inline(node.help)]
    return "\n\n".join(one for one in (*told, str(node.body), steps, ways) if one)


_WRITE: Mapping[str, Callable[[Any], str]] = {
    "bullets": lambda content: "\n".join(_bullet("", one) for one in content),
    "rows": _rows,
    "table": _table,
    "group": markdown,
}
