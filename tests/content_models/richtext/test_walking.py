"""Going through nodes: references, changes, words."""

from typing import Any

from content_models.richtext import map_nodes, plain_text, references, to_portable_text

FACT = "6f1c2a2e-0000-4000-8000-000000000001"
ITEM = "6f1c2a2e-0000-4000-8000-000000000002"

NODES = to_portable_text(
    f'<h2>Kosten</h2><p>Een uittreksel kost <embed embedtype="fact" fact="{FACT}" format="long"/>.<br/>Lees '
    f'<a linktype="item" item="{ITEM}"><b>meer</b></a> of <a href="/x">dit</a>.</p><hr/><ul><li>slot</li></ul>'
)


def test_references_in_reading_order() -> None:
    assert list(references(NODES)) == [("fact", FACT, "1.children.1"), ("item", ITEM, "1.markDefs.0")]


def test_words_with_and_without_facts() -> None:
    assert plain_text(NODES) == "Kosten\nEen uittreksel kost .\nLees meer of dit.\nslot"
    assert (
        plain_text(NODES, lambda uuid, form: f"[{uuid[:4]} {form}]")
        == "Kosten\nEen uittreksel kost [6f1c long].\nLees meer of dit.\nslot"
    )


def test_resolving_facts_changes_a_copy() -> None:
    def resolve(child: dict[str, Any]) -> dict[str, Any]:
        return {**child, "text": "€ 16,60"} if child["_type"] == "fact" else child

    resolved = map_nodes(NODES, child=resolve)
    assert plain_text(resolved).splitlines()[1] == "Een uittreksel kost € 16,60."
    assert "text" not in NODES[1]["children"][1]
    assert map_nodes(NODES) == NODES


def test_a_definition_that_is_left_out_takes_its_marks_along() -> None:
    changed = map_nodes(NODES, definition=lambda one: None if one["_type"] == "itemLink" else one)
    assert changed[1]["markDefs"] == [{"_key": "m2", "_type": "link", "href": "/x"}]
    assert changed[1]["children"][3:] == [
        {"_type": "span", "text": "meer", "marks": ["strong"]},
        {"_type": "span", "text": " of "},
        {"_type": "span", "text": "dit", "marks": ["m2"]},
        {"_type": "span", "text": "."},
    ]


def test_without_definitions_there_is_no_empty_list() -> None:
    assert "markDefs" not in map_nodes(NODES, definition=lambda one: None)[1]


def test_a_child_that_is_left_out() -> None:
    changed = map_nodes(NODES, child=lambda one: None if one["_type"] == "fact" else one)
    assert list(references(changed)) == [("item", ITEM, "1.markDefs.0")]
