"""A procedure through its form and back is the same procedure."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from content_models.fields import kind_of
from content_models.procedureform.convert import from_form, to_form
from content_models.procedures import check
from content_models.spec import FieldSpec
from tests.content_models.procedures.example import ELSE, MOVE, condition, edited

CONDITIONS = [
    {"eq": ["digid", True]},
    {"ne": ["waarheen", "nl"]},
    {"in": ["waarheen", ["binnen", "nl"]]},
    {"days_ahead_lt": ["datum", 3]},
    {"ge": ["datum", "2026-05-01"]},
    {"is_empty": ["digid"]},
    {"all": [{"eq": ["digid", False]}, {"eq": ["waarheen", "nl"]}]},
    {"any": [{"eq": ["digid", False]}, {"eq": ["waarheen", "nl"]}]},
    {"all": [{"eq": ["digid", False]}]},
    {"not": {"eq": ["digid", True]}},
    {"any": [{"all": [{"eq": ["digid", True]}, {"is_empty": ["datum"]}]}, {"eq": ["waarheen", "nl"]}]},
]


@pytest.mark.parametrize("one", CONDITIONS, ids=str)
def test_every_condition_survives(one: Any) -> None:
    procedure = edited(condition(one))
    assert check(procedure) == []
    assert from_form(to_form(procedure)) == procedure


def in_the_demo() -> Iterator[dict[str, Any]]:
    folder = Path(__file__).parents[3] / "contenthub" / "demo" / "content" / "items"
    for path in sorted(folder.glob("*.toml")):
        yield from procedures_in(tomllib.loads(path.read_text("utf-8")))


def procedures_in(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict) and isinstance(value.get("nodes"), list):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from procedures_in(inner)


def test_every_procedure_of_the_demo_survives() -> None:
    found = list(in_the_demo())
    assert len(found) >= 3
    assert [from_form(to_form(one)) for one in found] == found


def test_the_block_stores_what_it_was_given() -> None:
    spec = FieldSpec(key="steps", kind="procedure", label="Steps")
    block = kind_of(spec).block(spec, "en")
    assert block.get_prep_value(block.to_python(MOVE)) == MOVE
    assert block.get_prep_value(block.bulk_to_python([MOVE])[0]) == MOVE
    assert block.get_prep_value(block.to_python(None)) is None
    assert block.get_prep_value(block.get_default()) is None


def test_an_answer_that_does_not_fit_stays_for_the_check_to_refuse() -> None:
    form = to_form(edited(condition({"days_ahead_lt": ["datum", 3]})))
    form["nodes"][2]["value"]["branches"][0]["rules"][0]["value"] = "soon"
    found = from_form(form)
    assert found is not None
    assert found["nodes"][2]["next"] == [
        {"if": {"days_ahead_lt": ["datum", "soon"]}, "to": "stappen"},
        {**ELSE, "to": "balie"},
    ]
    assert [problem.code for problem in check(found)] == ["value"]


def test_a_half_filled_form_is_kept_as_a_draft() -> None:
    form = {
        "inputs": [{"key": "", "label": "?"}],
        "nodes": [{"type": "outcome", "value": {"id": "", "title": "Klaar"}}],
    }
    assert from_form(form) == {
        "inputs": {"question": {"label": "?"}},
        "nodes": [{"id": "", "kind": "outcome", "title": "Klaar"}],
    }


def test_two_questions_never_get_one_key() -> None:
    form = {"inputs": [{"key": "", "label": "Waar woont u?"}, {"key": "waar-woont-u", "label": "Nu?"}], "nodes": []}
    found = from_form(form)
    assert found is not None
    assert list(found["inputs"]) == ["waar-woont-u", "waar-woont-u-2"]
