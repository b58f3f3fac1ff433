"""Where answers lead, and every way through a procedure."""

from datetime import date
from typing import Any

import pytest

from content_models.procedures import ProcedureError, check, evaluate, paths
from tests.content_models.procedures.example import MOVE, TODAY, edited, node

WAYS = [
    ({}, ["start"]),
    ({"waarheen": "buitenland"}, ["start", "buitenland"]),
    ({"waarheen": "nl"}, ["start", "datum"]),
    ({"waarheen": "nl", "datum": "2026-03-29"}, ["start", "datum", "digid"]),
    ({"waarheen": "nl", "datum": "2026-03-30"}, ["start", "datum", "te-vroeg"]),
    ({"waarheen": "nl", "datum": "2026-03-29", "digid": True}, ["start", "datum", "digid", "stappen", "klaar"]),
    ({"waarheen": "nl", "datum": "", "digid": None}, ["start", "datum", "digid", "balie"]),
]


@pytest.mark.parametrize(("answers", "passed"), WAYS)
def test_evaluate(answers: dict[str, Any], passed: list[str]) -> None:
    assert evaluate(MOVE, answers, TODAY) == passed


def test_time_is_an_argument() -> None:
    answers = {"waarheen": "nl", "datum": "2026-03-30"}
    assert evaluate(MOVE, answers, date(2026, 3, 2)) == ["start", "datum", "digid"]


NUMBER = {"inputs": {"n": {"kind": "number", "label": "Hoeveel?"}, "d": {"kind": "date", "label": "Wanneer?"}}}
HOLDS = [
    ({"eq": ["n", 3]}, {"n": 3}, True),
    ({"ne": ["n", 3]}, {"n": 3}, False),
    ({"ne": ["n", 3]}, {}, False),
    ({"lt": ["n", 3]}, {"n": 2.5}, True),
    ({"le": ["n", 3]}, {"n": 3}, True),
    ({"gt": ["n", 3]}, {"n": 3}, False),
    ({"ge": ["n", 3]}, {"n": 3}, True),
    ({"ge": ["n", 3]}, {"n": "veel"}, False),
    ({"in": ["n", [1, 2]]}, {"n": 2}, True),
    ({"not_in": ["n", [1, 2]]}, {"n": 2}, False),
    ({"not_in": ["n", [1, 2]]}, {}, False),
    ({"lt": ["d", "2026-03-01"]}, {"d": "2026-02-28"}, True),
    ({"ge": ["d", "2026-03-01"]}, {"d": "2026-03-01"}, True),
    ({"days_ahead_lt": ["d", 0]}, {"d": "2026-02-28"}, True),
    ({"days_ahead_gt": ["d", 7]}, {"d": "2026-03-08"}, False),
    ({"days_ahead_gt": ["d", 7]}, {"d": "volgende week"}, False),
    ({"is_empty": ["n"]}, {}, True),
    ({"is_empty": ["n"]}, {"n": 0}, False),
    ({"not": {"eq": ["n", 3]}}, {}, True),
    ({"all": [{"gt": ["n", 1]}, {"lt": ["n", 5]}]}, {"n": 3}, True),
    ({"all": [{"gt": ["n", 1]}, {"lt": ["n", 5]}]}, {"n": 5}, False),
    ({"any": [{"eq": ["n", 1]}, {"not": {"any": [{"eq": ["n", 2]}, {"eq": ["n", 3]}]}}]}, {"n": 4}, True),
    ({"any": [{"eq": ["n", 1]}, {"not": {"any": [{"eq": ["n", 2]}, {"eq": ["n", 3]}]}}]}, {"n": 3}, False),
]


@pytest.mark.parametrize(("condition", "answers", "expected"), HOLDS)
def test_conditions(condition: dict[str, Any], answers: dict[str, Any], expected: bool) -> None:
    ends = [{"id": name, "kind": "outcome", "title": name, "disposition": name} for name in ("yes", "no")]
    first = {
        "id": "a",
        "kind": "info",
        "title": "A",
        "next": [{"if": condition, "to": "yes"}, {"else": True, "to": "no"}],
    }
    assert evaluate({**NUMBER, "nodes": [first, *ends]}, answers, TODAY)[-1] == ("yes" if expected else "no")


def test_every_way_through() -> None:
    assert [(path.outcome, dict(path.answers)) for path in paths(MOVE, TODAY)] == [
        ("klaar", {"waarheen": "binnen", "datum": "2026-03-28", "digid": True}),
        ("balie", {"waarheen": "binnen", "datum": "2026-03-28", "digid": False}),
        ("te-vroeg", {"waarheen": "binnen", "datum": "2026-03-30"}),
        ("buitenland", {"waarheen": "buitenland"}),
    ]


def test_example_answers_lead_where_they_say() -> None:
    for path in paths(MOVE, TODAY):
        assert evaluate(MOVE, path.answers, TODAY) == list(path.nodes)


def test_ways_through_are_limited() -> None:
    found = paths(MOVE, TODAY, limit=2)
    assert (len(found), found.truncated) == (2, True)


def test_a_procedure_with_problems_cannot_be_walked() -> None:
    stuck = edited(node(0, next=[{"if": {"eq": ["waarheen", "nl"]}, "to": "datum"}]))
    with pytest.raises(ProcedureError, match="'start' has no else branch"):
        evaluate(stuck, {"waarheen": "binnen"}, TODAY)
    lost = edited(node(0, next=[{"else": True, "to": "nergens"}]))
    with pytest.raises(ProcedureError, match="No way on from 'start' to 'nergens'"):
        evaluate(lost, {"waarheen": "binnen"}, TODAY)
    circle = edited(node(3, next=[{"else": True, "to": "datum"}]))
    with pytest.raises(ProcedureError, match="No way on from"):
        evaluate(circle, WAYS[5][0], TODAY)


def test_a_deep_condition_does_not_crash() -> None:
    deep: dict[str, Any] = {"eq": ["digid", True]}
    for _level in range(2000):
        deep = {"not": deep}
    procedure = edited(lambda one: None)
    procedure["nodes"][2]["next"][0]["if"] = deep
    assert check(procedure) == []
    assert evaluate(procedure, WAYS[5][0], TODAY) == WAYS[5][1]
