"""Read answers without trusting their shape: a missing or odd value becomes an empty one, never an exception.

Stored queries may be edited by a channel owner, so a kind cannot count on every field being asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from channels.portable_text import clean

EMPTY: Mapping[str, Any] = {}


def mapping(value: object) -> Mapping[str, Any]:
    """Return the value when it is an object, else an empty one."""
    return value if isinstance(value, (dict, Mapping)) else EMPTY


def sequence(value: object) -> Sequence[Any]:
    """Return the value when it is a list, else an empty one."""
    return value if isinstance(value, (list, tuple)) else ()


def mappings(value: object) -> list[Mapping[str, Any]]:
    """Return the objects in a list."""
    return [one for one in sequence(value) if isinstance(one, (dict, Mapping))]


def for_readers(fields: object) -> list[Mapping[str, Any]]:
    """Return the fields that readers get: neither those for colleagues nor those for systems."""
    return [one for one in mappings(fields) if not one.get("internal") and not one.get("metadata")]


def text(value: object) -> str:
    """Return a string fit for any document; numbers as they are written, anything else empty."""
    if isinstance(value, str):
        return clean(value)
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else ""


def integer(value: object) -> int | None:
    """Return a whole number above zero, or None."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None


def nodes(connection: object) -> list[Mapping[str, Any]]:
    """Return what a GraphQL connection holds, asked as `edges { node }` or as `nodes`."""
    connection = mapping(connection)
    edges = [edge.get("node") for edge in mappings(connection.get("edges"))]
    return mappings(edges or connection.get("nodes"))
