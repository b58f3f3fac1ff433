"""Bodies as an editor's form stores them, made from the content files with the help of the content model."""

from collections.abc import Mapping, Sequence
from typing import Any

from content_models.document import editor_body
from content_models.spec import FieldSpec, ModelSpec
from contenthub.demo.identity import uuid_of
from contenthub.demo.markup import to_editor_html


def body_of(spec: ModelSpec, written: Mapping[str, Any]) -> dict[str, Any]:
    """Return the raw body. Raises ValueError for a field that the model does not have."""
    known = {field.key: field for field in spec.fields}
    if unknown := set(written) - set(known):
        raise ValueError(f"The content model {spec.key!r} has no field {', '.join(sorted(unknown))}.")
    return editor_body(spec, {key: _value(known[key], value) for key, value in written.items()})


def _value(spec: FieldSpec, value: Any) -> Any:
    if spec.kind == "rich_text":
        return to_editor_html(value)
    if spec.kind == "fact":
        return str(uuid_of("fact", value))
    if spec.kind == "reference":
        many = [str(uuid_of("item", one)) for one in ([value] if isinstance(value, str) else value)]
        return many if spec.options.get("many") else many[0]
    if spec.kind == "image":
        return {"image": str(uuid_of("image", value["image"])), "alt": value["alt"], "decorative": False}
    if spec.kind == "procedure":
        return _procedure(value)
    return _nested(spec, value)


def _nested(spec: FieldSpec, value: Any) -> Any:
    if spec.kind == "group":
        return _members(spec, value)
    if spec.kind == "list":
        return [_value(spec.fields[0], one) for one in value]
    if spec.kind == "blocks":
        return _blocks(spec, [{"text": value}] if isinstance(value, str) else value)
    return value.strip() if isinstance(value, str) else value


def _members(spec: FieldSpec, value: Mapping[str, Any]) -> dict[str, Any]:
    known = {field.key: field for field in spec.fields}
    return {key: _value(known[key], inner) for key, inner in value.items()}


def _blocks(spec: FieldSpec, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return a row of blocks: a block is named by its `block`, else by its first member (`{text = "…"}`)."""
    groups = {group.key: group for group in spec.fields}
    blocks = []
    for row in rows:
        name = row.get("block") or next(key for key in row if key in groups)
        members = {key: value for key, value in row.items() if key != "block"}
        if name == "image":
            members = {"image": {"image": row["image"], "alt": row["alt"]}} | (
                {"caption": row["caption"]} if "caption" in row else {}
            )
        blocks.append({"block": name, **_members(groups[name], members)})
    return blocks


def _procedure(value: Mapping[str, Any]) -> dict[str, Any]:
    nodes = [{**node, "body": to_editor_html(node["body"])} if "body" in node else node for node in value["nodes"]]
    return {"inputs": value.get("inputs", {}), "nodes": nodes}
