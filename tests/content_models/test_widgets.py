"""What forms make of what an editor fills in."""

import json

import pytest

from content_models.widgets import LabelsWidget, read_labels


@pytest.mark.parametrize(
    ("value", "found"),
    [('{"nl": "Wonen"}', {"nl": "Wonen"}), ({"en": "Living"}, {"en": "Living"}), ("{", {}), (None, {}), ("[1]", {})],
)
def test_labels_are_read_kindly(value: object, found: dict[str, str]) -> None:
    assert read_labels(value) == found


def test_a_text_per_language_becomes_json(locales: object) -> None:
    widget = LabelsWidget()
    data = {"titles-nl": "Wonen ", "titles-en": "", "titles-fr": "Logement", "title": "x"}
    assert json.loads(widget.value_from_datadict(data, {}, "titles")) == {"nl": "Wonen", "fr": "Logement"}
    assert widget.value_omitted_from_data({"title": "x"}, {}, "titles")
    drawn = widget.render("titles", '{"fr": "Logement"}')
    assert [name in drawn for name in ('name="titles-nl"', 'name="titles-en"', 'value="Logement"')] == [True] * 3
