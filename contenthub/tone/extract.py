"""From an item to its blocks: every piece of text a reader sees, by field path, facts as one sign each.

The same for the panel, the gate, reports and the command. A path is the field's, with the numbers of list elements and
of paragraphs: `steps.2.text.0`. Offsets count in the text of that block, in which a fact is one sign (`FACT`) and the
name of a linked item is text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from content_models.spec import FieldSpec, ModelSpec
from contenthub.tone.blocks import Block, Scope, Writer

FACT = "\ufffc"
"""Stands for a fact; rules about words do not read it."""

Shown = Mapping[tuple[str, str], str]
"""The text of facts by (uuid, format), for rules that ask what a reader sees."""


def blocks_of(spec: ModelSpec, title: str, document: Mapping[str, Any], shown: Shown | None = None) -> list[Block]:
    """Return the blocks of an item in reading order, its title first."""
    walk = _Walk(shown or {})
    found = [Block(title, ("text", "heading", "title"), "title")] if title.strip() else []
    found += walk.members(spec.fields, document, "")
    return found


class _Walk:
    def __init__(self, shown: Shown) -> None:
        self.shown = shown
        self.kinds: Mapping[str, Callable[[FieldSpec, Any, str], Iterator[Block]]] = {
            "text": self.line,
            "long_text": self.lines,
            "rich_text": self.rich_text,
            "image": self.image,
            "table": self.table,
            "procedure": self.procedure,
            "group": self.group,
            "list": self.elements,
            "blocks": self.blocks,
        }

    def members(self, fields: tuple[FieldSpec, ...], values: Any, prefix: str) -> list[Block]:
        if not isinstance(values, Mapping):
            return []
        found: list[Block] = []
        for spec in fields:
            value, read = values.get(spec.key), self.kinds.get(spec.kind)
            if value is not None and read:
                found += read(spec, value, f"{prefix}.{spec.key}" if prefix else spec.key)
        return found

    def line(self, spec: FieldSpec, value: Any, path: str) -> Iterator[Block]:
        if isinstance(value, str) and value.strip():
            yield Block(value, ("text", "field"), path)

    def lines(self, spec: FieldSpec, value: Any, path: str) -> Iterator[Block]:
        if isinstance(value, str) and value.strip():
            yield Block(value, ("text",), path, prose=True)

    def rich_text(self, spec: FieldSpec, value: Any, path: str) -> Iterator[Block]:
        yield from self.nodes(value, path)

    def nodes(self, nodes: Any, path: str) -> Iterator[Block]:
        """Yield a block per paragraph, heading and list item of Portable Text."""
        for number, node in enumerate(nodes if isinstance(nodes, list) else []):
            if isinstance(node, Mapping) and isinstance(node.get("children"), list):
                scope = _scope(node)
                block = self.paragraph(node["children"], scope, f"{path}.{number}")
                if block.text.strip():
                    yield block

    def paragraph(self, children: list[Any], scope: Scope, path: str) -> Block:
        opaque: list[str] = []
        full = Writer()
        at = 0
        for child in children:
            text = child.get("text", "") if child.get("_type") == "span" else FACT
            opaque.append(text)
            if text == FACT and child.get("_type") == "fact":
                told = self.shown.get((str(child.get("fact")), str(child.get("format") or "short")), FACT)
                full.put(told, at, at + 1)
            else:
                full.copy(text, at)
            at += len(text)
        prose = scope == ("text",)
        text = "".join(opaque)
        if not self.shown or FACT not in text:
            return Block(text, scope, path, prose=prose)
        shown = Block("".join(full.parts), scope, path, full.begins, full.ends, prose=prose)
        return Block(text, scope, path, prose=prose, shown=shown)

    def image(self, spec: FieldSpec, value: Any, path: str) -> Iterator[Block]:
        if isinstance(value, Mapping) and str(value.get("alt") or "").strip():
            yield Block(str(value["alt"]), ("text", "attr", "alt"), f"{path}.alt")

    def table(self, spec: FieldSpec, value: Any, path: str) -> Iterator[Block]:
        if not isinstance(value, Mapping):
            return
        rows: list[tuple[str, str, Any]] = [("caption", "caption", [value.get("caption")])]
        rows.append(("header", "header", value.get("header") or []))
        rows += [(f"rows.{number}", "cell", row) for number, row in enumerate(value.get("rows") or [])]
        for place, part, cells in rows:
            for column, cell in enumerate(cells if isinstance(cells, list) else []):
                if isinstance(cell, str) and cell.strip():
                    yield Block(cell, ("text", "table", part), f"{path}.{place}.{column}")

    def procedure(self, spec: FieldSpec, value: Any, path: str) -> Iterator[Block]:
        if not isinstance(value, Mapping):
            return
        for key, given in (value.get("inputs") or {}).items():
            for name in ("label", "help"):
                yield from self.line(spec, given.get(name), f"{path}.inputs.{key}.{name}")
            for number, option in enumerate(given.get("options") or []):
                yield from self.line(spec, option.get("label"), f"{path}.inputs.{key}.options.{number}.label")
        for number, node in enumerate(value.get("nodes") or []):
            yield from self.line(spec, node.get("title"), f"{path}.nodes.{number}.title")
            yield from self.nodes(node.get("body"), f"{path}.nodes.{number}.body")
            for place, step in enumerate(node.get("steps") or []):
                yield from self.lines(spec, step.get("text"), f"{path}.nodes.{number}.steps.{place}.text")

    def group(self, spec: FieldSpec, value: Any, path: str) -> Iterator[Block]:
        yield from self.members(spec.fields, value, path)

    def elements(self, spec: FieldSpec, value: Any, path: str) -> Iterator[Block]:
        element = spec.fields[0] if spec.fields else None
        read = self.kinds.get(element.kind) if element else None
        for number, inner in enumerate(value if isinstance(value, list) else []):
            if element and read and inner is not None:
                yield from read(element, inner, f"{path}.{number}")

    def blocks(self, spec: FieldSpec, value: Any, path: str) -> Iterator[Block]:
        groups = {group.key: group for group in spec.fields}
        for number, inner in enumerate(value if isinstance(value, list) else []):
            group = groups.get(str(inner.get("block"))) if isinstance(inner, Mapping) else None
            if group:
                yield from self.members(group.fields, inner, f"{path}.{number}")


def _scope(node: Mapping[str, Any]) -> Scope:
    style = str(node.get("style") or "normal")
    if style[:1] == "h" and style[1:].isdigit():
        return ("text", "heading", style)
    if node.get("listItem"):
        return ("text", "list")
    return ("text", "blockquote") if style == "blockquote" else ("text",)
