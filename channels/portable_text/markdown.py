"""Write Portable Text as Markdown (CommonMark with strike-through) in which no text can become markup."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from channels.portable_text.emphasis import decorate
from channels.portable_text.links import Href
from channels.portable_text.nodes import Block, Break, read_nodes
from channels.portable_text.outline import Outline

# A heading may end in hashes of its own (CommonMark 4.2), which a reader would drop.
_CLOSING = re.compile(r"( )(#+)$")
_ESCAPED = r"\1\\\2"


def to_markdown(nodes: object, *, href: Href | None = None, shift: int = 0) -> str:
    """Return the text as Markdown; `href` and `shift` mean what they mean in `to_html`."""
    writer = _Writer(href, shift)
    for node in read_nodes(nodes):
        writer.add(node)
    return "".join(writer.parts)


@dataclass
class _Writer:
    """The state of one conversion: what has been written, and the list items that stand open."""

    href: Href | None
    shift: int
    parts: list[str] = field(default_factory=list)
    outline: Outline = field(default_factory=Outline)
    levels: Outline = field(default_factory=Outline)
    items: list[_Item] = field(default_factory=list)
    last: str = ""

    def add(self, node: Block | Break) -> None:
        if isinstance(node, Break):
            self.begin("break")
            self.parts.append("---")
        elif node.list_item:
            self.add_item(node)
        elif node.level:
            self.begin("heading")
            depth = min(1 + self.shift + self.outline.enter(node.level), 6)
            text = "\n".join(decorate(node.runs, self.href)).replace("\\\n", " ")
            self.parts.append(f"{'#' * depth} {_CLOSING.sub(_ESCAPED, text)}")
        else:
            quote = node.style == "blockquote"
            self.begin("quote" if quote else "paragraph")
            lines = decorate(node.runs, self.href)
            self.parts.append("\n".join(f"> {line}" for line in lines) if quote else "\n".join(lines))

    def begin(self, kind: str) -> None:
        """Write what separates this part from the one before."""
        self.items.clear()
        self.levels.stack.clear()
        if self.last:
            self.parts.append("\n>\n" if kind == self.last == "quote" else "\n\n")
        self.last = kind

    def add_item(self, block: Block) -> None:
        if self.last != "list":
            self.begin("list")
            separator = ""
        else:
            separator = "\n"
        depth = self.levels.enter(block.level)
        del self.items[depth:]
        if len(self.items) == depth and self.items[-1].kind == block.list_item:
            self.items[-1].count += 1
        else:
            separator = "\n\n" if len(self.items) == depth and depth == 1 else separator
            del self.items[depth - 1 :]
            self.items.append(_Item(block.list_item))
        indent = " " * sum(item.width for item in self.items[:-1])
        bullet = self.items[-1].bullet
        lines = decorate(block.runs, self.href)
        hanging = "\n" + indent + " " * len(bullet)
        self.parts.append(f"{separator}{indent}{bullet}{hanging.join(lines)}")


@dataclass
class _Item:
    """One open list: its kind and how many items it has had."""

    kind: str
    count: int = 1

    @property
    def bullet(self) -> str:
        return f"{self.count}. " if self.kind == "number" else "- "

    @property
    def width(self) -> int:
        return len(self.bullet)
