"""The bundle by state: an app gets to now with one delta from any state that is remembered, or starts over."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from channels.kinds.app import bundle as made
from channels.kinds.app import kind
from channels.kinds.app.bundle import deltas, file_of, next_bundle
from channels.output import Payload, Produced
from tests.channels import samples
from tests.channels.samples import ITEM, MOVING, PASSPORT, index, item, payload

app = kind()
KEYS = ("a", "b", "c", "d")
STATUSES = ("gone", "replaced")


def uuid(key: str) -> str:
    return f"00000000-0000-4000-8000-00000000000{KEYS.index(key)}"


def manifest(state: dict[str, str]) -> dict[str, Any]:
    """Return a manifest in which each key has a content, or has ended in some way."""
    names = {key: {"uuid": uuid(key), "locale": "nl", "key": key} for key in state}
    items = [
        {**names[key], "sha256": value * 64, "path": f"nl/{key}.json"}
        for key, value in state.items()
        if len(value) == 1
    ]
    gone = [{**names[key], "status": value, "replacedBy": None} for key, value in state.items() if len(value) > 1]
    return {"contract": "app/1", "hub": "h", "revision": repr(sorted(state.items())), "items": items, "deleted": gone}


def held(bundle: dict[str, Any]) -> dict[str, str]:
    return {one["key"]: one["file"] for one in bundle["items"]}


def applied(documents: dict[str, str], delta: dict[str, Any]) -> dict[str, str]:
    """Return what an app has after a delta."""
    forgotten = {one["key"] for one in delta["deleted"]}
    return {key: file for key, file in documents.items() if key not in forgotten} | held(delta)


def run(states: list[dict[str, str]]) -> list[dict[str, Any]]:
    bundles: list[dict[str, Any]] = []
    for state in states:
        before = json.dumps(bundles[-1]).encode() if bundles else b""
        bundles.append(next_bundle(manifest(state), before, None))
    return bundles


@given(st.lists(st.dictionaries(st.sampled_from(KEYS), st.sampled_from(("0", "1", *STATUSES))), min_size=1, max_size=8))
def test_one_delta_leads_from_any_state_to_now(states: list[dict[str, str]]) -> None:
    bundles = run(states)
    by_change = {one["change"]: one for one in bundles}
    for delta in deltas(bundles[-1]):
        start = by_change[delta["since"]["change"]]
        assert delta["since"]["revision"] == start["revision"]
        assert applied(held(start), delta) == held(bundles[-1])


def test_a_state_is_counted_when_something_differs_and_an_entry_keeps_its_number() -> None:
    bundles = run(
        [{"a": "0", "b": "0"}, {"a": "0", "b": "0"}, {"a": "0", "b": "1"}, {"a": "0"}, {"a": "0", "b": "gone"}]
    )
    assert [one["change"] for one in bundles] == [1, 1, 2, 3, 4]
    assert bundles[0] == bundles[1]
    assert [(one["key"], one["change"]) for one in bundles[2]["items"]] == [("a", 1), ("b", 2)]
    assert [(one["status"], one["change"]) for one in bundles[3]["deleted"]] == [("removed", 3)]
    assert [(one["status"], one["change"]) for one in bundles[4]["deleted"]] == [("gone", 4)]
    assert [len(one["items"]) + len(one["deleted"]) for one in deltas(bundles[4])] == [1, 1, 1, 0]


def test_only_the_last_states_are_remembered_and_what_they_removed_with_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made, "MOST_STATES", 2)
    bundles = run([{"a": "0", "b": "0"}, {"a": "0"}, {"a": "1"}, {"a": "0"}])
    assert [[state["change"] for state in one["states"]] for one in bundles] == [[1], [1, 2], [2, 3], [3, 4]]
    assert [len(one["deleted"]) for one in bundles] == [0, 1, 0, 0]


def test_what_differs_too_much_is_fetched_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made, "MOST_ENTRIES", 1)
    bundles = run([{"a": "0", "b": "0"}, {"a": "1", "b": "0"}, {"a": "1", "b": "1"}])
    assert [[state["change"] for state in one["states"]] for one in bundles] == [[1], [1, 2], [2, 3]]


@pytest.mark.parametrize(
    "before",
    [b"", b"{", b"[]", b'{"change": 7}', json.dumps({**run([{"a": "0"}])[0], "hub": "other", "change": 7}).encode()],
)
def test_numbers_begin_anew_after_something_that_is_no_bundle_of_this_hub(before: bytes) -> None:
    assert next_bundle(manifest({"a": "0"}), before, None)["change"] == 1


def test_what_comes_out_keeps_to_its_schemas_and_names_files_that_are_there() -> None:
    (output,) = app.render_item(payload(ITEM))
    (content,) = output.made
    assert (content.path, content.make()) == (file_of(output.sha256), output.content)
    produced = [output.produced(uuid=MOVING, locale="nl", key=ITEM["key"], stamp=ITEM["stamp"])]
    gone = item("Weg", "weg", [], uuid=PASSPORT, status="GONE")
    first = {
        one.path: one
        for one in app.render_index(index(ITEM, gone, usage=True, hub_url="https://hub.example"), produced)
    }
    later = index(usage=True, hub_url="https://hub.example")
    again = Payload("index", later.data, later.context, {"bundle.json": first["bundle.json"].content})
    second = {one.path: one for one in app.render_index(again, [])}
    shown = json.loads(first["bundle.json"].content)
    assert [one["file"] for one in shown["items"]] == [content.path]
    assert shown["usage"] == "https://hub.example/usage"
    assert sorted(path for path in second if path.startswith("delta/")) == ["delta/1.json", "delta/2.json"]
    delta = json.loads(second["delta/1.json"].content)
    assert [(one["key"], one["status"]) for one in delta["deleted"]] == [(ITEM["key"], "removed"), ("weg", "removed")]
    for outputs in (first, second):
        for path, one in outputs.items():
            name = "bundle" if path == "bundle.json" else "delta" if path.startswith("delta/") else ""
            if name:
                schema = json.loads(outputs[f"schema/app-1-{name}.schema.json"].content)
                Draft202012Validator.check_schema(schema)
                assert list(Draft202012Validator(schema).iter_errors(json.loads(one.content))) == []


def test_no_address_for_telling_is_given_unless_the_channel_says_so() -> None:
    (_manifest, bundle, *_rest) = app.render_index(index(hub_url="https://hub.example"), list[Produced]())
    assert json.loads(bundle.content)["usage"] is None
    assert samples.context().settings.get("usage") is None
