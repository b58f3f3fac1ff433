"""Read Portable Text into blocks and runs that the writers can trust.

All suspicion lives here: whatever arrives, what leaves has the right types, no control characters and no
empty runs. Adjacent runs with the same marks are joined, and links come before other marks, so that a link
over several runs is written once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

ListItem = Literal["", "bullet", "number"]

DECORATIONS = ("strong", "em", "strike-through", "sup", "sub", "code")
LINKS = ("link", "itemLink", "external")
STYLES = ("normal", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote")
MAX_LEVEL = 9

# What XML and HTML cannot hold: controls, lone surrogates, non-characters.
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
    + "]"
)


@dataclass(frozen=True)
class Mark:
    """One mark of a run: a decoration by name, or a link with its definition."""

    name: str
    key: str = ""
    definition: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def is_link(self) -> bool:
        """Tell whether this mark is a link of any kind."""
        return self.name in LINKS


@dataclass(frozen=True)
class Run:
    """A stretch of text with the same marks; `fact` is the resolved fact node when the text is a fact."""

    text: str
    marks: tuple[Mark, ...] = ()
    fact: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Block:
    """A paragraph, heading, quotation or list item; `level` is the heading level or the depth of the list."""

    style: str
    runs: tuple[Run, ...]
    list_item: ListItem = ""
    level: int = 0


@dataclass(frozen=True)
class Break:
    """A thematic break between two parts of a text."""


def clean(text: object) -> str:
    """Return the text without what no document can hold; anything but a string becomes empty."""
    if not isinstance(text, str):
        return ""
    if text.isprintable():
        return text
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNFIT.sub("", text)


def read_nodes(nodes: object) -> Iterator[Block | Break]:
    """Yield the blocks of a Portable Text value in order, leaving out what is unknown, malformed or empty."""
    for node in _sequence(nodes):
        if not isinstance(node, (dict, Mapping)):
            continue
        kind = node.get("_type")
        if kind == "break":
            yield Break()
        elif kind == "block":
            runs = _read_runs(node)
            if any(run.text.strip() for run in runs):
                yield _read_block(node, runs)


def _read_block(node: Mapping[str, Any], runs: tuple[Run, ...]) -> Block:
    item = node.get("listItem")
    if item in ("bullet", "number"):
        level = node.get("level")
        depth = level if isinstance(level, int) and not isinstance(level, bool) else 1
        return Block("normal", runs, item, min(max(depth, 1), MAX_LEVEL))
    style = node.get("style")
    if not isinstance(style, str) or style not in STYLES:
        style = "normal"
    return Block(style, runs, "", int(style[1]) if style[1].isdigit() else 0)


def _read_runs(node: Mapping[str, Any]) -> tuple[Run, ...]:
    definitions = {
        definition["_key"]: definition
        for definition in _sequence(node.get("markDefs"))
        if isinstance(definition, Mapping) and isinstance(definition.get("_key"), str)
    }
    runs: list[Run] = []
    for child in _sequence(node.get("children")):
        run = _read_child(child, definitions)
        if run is None:
            continue
        last = runs[-1] if runs else None
        if last and last.fact is None and run.fact is None and last.marks == run.marks:
            runs[-1] = Run(last.text + run.text, last.marks)
        else:
            runs.append(run)
    return tuple(runs)


def _read_child(child: object, definitions: Mapping[str, Mapping[str, Any]]) -> Run | None:
    if not isinstance(child, (dict, Mapping)):
        return None
    kind = child.get("_type")
    text = clean(child.get("text"))
    if not text or kind not in ("span", "fact"):
        return None
    marks = _read_marks(child.get("marks"), definitions)
    return Run(text, marks, child if kind == "fact" else None)


def _read_marks(marks: object, definitions: Mapping[str, Mapping[str, Any]]) -> tuple[Mark, ...]:
    named = [mark for mark in _sequence(marks) if isinstance(mark, str)]
    if not named:
        return ()
    links = [
        Mark(definitions[name]["_type"], name, definitions[name])
        for name in named
        if name in definitions and definitions[name].get("_type") in LINKS
    ]
    return (*links[:1], *(Mark(name) for name in DECORATIONS if name in named))


def _sequence(value: object) -> Sequence[Any]:
    return value if isinstance(value, (list, tuple)) else ()
