"""A content model through the modeller's form and back: nothing is lost on the way."""

from pathlib import Path

import pytest

from content_models.definition import definition_from_stream, fields_block, stream_from_definition
from content_models.document import check_change, check_spec
from content_models.presets import preset_paths
from content_models.spec import FieldSpec, ModelSpec, SpecError, plural_of
from contenthub.packs import read_pack


@pytest.mark.parametrize("path", preset_paths(), ids=lambda path: path.stem)
def test_a_pack_survives_the_form(path: Path) -> None:
    spec = read_pack(path)
    stream = stream_from_definition([field.as_definition() for field in spec.fields])
    block = fields_block()
    saved = block.get_prep_value(block.to_python(stream))
    again = ModelSpec.read({**spec.as_definition(), "fields": definition_from_stream(saved)})
    assert again.as_definition() == spec.as_definition()


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({"key": "Bad Key", "fields": []}, "“Bad Key” is not a key"),
        ({"key": "a", "fields": [{"key": "b"}]}, "kind is missing"),
        ({"key": "a", "fields": [{"key": "b", "kind": "text"}, {"key": "b", "kind": "text"}]}, "“b” is used twice"),
        ({"key": "a", "plural": "a", "fields": []}, "the plural must differ"),
        ({"key": "a", "fields": ["b"]}, "a field must be a table"),
        ({"key": "__typename", "fields": []}, "is not a key"),
    ],
)
def test_a_definition_that_cannot_be_read_says_where(raw: dict[str, object], message: str) -> None:
    with pytest.raises(SpecError, match=message):
        ModelSpec.read(raw)


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ({"key": "a", "kind": "colour"}, "kind"),
        ({"key": "title", "kind": "text"}, "reserved"),
        ({"key": "a", "kind": "text", "pattern": "("}, "pattern"),
        ({"key": "a", "kind": "text", "min_length": 5, "max_length": 4}, "range"),
        ({"key": "a", "kind": "choice"}, "choices"),
        ({"key": "a", "kind": "list"}, "children"),
        ({"key": "a", "kind": "group"}, "children"),
        ({"key": "a", "kind": "blocks", "fields": [{"key": "b", "kind": "text"}]}, "children"),
        ({"key": "a", "kind": "text", "fields": [{"key": "b", "kind": "text"}]}, "children"),
    ],
)
def test_a_field_that_cannot_be_used(field: dict[str, object], code: str) -> None:
    assert [problem.code for problem in check_spec(ModelSpec.read({"key": "m", "fields": [field]}))] == [code]


def spec(*fields: FieldSpec) -> ModelSpec:
    return ModelSpec("m", 1, "M", "ms", {}, "", "", "", fields)


def field(key: str, kind: str = "text", **more: object) -> FieldSpec:
    return FieldSpec(key, kind, key, **more)


@pytest.mark.parametrize(
    ("new", "codes"),
    [
        (spec(field("a"), field("b")), []),
        (spec(field("a", "number")), ["kind_changed"]),
        (spec(field("b")), ["removed"]),
    ],
)
def test_what_a_new_version_may_change(new: ModelSpec, codes: list[str]) -> None:
    assert [problem.code for problem in check_change(spec(field("a")), new)] == codes


def test_a_deprecated_field_may_go() -> None:
    assert check_change(spec(field("a", deprecated=True), field("b")), spec(field("b"))) == []


@pytest.mark.parametrize(
    ("key", "plural"),
    [("faq", "faqs"), ("story", "stories"), ("day", "days"), ("address", "addresses")],
)
def test_plural(key: str, plural: str) -> None:
    assert plural_of(key) == plural
