"""Going through nodes: what a text refers to, what it says, and changing its parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from .vocabulary import Node

Change = Callable[[Node], Node | None]


def references(nodes: Sequence[Node]) -> Iterator[tuple[str, str, str]]:
    """Yield ("fact" | "item", uuid, path) for all that a text refers to, block by block; a path is "3.children.1"."""
    for number, node in enumerate(nodes):
        for place, child in enumerate(node.get("children", ())):
            if child.get("_type") == "fact":
                yield "fact", str(child["fact"]), f"{number}.children.{place}"
        for place, definition in enumerate(node.get("markDefs", ())):
            if definition.get("_type") == "itemLink":
                yield "item", str(definition["item"]), f"{number}.markDefs.{place}"


def map_nodes(
    nodes: Sequence[Node], *, child: Change = lambda node: node, definition: Change = lambda node: node
) -> list[Node]:
    """Return new nodes, every child and mark definition changed; one changed to None is left out, and so are its marks.

    The functions get the node itself and must return a new one rather than alter it.
    """
    changed = []
    for node in nodes:
        new = dict(node)
        if "markDefs" in node:
            new["markDefs"] = kept(node["markDefs"], definition)
        if "children" in node:
            new["children"] = kept(node["children"], child)
        changed.append(without_lost_marks(node, new))
    return changed


def kept(nodes: Sequence[Node], change: Change) -> list[Node]:
    return [new for new in map(change, nodes) if new is not None]


def without_lost_marks(before: Node, after: Node) -> Node:
    """Take the marks off that point to a definition which is gone."""
    keys = {definition["_key"] for definition in before.get("markDefs", ())}
    lost = keys - {definition["_key"] for definition in after.get("markDefs", ())}
    if lost:
        after["children"] = [without_marks(child, lost) for child in after.get("children", ())]
        if not after["markDefs"]:
            del after["markDefs"]
    return after


def without_marks(child: Node, lost: set[str]) -> Node:
    marks = [mark for mark in child.get("marks", ()) if mark not in lost]
    rest = {name: value for name, value in child.items() if name != "marks"}
    return {**rest, "marks": marks} if marks else rest


def plain_text(nodes: Sequence[Node], fact: Callable[[str, str], str] = lambda uuid, form: "") -> str:
    """Return the words of a text, one block per line.

    A resolved fact gives its own text; `fact(uuid, format)` gives that of an unresolved one.
    """
    lines = ("".join(child_text(child, fact) for child in node.get("children", ())).strip() for node in nodes)
    return "\n".join(line for line in lines if line)


def child_text(child: Node, fact: Callable[[str, str], str]) -> str:
    if child.get("_type") != "fact":
        return str(child.get("text", ""))
    if "text" in child:
        return str(child["text"])
    return fact(str(child["fact"]), str(child.get("format", "short")))
