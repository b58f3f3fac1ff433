"""Blocks: pieces of running text with their scope and the way back to where each character came from.

A block is what rules look at: a paragraph, a heading, a list item, a field of an item. Its text is free of markup;
`begins` and `ends` tell for each character which piece of the source it stands for, so that no position is ever
searched for again after the markup was taken away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

MASK = "*"
"""Stands for a character that rules must not read: inline code, an address."""

Scope = tuple[str, ...]
"""What a block is, from general to special: ("text", "heading", "h2")."""


@dataclass(frozen=True)
class Block:
    """A piece of text that rules look at."""

    text: str
    scope: Scope = ("text",)
    path: str = ""
    begins: Sequence[int] | None = None
    ends: Sequence[int] | None = None
    base: int = 0
    """Where the text begins in the source, when every character stands for itself."""
    shown: Block | None = field(default=None, compare=False)
    """The same text with its facts as a reader sees them, when that differs."""
    prose: bool = field(default=False, compare=False)
    """Whether the text is running prose, which can be looked at by paragraph and by sentence."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of the source for a range of the text."""
        if self.begins is None or self.ends is None:
            return self.base + start, self.base + end
        if start >= len(self.begins):
            at = self.ends[-1] if self.ends else self.base
            return at, at
        begin = self.begins[start]
        return (begin, begin) if end <= start else (begin, self.ends[end - 1])

    def part(self, start: int, end: int, scope: Scope) -> Block:
        """Return a piece of this block as a block of its own; only the whole keeps how it is shown."""
        shown = self.shown if (start, end) == (0, len(self.text)) else None
        if self.begins is None or self.ends is None:
            return replace(self, text=self.text[start:end], scope=scope, base=self.base + start, shown=shown)
        begins, ends = self.begins[start:end], self.ends[start:end]
        return replace(self, text=self.text[start:end], scope=scope, begins=begins, ends=ends, shown=shown)


class Writer:
    """Puts the text of a block together and remembers where each character came from."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.begins: list[int] = []
        self.ends: list[int] = []

    def copy(self, text: str, at: int, *, hidden: bool = False) -> None:
        """Add text that stands in the source as it is; hidden text keeps its length and loses its letters."""
        self.parts.append(MASK * len(text) if hidden else text)
        self.begins.extend(range(at, at + len(text)))
        self.ends.extend(range(at + 1, at + len(text) + 1))

    def put(self, text: str, begin: int, end: int) -> None:
        """Add text that stands for a piece of the source that reads otherwise."""
        self.parts.append(text)
        self.begins.extend([begin] * len(text))
        self.ends.extend([end] * len(text))

    def block(self, scope: Scope, *, prose: bool = False, path: str = "") -> Block | None:
        """Return what was written as a block, without white space around it; None when there is nothing in it."""
        text = "".join(self.parts)
        start, end = len(text) - len(text.lstrip()), len(text.rstrip())
        if start >= end:
            return None
        return Block(text[start:end], scope, path, self.begins[start:end], self.ends[start:end], prose=prose)


def applies(selectors: Sequence[str], scope: Scope) -> bool:
    """Tell whether one of the selectors fits: all dot parts contained, `~` negates, `&` joins.

    A negation fits neither the raw file nor its summary.
    """
    return any(_fits(selector, scope) for selector in selectors)


def _fits(selector: str, scope: Scope) -> bool:
    whole = "raw" in scope or "summary" in scope
    for part in selector.split("&"):
        name = part.strip()
        negated = name.startswith("~")
        contained = all(one in scope for one in name.lstrip("~").split("."))
        if contained == negated or (negated and whole):
            return False
    return True
