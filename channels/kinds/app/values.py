"""Rewrite the fields of an answer, of any kind, to what the contract of an app names.

An app that was written for `app/1` must be able to trust it for years, so nothing passes unseen: a property is in
the document because it is named here and in the schema. Fields for the organisation's own eyes never are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from channels.kinds.app.rich import rich_text
from channels.kinds.app.small import choice, fact, inputs, number, plain, reference, table
from channels.kinds.pictures import sizes
from channels.kinds.read import mapping, mappings, sequence, text
from channels.output import Asset

Node = dict[str, Any]

TEXTS = ("text", "long_text", "url", "date", "datetime")
"""Kinds whose value is a text."""


@dataclass
class Rewriter:
    """Rewrites the fields of one document and gathers the assets it needs."""

    assets: list[Asset] = field(default_factory=list)

    def fields(self, value: object) -> list[Node]:
        """Return the fields that have a value the contract knows."""
        found = (self.field(one) for one in mappings(value) if not one.get("internal"))
        return [one for one in found if one]

    def field(self, one: Mapping[str, Any]) -> Node | None:
        kind = text(one.get("kind"))
        value = self.value(kind, one.get("value"))
        if value in (None, "", [], {}):
            return None
        return {
            "key": text(one.get("key")),
            "label": text(one.get("label")),
            "kind": kind,
            "value": value,
            "text": text(one.get("text")),
        }

    def value(self, kind: str, value: object) -> Any:
        """Return a value of this kind, or None when it is empty, malformed or of a kind the contract does not know."""
        if kind in TEXTS:
            return text(value)
        if kind == "reference":
            many = isinstance(value, list)
            return [reference(one) for one in mappings(value)] if many else self.typed("reference", value, reference)
        simple: dict[str, Callable[[], Any]] = {
            "boolean": lambda: value if isinstance(value, bool) else None,
            "number": lambda: number(value),
            "tags": lambda: [tag for tag in map(text, sequence(value)) if tag],
            "choice": lambda: self.typed("choice", value, choice),
            "fact": lambda: self.typed("fact", value, fact),
            "rich_text": lambda: rich_text(value),
            "table": lambda: table(value) if sequence(mapping(value).get("rows")) else None,
            "image": lambda: self.image(mapping(value)),
            "group": lambda: self.group(mapping(value)),
            "list": lambda: [one for element in sequence(value) if (one := self.element(element))],
            "blocks": lambda: [one for element in mappings(value) if (one := self.group(element))],
            "procedure": lambda: self.procedure(mapping(value)),
        }
        return simple[kind]() if kind in simple else None

    def typed(self, name: str, value: object, rewrite: Callable[[Mapping[str, Any]], Node]) -> Node | None:
        return rewrite(mapping(value)) if mapping(value).get("_type") == name else None

    def group(self, value: Mapping[str, Any]) -> Node | None:
        fields = self.fields(value.get("fields"))
        if not fields:
            return None
        names = {name: text(value.get(name)) for name in ("block", "label") if text(value.get(name))}
        return {"_type": "group", **names, "fields": fields}

    def element(self, value: object) -> Node | None:
        """Return one element of a list with its kind, which follows from its shape."""
        kind = element_kind(value)
        rewritten = self.value(kind, value)
        return None if rewritten in (None, "", [], {}) else {"kind": kind, "value": rewritten}

    def image(self, value: Mapping[str, Any]) -> Node | None:
        """Return an image with the paths of its renditions in the bundle."""
        found = sizes(value)
        if not found:
            return None
        self.assets += [size.asset for size in found if size.asset not in self.assets]
        decorative = bool(value.get("decorative"))
        return {
            "_type": "image",
            "image": text(value.get("image")),
            "alt": "" if decorative else text(value.get("alt")),
            "decorative": decorative,
            "renditions": {
                size.asset.rendition: {"path": size.asset.path, "width": size.width, "height": size.height}
                for size in found
            },
        }

    def procedure(self, value: Mapping[str, Any]) -> Node | None:
        nodes = [_node(one) for one in mappings(value.get("nodes")) if text(one.get("id"))]
        return {"inputs": inputs(value.get("inputs")), "nodes": nodes} if nodes else None


def element_kind(value: object) -> str:
    """Return the field kind of a list's element."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, str):
        return "text"
    found = mapping(value)
    if found:
        known = text(found.get("_type"))
        return known or ("procedure" if "nodes" in found else "table")
    return "rich_text"


def _node(one: Mapping[str, Any]) -> Node:
    node: Node = {"id": text(one.get("id")), "kind": text(one.get("kind")), "title": text(one.get("title"))}
    for name in ("input", "disposition", "handover"):
        if text(one.get(name)):
            node[name] = text(one.get(name))
    if body := rich_text(one.get("body")):
        node["body"] = body
    if steps := [{"text": text(step.get("text"))} for step in mappings(one.get("steps")) if text(step.get("text"))]:
        node["steps"] = steps
    node["next"] = [_branch(branch) for branch in mappings(one.get("next")) if text(branch.get("to"))]
    return node


def _branch(branch: Mapping[str, Any]) -> Node:
    to = text(branch.get("to"))
    if branch.get("else"):
        return {"else": True, "to": to}
    return {"if": {text(name): plain(list(sequence(one))) for name, one in mapping(branch.get("if")).items()}, "to": to}
