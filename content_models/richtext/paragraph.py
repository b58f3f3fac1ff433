"""One block while it is being read: its words, marks and links, with white space as a browser shows it.

A run of white space is one space and belongs to the text in which it stood; at the edges of a block and around a line
break it vanishes. Pieces are joined once, at the end, so that a block of a million small pieces takes linear time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .vocabulary import Node

SPACE = re.compile("[ \t\n\r]+")


@dataclass(frozen=True, slots=True)
class Inline:
    """How a piece of text is marked: mark names in order, and the link it stands in (compared by identity)."""

    marks: tuple[str, ...] = ()
    link: Node | None = None

    def same_as(self, other: Inline) -> bool:
        return self.marks == other.marks and self.link is other.link


PLAIN = Inline()


@dataclass(slots=True)
class Paragraph:
    """A block under construction; `build` gives the node."""

    style: str = "normal"
    list_item: str = ""
    level: int = 0
    key: str = ""
    pieces: list[tuple[Inline, list[str] | Node]] = field(default_factory=list)
    gap: str = ""
    gap_inline: Inline = PLAIN

    def add_text(self, data: str, inline: Inline) -> None:
        """Add characters; white space waits until something follows it."""
        for position, word in enumerate(SPACE.split(data)):
            if position:
                self.add_space(inline)
            if word:
                self.flush_gap()
                self.append(word, inline)

    def add_space(self, inline: Inline) -> None:
        if not self.gap:
            self.gap, self.gap_inline = " ", inline

    def add_break(self, inline: Inline) -> None:
        """Add a line break."""
        if "\n" not in self.gap:
            self.gap, self.gap_inline = "", inline
        self.gap += "\n"

    def divide(self) -> None:
        """Start a new line, where a paragraph ends that cannot stand on its own (in a list item, in a cell)."""
        if "\n" not in self.gap:
            self.add_break(PLAIN)

    def add_fact(self, fact: Node, inline: Inline) -> None:
        self.flush_gap()
        self.pieces.append((inline, fact))

    def flush_gap(self) -> None:
        gap, self.gap = self.gap, ""
        if gap and self.pieces:
            self.append(gap, self.gap_inline)

    def append(self, text: str, inline: Inline) -> None:
        if self.pieces:
            last_inline, last = self.pieces[-1]
            if isinstance(last, list) and last_inline.same_as(inline):
                last.append(text)
                return
        self.pieces.append((inline, [text]))

    def build(self) -> Node | None:
        """Return the node, or None for a block that says nothing."""
        if not any(isinstance(piece, dict) or "".join(piece).strip() for _, piece in self.pieces):
            return None
        node: Node = {"_type": "block", "style": self.style}
        if self.key:
            node["_key"] = self.key
        if self.list_item:
            node |= {"listItem": self.list_item, "level": self.level}
        definitions = Definitions()
        node["children"] = [self.child(inline, piece, definitions) for inline, piece in self.pieces]
        if definitions.nodes:
            node["markDefs"] = definitions.nodes
        return node

    def child(self, inline: Inline, piece: list[str] | Node, definitions: Definitions) -> Node:
        child = dict(piece) if isinstance(piece, dict) else {"_type": "span", "text": "".join(piece)}
        marks = list(inline.marks)
        if inline.link is not None:
            marks.append(definitions.key_of(inline.link))
        if marks:
            child["marks"] = marks
        return child


class Definitions:
    """The links of one block, numbered m1, m2, ... in the order in which they appear."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.keys: dict[int, str] = {}

    def key_of(self, link: Node) -> str:
        key = self.keys.get(id(link))
        if key is None:
            key = self.keys[id(link)] = f"m{len(self.nodes) + 1}"
            self.nodes.append({"_key": key, **link})
        return key
