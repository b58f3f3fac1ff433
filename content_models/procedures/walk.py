"""Walking through a procedure: with a customer's answers, or with all answers that make a difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from content_models.procedures.conditions import DAYS_AHEAD, GROUPS, MEMBERS, ORDERS, compare, holds, parts, read_day

EXAMPLE_DAY = date(2026, 1, 1)
"""Today, where example answers are wanted and the day does not matter."""

MAX_PATHS = 500
MAX_STATES = 20_000


class ProcedureError(ValueError):
    """The procedure cannot be walked; `check` says what is wrong with it."""


@dataclass(frozen=True)
class Path:
    """One way through: the nodes passed, the last of them the outcome, and answers that lead there."""

    nodes: tuple[str, ...]
    answers: Mapping[str, Any]

    @property
    def outcome(self) -> str:
        return self.nodes[-1]


class Paths(list[Path]):
    """The ways through a procedure; `truncated` when there were too many to try them all."""

    truncated = False


def evaluate(procedure: Mapping[str, Any], answers: Mapping[str, Any], today: date) -> list[str]:
    """Return the ids of the nodes a customer passes: up to the outcome, or to the first question not answered.

    An answer that is there but None or "" was asked for and left empty. Raises ProcedureError where `check` finds a
    problem.
    """
    nodes = {node["id"]: node for node in procedure["nodes"]}
    return walk_on(nodes, procedure["nodes"][0]["id"], answers, today)


def walk_on(nodes: Mapping[str, Any], start: str, answers: Mapping[str, Any], today: date) -> list[str]:
    """Return the ids passed from a node on, that node included."""
    passed = [start]
    while (current := nodes[passed[-1]])["kind"] != "outcome":
        if current["kind"] == "question" and current["input"] not in answers:
            break
        target = next_node(current, answers, today)
        if target not in nodes or len(passed) > len(nodes):
            raise ProcedureError(f"No way on from {current['id']!r} to {target!r}.")
        passed.append(target)
    return passed


def next_node(node: Mapping[str, Any], answers: Mapping[str, Any], today: date) -> str:
    """Return the target of the first branch that holds."""
    for branch in node.get("next") or ():
        if "if" not in branch or holds(branch["if"], answers, today):
            return str(branch["to"])
    raise ProcedureError(f"{node['id']!r} has no else branch.")


def paths(procedure: Mapping[str, Any], today: date = EXAMPLE_DAY, limit: int = MAX_PATHS) -> Paths:
    """Return every different way through a checked procedure, `limit` at most, with example answers.

    Of each input only those answers are tried that some condition tells apart.
    """
    found, seen = Paths(), set()
    candidates = {name: example_answers(procedure, name, today) for name in procedure.get("inputs", {})}
    nodes = {node["id"]: node for node in procedure["nodes"]}
    waiting: list[Path] = [Path((procedure["nodes"][0]["id"],), {})]
    for _state in range(MAX_STATES):
        if not waiting or len(found) >= limit:
            break
        so_far = waiting.pop()
        passed = (*so_far.nodes[:-1], *walk_on(nodes, so_far.nodes[-1], so_far.answers, today))
        last = nodes[passed[-1]]
        if last["kind"] == "question":
            tried = reversed(candidates[last["input"]])
            waiting += [Path(passed, {**so_far.answers, last["input"]: one}) for one in tried]
        elif passed not in seen:
            seen.add(passed)
            found.append(Path(passed, so_far.answers))
    found.truncated = bool(waiting)
    return found


def example_answers(procedure: Mapping[str, Any], name: str, today: date) -> list[Any]:
    """Return answers to an input, one for each outcome that the conditions about it can have together."""
    comparisons = [
        (operator, operand)
        for node in procedure["nodes"]
        for branch in node.get("next") or ()
        if "if" in branch
        for operator, operand, _path in parts(branch["if"])
        if operator not in GROUPS and operand[0] == name
    ]
    different: dict[tuple[bool, ...], Any] = {}
    for answer in possible_answers(procedure["inputs"][name], comparisons, today):
        signature = tuple(compare(operator, operand, {name: answer}, today) for operator, operand in comparisons)
        different.setdefault(signature, answer)
    return list(different.values())


def possible_answers(asked: Mapping[str, Any], comparisons: Sequence[tuple[str, Any]], today: date) -> list[Any]:
    """Return answers around every value that a condition mentions."""
    kind = asked["kind"]
    if kind == "choice":
        answers: list[Any] = [option["value"] for option in asked["options"]]
    elif kind == "yesno":
        answers = [True, False]
    else:
        answers = [answer for operator, operand in comparisons for answer in near(operator, operand, today)]
        answers.append({"date": today.isoformat(), "number": 0}.get(kind, "…"))
    asks_empty = any(operator == "is_empty" for operator, _operand in comparisons)
    return [*answers, None] if asks_empty else answers


def near(operator: str, operand: Sequence[Any], today: date) -> list[Any]:
    """Return the value of a comparison, and those just below and above it."""
    if operator == "is_empty":
        return []
    if operator in DAYS_AHEAD:
        return [(today + timedelta(days=operand[1] + step)).isoformat() for step in (-1, 0, 1)]
    values = operand[1] if operator in MEMBERS else [operand[1]]
    return [answer for value in values for answer in around(value, ordered=operator in ORDERS)]


def around(value: Any, *, ordered: bool) -> list[Any]:
    if isinstance(value, (int, float)) and ordered:
        return [value - 1, value, value + 1]
    day = read_day(value)
    if day is None:
        return [value]
    return [(day + timedelta(days=step)).isoformat() for step in (-1, 0, 1)]
