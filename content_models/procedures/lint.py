"""What is wrong with a procedure: `check` gives what makes it unusable, `warnings` what makes it hard to use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from content_models.problem import Problem
from content_models.procedures.conditions import check_condition, parts
from content_models.procedures.graph import always_before, find_cycle, longest_path, reachable
from content_models.procedures.shape import check_inputs, check_nodes
from content_models.procedures.walk import paths

TURNS = 7
"""How many turns a customer keeps in mind; more is a warning."""

MAX_NODES = 400


def check(procedure: Any) -> list[Problem]:
    """Return everything that keeps a procedure from being used; later checks wait until the shape is right."""
    if not isinstance(procedure, Mapping):
        return [Problem("", _("Write an object with inputs and nodes."), code="shape")]
    inputs, nodes = procedure.get("inputs", {}), procedure.get("nodes")
    problems = [Problem(str(name), _("This is not known here."), code="unknown") for name in unknown(procedure)]
    if not isinstance(nodes, list) or not nodes or len(nodes) > MAX_NODES:
        message = _("Write a list of 1 to %s nodes.") % MAX_NODES
        return [*problems, Problem("nodes", message, code="shape")]
    problems += check_inputs(inputs)
    problems += check_nodes(nodes, inputs if isinstance(inputs, Mapping) else {})
    if problems:
        return problems
    problems = check_targets(nodes) + check_conditions(nodes, inputs)
    return problems or check_roads(nodes) + check_asked(nodes)


def unknown(procedure: Mapping[str, Any]) -> list[str]:
    return [name for name in procedure if name not in {"inputs", "nodes"}]


def check_targets(nodes: list[Any]) -> list[Problem]:
    known = {node["id"] for node in nodes}
    return [
        Problem(f"nodes.{number}.next.{place}.to", _("There is no node %s.") % branch["to"], code="unknown_node")
        for number, node in enumerate(nodes)
        for place, branch in enumerate(node.get("next") or ())
        if branch["to"] not in known
    ]


def check_conditions(nodes: list[Any], inputs: Mapping[str, Any]) -> list[Problem]:
    return [
        problem
        for number, node in enumerate(nodes)
        for place, branch in enumerate(node.get("next") or ())
        if "if" in branch
        for problem in check_condition(branch["if"], inputs, f"nodes.{number}.next.{place}.if")
    ]


def check_roads(nodes: list[Any]) -> list[Problem]:
    """Return circles: a customer would never come to an end."""
    graph = graph_of(nodes)
    cycle = find_cycle(graph)
    if cycle:
        message = _("This goes round in a circle: %s.") % " > ".join(cycle)
        return [Problem(f"nodes.{position(nodes, cycle[0])}", message, code="cycle")]
    return []


def check_asked(nodes: list[Any]) -> list[Problem]:
    """Return conditions on an answer that no question before them can have given."""
    graph = graph_of(nodes)
    if find_cycle(graph):
        return []
    asked: dict[str, set[str]] = {}
    for node in nodes:
        if node["kind"] == "question":
            asked.setdefault(node["input"], set()).update(reachable(graph, node["id"]))
    problems = []
    for number, node in enumerate(nodes):
        for place, name in used_inputs(node):
            if node["id"] not in asked.get(name, ()):
                message = _("%s is used here, but nobody has asked for it yet.") % name
                problems.append(Problem(f"nodes.{number}.next.{place}.if", message, code="not_asked"))
    return problems


def warnings(procedure: Mapping[str, Any]) -> list[Problem]:
    """Return what an editor should look at in a procedure that `check` finds nothing wrong with."""
    nodes = procedure["nodes"]
    graph, start = graph_of(nodes), nodes[0]["id"]
    found = []
    road = longest_path(graph, start)
    if len(road) - 1 > TURNS:
        values = {"turns": len(road) - 1, "most": TURNS}
        message = _("The longest way through takes %(turns)s turns; more than %(most)s is hard to follow.") % values
        found.append(Problem("nodes", message, " > ".join(road), "long"))
    return [*found, *sometimes_asked(nodes), *never_taken(procedure)]


def sometimes_asked(nodes: list[Any]) -> list[Problem]:
    """Return conditions on an answer that only some roads give; on the others they are false."""
    before = always_before(graph_of(nodes), nodes[0]["id"])
    asks = {node["id"]: node.get("input") for node in nodes}
    return [
        Problem(
            f"nodes.{number}.next.{place}.if", _("Not everyone who comes here was asked %s.") % name, code="sometimes"
        )
        for number, node in enumerate(nodes)
        for place, name in used_inputs(node)
        if name not in {asks[other] for other in before.get(node["id"], ())}
    ]


def never_taken(procedure: Mapping[str, Any]) -> list[Problem]:
    """Return nodes to which roads lead that no answers take, as far as trying them out can tell."""
    tried = paths(procedure)
    if tried.truncated:
        return []
    passed = {node for path in tried for node in path.nodes}
    return [
        Problem(f"nodes.{number}", _("No answers lead to %s.") % node["id"], code="never_taken")
        for number, node in enumerate(procedure["nodes"])
        if node["id"] not in passed
    ]


def graph_of(nodes: list[Any]) -> dict[str, list[str]]:
    return {node["id"]: [branch["to"] for branch in node.get("next") or ()] for node in nodes}


def position(nodes: list[Any], node_id: str) -> int:
    return next(number for number, node in enumerate(nodes) if node["id"] == node_id)


def used_inputs(node: Mapping[str, Any]) -> list[tuple[int, str]]:
    """Return (branch number, input) for each answer that a node's conditions compare."""
    return [
        (place, operand[0])
        for place, branch in enumerate(node.get("next") or ())
        if "if" in branch
        for operator, operand, _path in parts(branch["if"])
        if operator not in {"all", "any", "not", "is_empty"}
    ]
