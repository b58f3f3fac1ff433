"""Rewrite the small values of an answer to what the contract of an app names."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from channels.kinds.read import mapping, mappings, sequence, text
from channels.portable_text import clean

Node = dict[str, Any]

MAX_DEPTH = 12


def number(value: object) -> int | float | None:
    """Return a number that JSON can hold, or None."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return None
    return value


def plain(value: object, depth: int = 0) -> Any:
    """Return a value of unknown shape as JSON can hold it: clean texts, finite numbers, no endless nesting."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, (int, float)):
        return number(value)
    if depth > MAX_DEPTH:
        return None
    if isinstance(value, Mapping):
        return {clean(key): plain(one, depth + 1) for key, one in value.items() if isinstance(key, str)}
    return [plain(one, depth + 1) for one in sequence(value)]


def fact(value: Mapping[str, Any]) -> Node:
    """Return a resolved fact."""
    names = ("fact", "key", "label", "kind", "format", "text", "spoken")
    return {
        "_type": "fact",
        **{name: text(value.get(name)) for name in names},
        "value": plain(value.get("value")),
        "version": int(number(value.get("version")) or 0),
    }


def reference(value: Mapping[str, Any]) -> Node:
    """Return a link to another item of the hub."""
    names = ("item", "key", "locale", "title", "model", "status")
    return {"_type": "reference", **{name: text(value.get(name)) for name in names}}


def choice(value: object) -> Node:
    """Return a chosen option with its label."""
    found = mapping(value)
    return {"_type": "choice", "value": text(found.get("value")), "label": text(found.get("label"))}


def table(value: object) -> Node:
    """Return a table; rows may be shorter than the header."""
    found = mapping(value)
    return {
        "caption": text(found.get("caption")),
        "header": [text(cell) for cell in sequence(found.get("header"))],
        "rows": [[text(cell) for cell in sequence(row)] for row in sequence(found.get("rows"))],
    }


def inputs(value: object) -> Node:
    """Return the questions of a procedure by name."""
    return {clean(name): _input(mapping(one)) for name, one in mapping(value).items() if isinstance(name, str)}


def _input(value: Mapping[str, Any]) -> Node:
    asked: Node = {"kind": text(value.get("kind")), "label": text(value.get("label"))}
    for name, key in (("spoken_label", "spokenLabel"), ("help", "help")):
        if text(value.get(name)):
            asked[key] = text(value.get(name))
    names = ("label", "short")
    options = [
        {"value": plain(one.get("value")), **{name: text(one.get(name)) for name in names}}
        for one in mappings(value.get("options"))
        if isinstance(one.get("value"), (str, int, float))
    ]
    return {**asked, "options": options} if options else asked
