"""Rewrite Portable Text so that it holds exactly what the contract of an app names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from channels.kinds.app.small import fact, number
from channels.kinds.read import mappings, sequence, text
from channels.portable_text import safe_href
from channels.portable_text.nodes import DECORATIONS, MAX_LEVEL, STYLES

Node = dict[str, Any]

ITEM_LINK = ("item", "key", "locale", "title", "model", "status")


def rich_text(value: object) -> list[Node]:
    """Return the blocks and breaks of a text; what the contract does not know is left out."""
    found = (_break() if node.get("_type") == "break" else _block(node) for node in mappings(value))
    return [node for node in found if node]


def _break() -> Node:
    return {"_type": "break"}


def _block(node: Mapping[str, Any]) -> Node | None:
    if node.get("_type") != "block":
        return None
    definitions = {one["_key"]: one for one in map(_definition, mappings(node.get("markDefs"))) if one}
    allowed = {*DECORATIONS, *definitions}
    children = [child for one in mappings(node.get("children")) if (child := _child(one, allowed))]
    if not children:
        return None
    style = text(node.get("style"))
    block: Node = {"_type": "block", "style": style if style in STYLES else "normal", "children": children}
    used = {mark for child in children for mark in child.get("marks", ())}
    if kept := [one for key, one in definitions.items() if key in used]:
        block["markDefs"] = kept
    if node.get("listItem") in ("bullet", "number"):
        level = number(node.get("level"))
        block |= {"listItem": node["listItem"], "level": min(max(int(level or 1), 1), MAX_LEVEL)}
    return block


def _child(one: Mapping[str, Any], allowed: set[str]) -> Node | None:
    words = text(one.get("text"))
    if not words or one.get("_type") not in ("span", "fact"):
        return None
    child: Node = fact(one) if one.get("_type") == "fact" else {"_type": "span", "text": words}
    wanted = dict.fromkeys(mark for mark in sequence(one.get("marks")) if isinstance(mark, str) and mark in allowed)
    return {**child, "marks": list(wanted)} if wanted else child


def _definition(one: Mapping[str, Any]) -> Node | None:
    key, kind = text(one.get("_key")), one.get("_type")
    if not key:
        return None
    if kind == "itemLink":
        return {"_key": key, "_type": kind, **{name: text(one.get(name)) for name in ITEM_LINK}}
    address = safe_href(one.get("href"))
    if kind == "link" and address:
        return {"_key": key, "_type": kind, "href": address}
    if kind == "external":
        source, title = text(one.get("source")), text(one.get("title"))
        return {"_key": key, "_type": kind, "source": source, "title": title, "href": address or ""}
    return None
