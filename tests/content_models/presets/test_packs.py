"""Every pack that comes with the hub can be loaded, is complete in both languages, and refers to what exists."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from content_models.document import check_spec
from content_models.facts import fact_kind
from content_models.presets import preset_paths
from content_models.spec import FIELD_KEYS, ModelSpec, walk

MODEL_KEYS = {
    "key",
    "version",
    "name",
    "plural",
    "labels",
    "description",
    "user_need",
    "schema_type",
    "fields",
}
SCHEMA_TYPES = {
    "article": "Article",
    "contact_point": "ContactPoint",
    "faq": "FAQPage",
    "guide": "Article",
    "letter": "",
    "location": "GovernmentOffice",
    "news": "NewsArticle",
    "notice": "SpecialAnnouncement",
    "organisation": "Organization",
    "procedure": "HowTo",
    "product": "GovernmentService",
}
AGENT_ONLY = {
    "article": ["source_type"],
    "contact_point": [],
    "faq": ["other_wordings", "agent_note"],
    "guide": [],
    "letter": ["agent_note"],
    "location": [],
    "news": [],
    "notice": [],
    "organisation": [],
    "procedure": ["greeting", "verification", "wrap_up", "agent_note"],
    "product": ["agent_note"],
}

KEYWORDS = ["tags"]
FOR_SYSTEMS = {
    "article": ["body.callout.urgency", "tags"],
    "notice": ["category", "severity", "tags"],
    "product": ["audience", "body.callout.urgency", "upn_label", "upn_uri", "tags"],
}
"""What nobody reads; of the other packs only the keywords."""

each_pack = pytest.mark.parametrize("path", preset_paths(), ids=lambda path: path.stem)


def read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def spec(path: Path) -> ModelSpec:
    return ModelSpec.read(read(path))


def raw_fields(raw: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for field in raw.get("fields", ()):
        yield field
        yield from raw_fields(field)


def test_packs_are_those_the_documentation_names() -> None:
    assert [path.stem for path in preset_paths()] == sorted(SCHEMA_TYPES)
    assert {path.stem: read(path)["schema_type"] for path in preset_paths()} == SCHEMA_TYPES


def test_names_do_not_clash() -> None:
    specs = [spec(path) for path in preset_paths()]
    names = [name for one in specs for name in (one.query_name, one.query_plural)]
    assert len(names) == len(set(names))


@each_pack
def test_pack_is_a_model_without_problems(path: Path) -> None:
    assert spec(path).key == path.stem
    assert check_spec(spec(path)) == []


@each_pack
def test_pack_has_no_misspelt_members(path: Path) -> None:
    raw = read(path)
    assert set(raw) == MODEL_KEYS
    assert [set(field) - FIELD_KEYS for field in raw_fields(raw) if set(field) - FIELD_KEYS] == []


@each_pack
def test_every_label_is_there_in_english_and_dutch(path: Path) -> None:
    raw = read(path)
    assert list(raw["labels"]) == ["nl"]
    assert all(raw[name] for name in ("name", "description", "user_need"))
    assert [field["key"] for field in raw_fields(raw) if not field.get("label") or not field.get("labels")] == []
    choices = [choice for field in raw_fields(raw) for choice in field.get("options", {}).get("choices", ())]
    assert [choice for choice in choices if set(choice) != {"value", "label", "labels"}] == []


@each_pack
def test_references_and_facts_name_what_exists(path: Path) -> None:
    for where, field in walk(spec(path).fields):
        assert set(field.options.get("models", ())) <= set(SCHEMA_TYPES), where
        for kind in field.options.get("kinds", ()):
            assert field.options["format"] in fact_kind(kind).formats, where
        if field.kind == "fact":
            assert field.options["kinds"], where


@each_pack
def test_what_only_agents_see_is_internal(path: Path) -> None:
    assert [field.key for field in spec(path).fields if not field.public] == AGENT_ONLY[path.stem]


@each_pack
def test_summaries_have_the_same_limit_everywhere(path: Path) -> None:
    summary = spec(path).field("summary")
    assert summary is not None
    assert (summary.kind, summary.options["max_length"]) == ("long_text", 200)
    assert spec(path).field("tags") is not None


@each_pack
def test_what_is_for_systems_is_marked(path: Path) -> None:
    tags = KEYWORDS if spec(path).field("tags") else []
    found = [where for where, field in walk(spec(path).fields) if field.metadata]
    assert found == FOR_SYSTEMS.get(path.stem, tags)


def test_hours_tell_the_days_that_differ() -> None:
    """Only the long form has them: in the short one an office is open on Christmas Day."""
    fields = [(path.stem, field) for path in preset_paths() for field in raw_fields(read(path))]
    hours = {
        (model, field["key"]): field["options"]["format"]
        for model, field in fields
        if field.get("options", {}).get("kinds") == ["opening_hours"]
    }
    assert hours == {("contact_point", "availability"): "long", ("location", "opening_hours"): "long"}
