"""Generic fields: every field of an item with key, label, value and text, for channels that show any model."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from channels.portable_text import to_plain
from content_models.spec import FieldSpec
from contenthub.query.names import is_metadata, is_public
from contenthub.query.store.loaded import Loaded
from contenthub.query.values import words
from contenthub.query.values.reader import Reader
from contenthub.query.values.renditions import ALLOWED, DEFAULT, rendition


@dataclass(frozen=True)
class FieldValue:
    """One field of an item (or of a group in it) with its stored value; the rest is worked out when asked."""

    reader: Reader
    item: Loaded
    spec: FieldSpec
    stored: Any

    @property
    def label(self) -> str:
        return self.spec.label_in(self.item.locale)

    @property
    def value(self) -> Any:
        return value_of(self.reader, self.item, self.spec, self.stored)

    @property
    def text(self) -> str:
        return text_of(self.reader, self.item, self.spec, self.stored)

    def as_json(self) -> dict[str, Any]:
        known = {"key": self.spec.key, "label": self.label, "kind": self.spec.kind, "value": self.value}
        return known | {"text": self.text} | marks(self.spec)


def marks(spec: FieldSpec) -> dict[str, bool]:
    """Return what is said of a field inside a group when it is not for every reader."""
    known = {"internal": not is_public(spec), "metadata": is_metadata(spec)}
    return {name: True for name, holds in known.items() if holds}


def field_values(
    reader: Reader, item: Loaded, fields: Iterable[FieldSpec], stored: Mapping[str, Any]
) -> list[FieldValue]:
    """Return the fields that have a value; internal ones only for whom may see them."""
    return [
        FieldValue(reader, item, spec, stored[spec.key])
        for spec in fields
        if stored.get(spec.key) is not None and (is_public(spec) or reader.internal)
    ]


def value_of(reader: Reader, item: Loaded, spec: FieldSpec, stored: Any) -> Any:
    """Return a stored value as resolved JSON; None when an older snapshot holds something else."""
    way = VALUES.get(spec.kind)
    return way(reader, item, spec, stored) if way else stored


def text_of(reader: Reader, item: Loaded, spec: FieldSpec, stored: Any) -> str:
    """Return a stored value as plain text in the item's locale."""
    way = TEXTS.get(spec.kind)
    return way(reader, item, spec, stored) if way else str(stored)


def _choice(reader: Reader, item: Loaded, spec: FieldSpec, stored: Any) -> Any:
    return {"_type": "choice", "value": stored, "label": words.choice_words(spec, stored, item.locale)}


def _rich_text(reader: Reader, item: Loaded, spec: FieldSpec, stored: Any) -> Any:
    return reader.nodes(item, stored)


def _fact(reader: Reader, item: Loaded, spec: FieldSpec, stored: Any) -> Any:
    if not isinstance(stored, Mapping):
        return None
    node = reader.fact_node(stored["fact"], stored.get("format") or "short", item.locale)
    fact = reader.fact(stored["fact"])
    return node | {
        "validFrom": fact.valid_from.isoformat() if fact and fact.valid_from else None,
        "validUntil": fact.valid_until.isoformat() if fact and fact.valid_until else None,
    }


def _reference(reader: Reader, item: Loaded, spec: FieldSpec, stored: Any) -> Any:
    found = list(_targets(reader, item, stored))
    return found if isinstance(stored, list) else (found[0] if found else None)


def _targets(reader: Reader, item: Loaded, stored: Any) -> Iterator[dict[str, Any]]:
    for uuid in stored if isinstance(stored, list) else [stored]:
        link = reader.link(str(uuid), item)
        if link["status"] in ("live", "withdrawn"):
            yield {"_type": "reference", **link}


def _image(reader: Reader, item: Loaded, spec: FieldSpec, stored: Any) -> Any:
    if not isinstance(stored, Mapping):
        return None
    sizes = {name: rendition(stored, name, reader.base_url) for name in ALLOWED}
    known = {"_type": "image", "image": stored["image"], "alt": stored.get("alt", "")}
    about = {"decorative": bool(stored.get("decorative")), "title": stored.get("title", ""), "file": stored.get("file")}
    return known | about | sizes[DEFAULT] | {"renditions": sizes}


def _list(reader: Reader, item: Loaded, spec: FieldSpec, stored: Any) -> Any:
    values = stored if isinstance(stored, list) else []
    return [value_of(reader, item, spec.fields[0], value) for value in values]


def _group(reader: Reader, item: Loaded, spec: FieldSpec, stored: Any) -> Any:
    members = field_values(reader, item, spec.fields, stored) if isinstance(stored, Mapping) else []
    return {"_type": "group", "fields": [member.as_json() for member in members]}


def _blocks(reader: Reader, item: Loaded, spec: FieldSpec, stored: Any) -> Any:
    return [
        {"_type": "group", "block": group.key, "label": group.label_in(item.locale)}
        | ({"metadata": True} if group.metadata else {})
        | {"fields": _group(reader, item, group, one)["fields"]}
        for group, one in _shown_blocks(reader, spec, stored)
    ]


def _shown_blocks(reader: Reader, spec: FieldSpec, stored: Any) -> Iterator[tuple[FieldSpec, Mapping[str, Any]]]:
    groups = {group.key: group for group in spec.fields if group.public or reader.internal}
    for one in stored if isinstance(stored, list) else ():
        if isinstance(one, Mapping) and (group := groups.get(one.get("block", ""))):
            yield group, one


def procedure(reader: Reader, item: Loaded, stored: Any) -> Any:
    """Return a procedure with its bodies resolved; agents' notes only for whom may see them."""
    if not isinstance(stored, Mapping):
        return None
    nodes = [
        {**node, "body": reader.nodes(item, node.get("body") or [])}
        | ({"steps": [_step(reader, step) for step in node["steps"]]} if node.get("steps") else {})
        for node in stored.get("nodes", ())
    ]
    return {**stored, "nodes": nodes}


def _step(reader: Reader, step: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in step.items() if name != "agent_note" or reader.internal}


def _members_text(reader: Reader, item: Loaded, spec: FieldSpec, stored: Any) -> str:
    members = field_values(reader, item, spec.fields, stored) if isinstance(stored, Mapping) else []
    return "\n".join(f"{one.label}: {one.text}" for one in members if one.text and not is_metadata(one.spec))


def _table_text(reader: Reader, item: Loaded, spec: FieldSpec, stored: Any) -> str:
    if not isinstance(stored, Mapping):
        return ""
    rows = [[stored.get("caption") or ""], stored.get("header") or [], *(stored.get("rows") or [])]
    return "\n".join(" | ".join(row) for row in rows if any(row))


def _procedure_text(reader: Reader, item: Loaded, spec: FieldSpec, stored: Any) -> str:
    nodes = stored.get("nodes", ()) if isinstance(stored, Mapping) else ()
    return "\n\n".join(
        "\n".join(
            part for part in (node.get("title", ""), to_plain(reader.nodes(item, node.get("body") or []))) if part
        )
        for node in nodes
    )


def _fact_text(reader: Reader, item: Loaded, spec: FieldSpec, stored: Any) -> str:
    fact = reader.fact(stored["fact"]) if isinstance(stored, Mapping) else None
    return reader.fact_text(fact, stored.get("format") or "short", item.locale) if fact else ""


def _list_text(reader: Reader, item: Loaded, spec: FieldSpec, stored: Any) -> str:
    values = stored if isinstance(stored, list) else []
    return "\n".join(text_of(reader, item, spec.fields[0], value) for value in values)


def _blocks_text(reader: Reader, item: Loaded, spec: FieldSpec, stored: Any) -> str:
    shown = ((group, one) for group, one in _shown_blocks(reader, spec, stored) if not group.metadata)
    return "\n\n".join(_members_text(reader, item, group, one) for group, one in shown)


VALUES: Mapping[str, Callable[[Reader, Loaded, FieldSpec, Any], Any]] = {
    "choice": _choice,
    "rich_text": _rich_text,
    "fact": _fact,
    "reference": _reference,
    "image": _image,
    "list": _list,
    "group": _group,
    "blocks": _blocks,
    "procedure": lambda reader, item, spec, stored: procedure(reader, item, stored),
}

TEXTS: Mapping[str, Callable[[Reader, Loaded, FieldSpec, Any], str]] = {
    "number": lambda reader, item, spec, stored: words.number_words(stored, item.locale),
    "boolean": lambda reader, item, spec, stored: words.boolean_words(stored, item.locale),
    "date": lambda reader, item, spec, stored: words.date_words(stored, item.locale),
    "datetime": lambda reader, item, spec, stored: words.datetime_words(stored, item.locale),
    "choice": lambda reader, item, spec, stored: words.choice_words(spec, stored, item.locale),
    "tags": lambda reader, item, spec, stored: ", ".join(map(str, stored)) if isinstance(stored, list) else "",
    "rich_text": lambda reader, item, spec, stored: to_plain(reader.nodes(item, stored)),
    "reference": lambda reader, item, spec, stored: ", ".join(one["title"] for one in _targets(reader, item, stored)),
    "image": lambda reader, item, spec, stored: str(stored.get("alt", "")) if isinstance(stored, Mapping) else "",
    "fact": _fact_text,
    "table": _table_text,
    "list": _list_text,
    "group": _members_text,
    "blocks": _blocks_text,
    "procedure": _procedure_text,
}
