"""What is wrong with a procedure, and what only deserves a look."""

from typing import Any

import pytest

from content_models.procedures import check, paths, warnings
from tests.content_models.procedures.example import ELSE, MOVE, Edit, asked, both, chain, condition, edited, node

OPTION = {"value": "a", "label": "A"}

WRONG: list[tuple[str, Edit, list[tuple[str, str]]]] = [
    ("unknown member", lambda one: one.update(node=[]), [("node", "unknown")]),
    ("no nodes", lambda one: one.update(nodes=[]), [("nodes", "shape")]),
    ("too many nodes", lambda one: one.update(nodes=[{}] * 401), [("nodes", "shape")]),
    (
        "inputs are a list",
        lambda one: one.update(inputs=[]),
        [("inputs", "shape")] + [(f"nodes.{number}.input", "unknown_input") for number in range(3)],
    ),
    ("kind of input", asked("digid", kind="bool"), [("inputs.digid.kind", "kind")]),
    ("no question", asked("digid", label=" "), [("inputs.digid.label", "required")]),
    ("misspelt member", asked("digid", hint="x"), [("inputs.digid.hint", "unknown")]),
    ("text is no text", asked("digid", help=1), [("inputs.digid.help", "type")]),
    ("options of a date", asked("datum", options=[OPTION, OPTION]), [("inputs.datum.options", "unknown")]),
    ("one option", asked("waarheen", options=[OPTION]), [("inputs.waarheen.options", "options")]),
    (
        "same value",
        asked("x", kind="choice", label="X", options=[OPTION, {"value": "a", "label": "B"}]),
        [("inputs.x.options.1.value", "twice")],
    ),
    (
        "same short label",
        asked("x", kind="choice", label="X", options=[OPTION, {"value": "b", "label": "B", "short": "a"}]),
        [("inputs.x.options.1.short", "twice")],
    ),
    (
        "option without label",
        asked("x", kind="choice", label="X", options=[OPTION, {"value": "b"}]),
        [("inputs.x.options.1", "shape")],
    ),
    ("id of an input", asked("Één", kind="text", label="X"), [("inputs.Één", "id")]),
    ("node is text", lambda one: one["nodes"].append("x"), [("nodes.8", "shape")]),
    ("no id", node(7, id=""), [("nodes.7.id", "id")]),
    ("same id", node(7, id="balie"), [("nodes.7.id", "twice")]),
    ("kind of node", node(7, kind="end"), [("nodes.7.kind", "kind")]),
    ("member of a node", node(7, agent="x"), [("nodes.7.agent", "unknown")]),
    ("unknown input", node(2, input="adres"), [("nodes.2.input", "unknown_input")]),
    ("no title", node(7, title=""), [("nodes.7.title", "required")]),
    ("no disposition", node(7, disposition=None), [("nodes.7.disposition", "disposition")]),
    ("outcome that goes on", node(7, next=[ELSE]), [("nodes.7.next", "branch")]),
    ("what to send", node(7, send="mail"), [("nodes.7.send", "type")]),
    ("no steps", node(3, steps=[]), [("nodes.3.steps", "required")]),
    ("step without text", node(3, steps=[{"agent_note": "x"}]), [("nodes.3.steps.0", "shape")]),
    ("stuck", node(3, next=[]), [("nodes.3.next", "else")]),
    ("no else", node(3, next=[{"if": {"is_empty": ["datum"]}, "to": "klaar"}]), [("nodes.3.next.0", "else")]),
    ("else not last", node(3, next=[ELSE, ELSE]), [("nodes.3.next.0", "else")]),
    ("else with a condition", node(3, next=[{**ELSE, "if": {"is_empty": ["datum"]}}]), [("nodes.3.next.0", "else")]),
    ("branch to nowhere", node(3, next=[{"else": True}]), [("nodes.3.next.0", "branch")]),
    ("target", node(3, next=[{"else": True, "to": "einde"}]), [("nodes.3.next.0.to", "unknown_node")]),
    ("circle", node(3, next=[{"else": True, "to": "datum"}]), [("nodes.1", "cycle")]),
    ("operator", condition({"like": ["datum", "x"]}), [("nodes.2.next.0.if.like", "condition")]),
    ("two operators", condition({"eq": ["digid", True], "ne": ["digid", True]}), [("nodes.2.next.0.if", "condition")]),
    ("operand", condition({"eq": "digid"}), [("nodes.2.next.0.if.eq", "condition")]),
    ("input of a condition", condition({"eq": ["adres", 1]}), [("nodes.2.next.0.if.eq", "unknown_input")]),
    ("order of a choice", condition({"lt": ["waarheen", "nl"]}), [("nodes.2.next.0.if.lt", "operator")]),
    ("value of a choice", condition({"eq": ["waarheen", "mars"]}), [("nodes.2.next.0.if.eq", "value")]),
    ("value of yes or no", condition({"eq": ["digid", "ja"]}), [("nodes.2.next.0.if.eq", "value")]),
    ("value of a date", condition({"lt": ["datum", "maart"]}), [("nodes.2.next.0.if.lt", "value")]),
    ("days", condition({"days_ahead_lt": ["datum", "28"]}), [("nodes.2.next.0.if.days_ahead_lt", "value")]),
    ("members", condition({"in": ["waarheen", []]}), [("nodes.2.next.0.if.in", "value")]),
    ("empty group", condition({"all": []}), [("nodes.2.next.0.if.all", "condition")]),
    (
        "deep inside",
        condition({"any": [{"is_empty": ["datum"]}, {"not": {"all": [{"eq": ["digid", 1]}]}}]}),
        [("nodes.2.next.0.if.any.1.not.all.0.eq", "value")],
    ),
    (
        "asked later",
        node(1, next=[{"if": {"eq": ["digid", True]}, "to": "te-vroeg"}, {"else": True, "to": "digid"}]),
        [("nodes.1.next.0.if", "not_asked")],
    ),
]


@pytest.mark.parametrize(("edit", "problems"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_check(edit: Edit, problems: list[tuple[str, str]]) -> None:
    assert [(found.path, found.code) for found in check(edited(edit))] == problems


@pytest.mark.parametrize("value", [None, [], "x", 1])
def test_check_of_what_is_no_procedure(value: Any) -> None:
    assert [problem.code for problem in check(value)] == ["shape"]


def test_a_good_procedure_has_no_problems() -> None:
    assert check(MOVE) == []
    assert warnings(MOVE) == []


def test_a_long_procedure_is_a_warning_and_neither_crashes_nor_hangs() -> None:
    long = chain(399)
    assert check(long) == []
    assert [problem.code for problem in warnings(long)] == ["long"]
    assert paths(long).truncated


WARNED: list[tuple[str, Edit, list[tuple[str, str]]]] = [
    (
        "not asked on every road",
        both(
            node(0, next=[{"if": {"eq": ["waarheen", "buitenland"]}, "to": "digid"}, {"else": True, "to": "datum"}]),
            both(lambda one: one["nodes"].pop(), condition({"lt": ["datum", "2026-05-01"]})),
        ),
        [("nodes.2.next.0.if", "sometimes")],
    ),
    (
        "no answers lead there",
        condition({"all": [{"eq": ["digid", True]}, {"eq": ["digid", False]}]}),
        [("nodes.3", "never_taken"), ("nodes.4", "never_taken")],
    ),
    ("no road leads there", node(0, next=[{"else": True, "to": "datum"}]), [("nodes.7", "never_taken")]),
]


@pytest.mark.parametrize(("edit", "problems"), [case[1:] for case in WARNED], ids=[case[0] for case in WARNED])
def test_warnings(edit: Edit, problems: list[tuple[str, str]]) -> None:
    assert check(edited(edit)) == []
    assert [(found.path, found.code) for found in warnings(edited(edit))] == problems
