"""A rule's definition as TOML text, for people to read and change."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import regex

BARE = regex.compile(r"[A-Za-z0-9_-]+", regex.V1)


def as_toml(definition: Mapping[str, Any]) -> str:
    """Return the TOML of a definition; it reads back as the same."""
    plain = {name: value for name, value in definition.items() if not _is_table(value)}
    tables = {name: value for name, value in definition.items() if _is_table(value)}
    lines = [f"{_key(name)} = {_value(value)}" for name, value in plain.items()]
    for name, table in tables.items():
        lines += ["", f"[{_key(name)}]", *(f"{_key(key)} = {_value(value)}" for key, value in table.items())]
    return "\n".join(lines) + "\n"


def _is_table(value: Any) -> bool:
    return isinstance(value, Mapping) and len(value) > 3 or (isinstance(value, Mapping) and "name" not in value)


def _key(name: Any) -> str:
    return str(name) if BARE.fullmatch(str(name)) else _text(str(name))


def _text(value: str) -> str:
    if "\\" in value and "'" not in value and "\n" not in value:
        return f"'{value}'"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_value(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, list | tuple):
        inner = ", ".join(_value(one) for one in value)
        if len(inner) < 100:
            return f"[{inner}]"
        return "[\n" + "".join(f"    {_value(one)},\n" for one in value) + "]"
    return str(value)
