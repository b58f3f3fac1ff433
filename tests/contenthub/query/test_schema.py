"""The schema: generated, deterministic, and standing when one model falls."""

from typing import Any

import graphene
import pytest
from graphql import build_schema as read_sdl
from graphql import validate_schema

from content_models.spec import ModelSpec
from contenthub.query import build, build_schema
from tests.contenthub.query.conftest import CONTACT_POINT, FAQ

FAQ_SPEC, CONTACT_SPEC = ModelSpec.read(FAQ), ModelSpec.read(CONTACT_POINT)


def model(key: str, *fields: dict[str, Any], **more: Any) -> ModelSpec:
    return ModelSpec.read({"key": key, "fields": list(fields) or [{"key": "text", "kind": "text"}], **more})


def test_one_type_connection_filter_and_order_for_each_model() -> None:
    schema = build_schema([FAQ_SPEC, CONTACT_SPEC])
    assert isinstance(schema, graphene.Schema)
    types = schema.graphql_schema.type_map
    for suffix in ("", "Connection", "Edge", "Filter", "Order"):
        assert f"Faq{suffix}" in types
        assert f"ContactPoint{suffix}" in types
    query = types["Query"].fields
    assert {"item", "items", "fact", "facts", "changes", "channel", "subjects"} < set(query)
    assert {"faq", "faqs", "contactPoint", "contactPoints"} < set(query)


@pytest.mark.parametrize(
    ("field", "kind"),
    [
        ("answer", "RichText"),
        ("category", "String"),
        ("weight", "Float"),
        ("since", "Date"),
        ("checkedAt", "DateTime"),
        ("popular", "Boolean"),
        ("words", "[String!]!"),
        ("price", "Fact"),
        ("desk", "ContactPoint"),
        ("related", "[ContentItem!]!"),
        ("photo", "Image"),
        ("fees", "Table"),
        ("hours", "FaqHours"),
        ("contacts", "[FaqContacts!]!"),
        ("parts", "[FaqPartsBlock!]!"),
        ("script", "ProcedureValue"),
        ("memo", "String"),
    ],
)
def test_type_of_a_field(field: str, kind: str) -> None:
    faq: Any = build_schema([FAQ_SPEC, CONTACT_SPEC]).graphql_schema.type_map["Faq"]
    assert str(faq.fields[field].type) == kind


def test_sdl_is_deterministic_and_sound() -> None:
    one, other = build([FAQ_SPEC, CONTACT_SPEC]).sdl, build([CONTACT_SPEC, FAQ_SPEC]).sdl
    assert one == other
    assert validate_schema(read_sdl(one)) == []


def test_an_empty_hub_has_a_schema() -> None:
    assert validate_schema(read_sdl(build([]).sdl)) == []


def test_orders_and_filters_leave_out_what_makes_no_sense() -> None:
    types: Any = build_schema([FAQ_SPEC, CONTACT_SPEC]).graphql_schema.type_map
    assert {"WEIGHT_ASC", "CHECKED_AT_DESC"} < set(types["FaqOrder"].values)
    assert not {"PRICE_ASC", "DESK_ASC", "WORDS_ASC", "MEMO_ASC"} & set(types["FaqOrder"].values)
    assert {"price", "words", "desk", "subject", "publishedAfter"} < set(types["FaqFilter"].fields)
    assert not {"memo", "answer", "hours"} & set(types["FaqFilter"].fields)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (model("fact"), "the name 'Fact' belongs to the hub itself"),
        (model("image"), "the name 'Image' belongs to the hub itself"),
        (model("date_time"), "the name 'DateTime' belongs to the hub itself"),
        (model("date"), "the name 'Date' belongs to the hub itself"),
        (model("text_filter"), "the name 'TextFilter' belongs to the hub itself"),
        (model("rendition"), "the name 'Rendition' belongs to the hub itself"),
        (model("query"), "the name 'Query' belongs to the hub itself"),
        (model("thing", plural="items"), "the name 'Query.items' belongs to the hub itself"),
        (model("faq_filter"), "the name 'FaqFilter' belongs to the model 'faq'"),
        (model("other", plural="faqs"), "the name 'Query.faqs' belongs to the model 'faq'"),
        (
            model("two", {"key": "a_1", "kind": "text"}, {"key": "a1", "kind": "text"}),
            "two fields of two are both called 'a1'",
        ),
        (
            model("own", {"key": "stamp", "kind": "text"}),
            "the field 'stamp' of own is one that every item has by itself",
        ),
        (
            model("pub", {"key": "published_after", "kind": "date"}),
            "it cannot be built (NameTaken: every filter has a 'publishedAfter' already)",
        ),
        (model("odd", {"key": "a", "kind": "hologram"}), "it cannot be built"),
        (model("empty", {"key": "a", "kind": "group"}), "it cannot be built"),
        (model("bare", {"key": "a", "kind": "list"}), "it cannot be built"),
        (
            model("twice", {"key": "edge", "kind": "group", "fields": [{"key": "a", "kind": "text"}]}),
            "it would make the name 'TwiceEdge' twice",
        ),
    ],
)
def test_a_bad_model_is_quarantined_and_the_rest_serves(bad: ModelSpec, reason: str) -> None:
    built = build([FAQ_SPEC, bad, CONTACT_SPEC])
    assert list(built.quarantined) == [bad.key]
    assert built.quarantined[bad.key].startswith(reason)
    assert list(built.specs) == ["faq", "contact_point"]


def test_a_reference_to_a_model_that_is_left_out_is_to_any_item() -> None:
    built = build([FAQ_SPEC])
    faq: Any = built.schema.graphql_schema.type_map["Faq"]
    assert str(faq.fields["desk"].type) == "ContentItem"


def test_deprecated_fields_say_so() -> None:
    built = build([model("old", {"key": "a", "kind": "text", "deprecated": True}, {"key": "b", "kind": "text"})])
    assert 'a: String @deprecated(reason: "This field will be removed.")' in built.sdl


def test_lists_of_lists_and_groups_in_groups() -> None:
    inner = {"key": "inner", "kind": "group", "fields": [{"key": "x", "kind": "number"}]}
    built = build(
        [
            model(
                "nested",
                {
                    "key": "rows",
                    "kind": "list",
                    "fields": [{"key": "row", "kind": "list", "fields": [{"key": "c", "kind": "text"}]}],
                },
                {"key": "box", "kind": "group", "fields": [inner]},
                {"key": "labels", "kind": "list", "fields": [{"key": "one", "kind": "tags"}]},
            )
        ]
    )
    types: Any = built.schema.graphql_schema.type_map
    assert built.quarantined == {}
    assert str(types["Nested"].fields["rows"].type) == "[[String!]!]!"
    assert str(types["Nested"].fields["labels"].type) == "[[String!]!]!"
    assert str(types["NestedBox"].fields["inner"].type) == "NestedBoxInner"
