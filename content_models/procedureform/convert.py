"""A procedure as it is stored, and as its form holds it: exactly there and back."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.text import slugify

from content_models.procedureform.rules import from_rows, to_rows

INPUT = ("kind", "label", "spoken_label", "help")
DIGITS = "-0123456789"
NODE = ("title", "body", "input", "disposition", "handover")


def to_form(procedure: Any) -> dict[str, Any]:
    """Return {"inputs": […], "nodes": [{"type", "value"}, …]} for a stored procedure; empty for anything else."""
    if not isinstance(procedure, Mapping):
        return {"inputs": [], "nodes": []}
    inputs = procedure.get("inputs") or {}
    return {
        "inputs": [_input_to_form(key, asked) for key, asked in inputs.items() if isinstance(asked, Mapping)],
        "nodes": [_node_to_form(node) for node in procedure.get("nodes") or [] if isinstance(node, Mapping)],
    }


def _input_to_form(key: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    return {"key": key, **{name: asked.get(name, "") for name in INPUT}, "options": list(asked.get("options") or [])}


def _node_to_form(node: Mapping[str, Any]) -> dict[str, Any]:
    branches = [one for one in node.get("next") or [] if isinstance(one, Mapping)]
    value = {"id": node.get("id", ""), **{name: node.get(name, "") for name in NODE}}
    value["steps"] = [{"agent_note": "", **step} for step in node.get("steps") or []]
    value["send"] = list(node.get("send") or [])
    value["branches"] = [{**to_rows(one["if"]), "to": one.get("to", "")} for one in branches if "if" in one]
    value["otherwise"] = next((one.get("to", "") for one in branches if one.get("else") is True), "")
    return {"type": node.get("kind", "info"), "value": value}


def from_form(form: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the procedure that a filled-in form means; None when nothing was filled in."""
    inputs: dict[str, dict[str, Any]] = {}
    for row in items(form.get("inputs")):
        if found := _input_from_form(row):
            inputs[free_key(str(row.get("key") or "").strip(), str(row.get("label") or ""), inputs)] = found
    kinds = {key: str(one.get("kind", "")) for key, one in inputs.items()}
    nodes = [_node_from_form(str(one["type"]), one["value"], kinds) for one in form.get("nodes") or []]
    return {"inputs": inputs, "nodes": nodes} if inputs or nodes else None


def free_key(given: str, label: str, taken: Mapping[str, Any]) -> str:
    """Return the key of a question: what was given, else one made from its words, so that no draft is lost."""
    base = given or slugify(label)[:30].strip("-").lstrip(DIGITS) or "question"
    number, key = 1, base
    while key in taken:
        number += 1
        key = f"{base}-{number}"
    return key


def _input_from_form(row: Mapping[str, Any]) -> dict[str, Any]:
    found = filled(row, INPUT)
    options = [filled(one, ("value", "label", "short")) for one in items(row.get("options"))]
    return {**found, "options": options} if options else found


def _node_from_form(kind: str, value: Mapping[str, Any], kinds: Mapping[str, str]) -> dict[str, Any]:
    node: dict[str, Any] = {"id": str(value.get("id") or "").strip(), "kind": kind, **filled(value, NODE)}
    if steps := [filled(step, ("text", "agent_note")) for step in items(value.get("steps"))]:
        node["steps"] = steps
    if send := [str(one).strip() for one in items(value.get("send")) if str(one or "").strip()]:
        node["send"] = send
    branches: list[dict[str, Any]] = [
        {"if": from_rows({**one, "rules": items(one.get("rules"))}, kinds), "to": str(one.get("to") or "").strip()}
        for one in items(value.get("branches"))
    ]
    if otherwise := str(value.get("otherwise") or "").strip():
        branches.append({"else": True, "to": otherwise})
    return {**node, "next": branches} if branches else node


def filled(row: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Return the members that hold something."""
    return {name: row[name] for name in names if row.get(name) not in (None, "")}


def items(rows: Any) -> Sequence[Any]:
    """Return the values of a list, which Wagtail stores as {"type": "item", "value": …}."""
    return [one["value"] if isinstance(one, Mapping) and one.get("type") == "item" else one for one in rows or []]
