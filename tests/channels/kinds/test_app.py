"""The app bundle: documents and manifest keep to the schemas they come with, whatever the answer held."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

from channels.kinds.app import kind
from channels.output import Payload, Produced
from tests.channels import samples
from tests.channels.portable_text.strategies import document, json_value, malformed
from tests.channels.samples import ARABIC, FIELDS, ITEM, MOVING, PASSPORT, field, index, item, payload

app = kind()
SHARED = {output.path: json.loads(output.content) for output in app.render_index(index(), [])}
DOCUMENT, MANIFEST = (
    Draft202012Validator(SHARED[f"schema/{name}.schema.json"], format_checker=Draft202012Validator.FORMAT_CHECKER)
    for name in ("app-1", "app-1-manifest")
)


def render(shown: dict[str, Any]) -> Any:
    (output,) = app.render_item(payload(shown))
    return json.loads(output.content)


def problems(found: Any) -> list[str]:
    return [f"{error.json_path}: {error.message[:200]}" for error in DOCUMENT.iter_errors(found)]


def test_the_schemas_are_sound() -> None:
    Draft202012Validator.check_schema(DOCUMENT.schema)
    Draft202012Validator.check_schema(MANIFEST.schema)


def test_a_document_says_who_it_is() -> None:
    (output,) = app.render_item(payload(ITEM))
    found = json.loads(output.content)
    assert output.path == "nl/verhuizing-doorgeven.json"
    assert output.stamps == (f"{ITEM['stamp']};t={app.template_version}",)
    assert {name: found[name] for name in ("contract", "uuid", "locale", "key", "status", "stamp", "version")} == {
        "contract": "app/1", "uuid": MOVING, "locale": "nl", "key": "verhuizing-doorgeven", "status": "live",
        "stamp": output.stamps[0], "version": 7,
    }  # fmt: skip
    assert found["subjects"] == [
        {"key": "familie", "title": "Familie en wonen"},
        {"key": "verhuizen", "title": "Verhuizen"},
    ]


def test_a_document_with_every_kind_of_field_keeps_to_the_schema() -> None:
    found = render(ITEM)
    assert problems(found) == []
    assert [one["key"] for one in found["fields"]] == [one["key"] for one in FIELDS if not one.get("internal")]
    assert problems(render(ARABIC)) == []


def test_nothing_internal_is_in_it() -> None:
    (output,) = app.render_item(payload(ITEM))
    assert "GEHEIM" not in output.content.decode()


def test_images_come_with_the_bundle() -> None:
    (output,) = app.render_item(payload(item("T", "t", [field("x", "image", "Foto", samples.image())])))
    renditions = json.loads(output.content)["fields"][0]["value"]["renditions"]
    assert {name: one["width"] for name, one in renditions.items()} == {"small": 480, "medium": 960, "large": 1600}
    assert [one["path"] for one in renditions.values()] == [asset.path for asset in output.assets]


@given(document)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_keeps_to_the_schema(nodes: list[Any]) -> None:
    assert problems(render(item("T", "t", [field("x", "rich_text", "Tekst", nodes)]))) == []


@given(malformed, json_value)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_value_keeps_to_the_schema(one: Any, other: Any) -> None:
    kinds = sorted({known["kind"] for known in FIELDS} | {"unknown"})
    assert (
        problems(render(item("T", "t", [field("x", kind, "L", value) for kind in kinds for value in (one, other)])))
        == []
    )


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("extra",), 1),
        (("status",), "gone"),
        (("fields", 0, "extra"), 1),
        (("fields", 0, "value"), 3),
        (("uuid",), "x"),
    ],
)
def test_the_schema_refuses_what_the_contract_does_not_name(path: tuple[Any, ...], value: Any) -> None:
    found = render(ITEM)
    target = found
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value
    assert len(problems(found)) >= 1


@pytest.mark.parametrize("status", ["GONE", "EXPIRED", "REPLACED"])
def test_what_is_gone_has_no_document(status: str) -> None:
    assert app.render_item(payload(item("T", "t", [], status=status))) == ()


def test_the_manifest_lists_documents_and_what_to_forget() -> None:
    (output,) = app.render_item(payload(ITEM))
    produced = [output.produced(uuid=MOVING, locale="nl", key=ITEM["key"], stamp=ITEM["stamp"])]
    gone = item("Weg", "weg", [], uuid=PASSPORT, status="GONE")
    manifest, *_ = app.render_index(index(ITEM, gone), produced)
    found = json.loads(manifest.content)
    assert list(MANIFEST.iter_errors(found)) == []
    assert found["items"] == [{
        "model": "service", "title": "Verhuizing doorgeven", "uuid": MOVING, "locale": "nl", "key": ITEM["key"],
        "stamp": output.stamps[0], "sha256": output.sha256, "path": output.path,
    }]  # fmt: skip
    assert found["deleted"] == [{"uuid": PASSPORT, "locale": "nl", "key": "weg", "status": "gone", "replacedBy": None}]


def test_the_revision_changes_with_the_content_and_with_nothing_else() -> None:
    def revision(sha256: str, answered: Payload) -> str:
        produced = [Produced("nl/a.json", sha256, "application/json", MOVING, "nl", "a", ITEM["stamp"])]
        return str(json.loads(app.render_index(answered, produced)[0].content)["revision"])

    assert revision("0" * 64, index(ITEM)) == revision("0" * 64, index(ITEM, channel_note="x"))
    assert revision("0" * 64, index(ITEM)) != revision("1" * 64, index(ITEM))
