"""The contract `app/1` was published and never changes: apps that were written for it are in people's pockets.

The golden copies are what was published. Another schema is another contract: give it the name `app/2` and serve both.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from channels.kinds.app.kind import CONTRACT, SCHEMAS, App
from channels.output import Payload
from tests.channels import samples
from tests.channels.samples import ARABIC, ITEM, item

GOLDEN = Path(__file__).parents[1] / "golden"
ANNOTATIONS = ("description", "title", "$comment", "examples")


def meaning(value: Any) -> Any:
    """Return a schema without what only explains it; a property may be called "title" all the same."""
    if isinstance(value, dict):
        return {
            key: {name: meaning(one) for name, one in inner.items()}
            if key in ("properties", "$defs")
            else meaning(inner)
            for key, inner in value.items()
            if key not in ANNOTATIONS
        }
    return [meaning(one) for one in value] if isinstance(value, list) else value


def breaks(published: Any, current: Any, where: str = "") -> list[str]:
    """Return the places where two schemas do not mean the same."""
    if isinstance(published, dict) and isinstance(current, dict):
        names = sorted(published.keys() | current.keys())
        return [found for name in names for found in breaks(published.get(name), current.get(name), f"{where}/{name}")]
    return [] if published == current else [where]


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_published_contract_is_kept(name: str) -> None:
    published = json.loads((GOLDEN / name).read_text())
    current = json.loads((Path("channels/kinds/app") / name).read_text())
    assert CONTRACT == "app/1"
    assert breaks(meaning(published), meaning(current)) == [], "This breaks app/1: make it app/2."


def test_a_break_is_found_and_an_explanation_is_none() -> None:
    published = json.loads((GOLDEN / SCHEMAS[0]).read_text())
    explained = {**published, "description": "Said better."}
    changed = {**published, "required": [*published["required"], "author"]}
    assert breaks(meaning(published), meaning(explained)) == []
    assert breaks(meaning(published), meaning(changed)) == ["/required"]


@pytest.mark.parametrize("shown", [ITEM, ARABIC, item("Leeg", "leeg", [])], ids=["full", "arabic", "empty"])
def test_every_document_keeps_to_what_was_published(shown: Any) -> None:
    schema = json.loads((GOLDEN / SCHEMAS[0]).read_text())
    (output,) = App().render_item(Payload("item", {"item": shown}, samples.context(shown["locale"])))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(json.loads(output.content))] == []
