"""Smart answers and step-by-step navigation as procedures."""

from collections.abc import Callable
from typing import Any

from contenthub.importing.govuk.pieces import as_html, pieces_of
from contenthub.importing.records import BadFile

Rich = Callable[[str], str]


def procedure_of(details: dict[str, Any], rich: Rich, title: str) -> tuple[str, dict[str, Any]]:
    """Return (introduction, procedure) of a document's details. Raises BadFile when there are no steps in it."""
    if isinstance(navigation := details.get("step_by_step_nav"), dict):
        introduction = as_html(list(pieces_of(navigation.get("introduction"), "introduction")))
        return rich(introduction), _steps(navigation, rich, title)
    if isinstance(nodes := details.get("nodes"), list) and nodes:
        return "", _questions([node for node in nodes if isinstance(node, dict)], rich)
    raise BadFile("It has no steps and no questions, so it cannot become a procedure.")


def _questions(nodes: list[dict[str, Any]], rich: Rich) -> dict[str, Any]:
    inputs: dict[str, Any] = {}
    out = []
    for node in nodes:
        slug, options = str(node.get("slug")), [one for one in node.get("options") or () if isinstance(one, dict)]
        body = rich(as_html(list(pieces_of(node.get("body"), "body"))))
        entry = {"id": slug, "title": str(node.get("title") or slug), "body": body}
        if node.get("kind") == "question" and options:
            inputs[slug] = {
                "kind": "choice",
                "label": entry["title"],
                "options": [
                    {"value": str(one.get("slug")), "label": str(one.get("label")), "short": str(one.get("label"))}
                    for one in options
                ],
            }
            branches: list[dict[str, Any]] = [
                {"if": {"eq": [slug, str(one.get("slug"))]}, "to": str(one.get("next_node"))} for one in options
            ]
            branches[-1] = {"else": True, "to": branches[-1]["to"]}
            out.append({**entry, "kind": "question", "input": slug, "next": branches})
        else:
            out.append({**entry, "kind": "outcome", "disposition": "answered"})
    return {"inputs": inputs, "nodes": out}


def _steps(navigation: dict[str, Any], rich: Rich, title: str) -> dict[str, Any]:
    steps = [step for step in navigation.get("steps") or () if isinstance(step, dict)]
    nodes: list[dict[str, Any]] = []
    for number, step in enumerate(steps, 1):
        following = f"step-{number + 1}" if number < len(steps) else "done"
        body = rich(as_html(list(pieces_of(step.get("contents"), "contents"))))
        heading = str(step.get("title") or number)
        entry = {"id": f"step-{number}", "kind": "info", "title": heading, "body": body}
        nodes.append({**entry, "next": [{"else": True, "to": following}]})
    return {"inputs": {}, "nodes": [*nodes, {"id": "done", "kind": "outcome", "title": title, "disposition": "done"}]}
