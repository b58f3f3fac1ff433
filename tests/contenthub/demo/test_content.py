"""What the content files of the demo say, without a database: complete, linked, and no value written twice."""

import re
from collections import Counter
from typing import Any

import pytest

from content_models.facts import fact_kind
from contenthub.demo.facts import timeline_before, timeline_now
from contenthub.demo.markup import FACT, LINK, facts_in, items_in, to_editor_html
from contenthub.demo.pictures import PICTURES, draw
from contenthub.demo.reading import WrittenItem, read_items, read_table

ITEMS = read_items()
FACTS = read_table("facts")
MODELS = {"article", "contact_point", "faq", "guide", "letter", "location", "news", "notice"} | {
    "organisation",
    "procedure",
    "product",
}
NAMES = {(one.name, one.locale) for one in ITEMS}
TEXT_VALUES = {"money", "phone", "email", "percentage"}


def texts(value: Any) -> list[str]:
    """Return every text in a body as it is written."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for one in inner for text in texts(one)]


def test_every_model_has_items_and_the_organisation_is_large_enough() -> None:
    dutch = [one for one in ITEMS if one.locale == "nl"]
    assert {one.model for one in dutch} == MODELS
    assert (len(dutch), len(ITEMS) - len(dutch), len(FACTS)) == (65, 35, 102)


def test_what_is_english_is_dutch_as_well() -> None:
    assert [one.name for one in ITEMS if (one.name, "nl") not in NAMES] == []


def test_keys_are_unique_in_a_language() -> None:
    counts = Counter((one.locale, one.key) for one in ITEMS)
    assert [key for key, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("one", ITEMS, ids=lambda one: f"{one.name}-{one.locale}")
def test_text_links_to_items_of_its_own_language_and_to_known_facts(one: WrittenItem) -> None:
    written = "\n".join(texts(one.fields))
    assert sorted(name for name in items_in(written) if (name, one.locale) not in NAMES) == []
    assert sorted(facts_in(written) - set(FACTS)) == []


@pytest.mark.parametrize("one", ITEMS, ids=lambda one: f"{one.name}-{one.locale}")
def test_no_value_of_a_fact_is_typed(one: WrittenItem) -> None:
    """A price or number that is typed goes stale; insert the fact."""
    plain = FACT.sub("", LINK.sub("", "\n".join(texts(one.fields)))).replace("\u00a0", " ")
    typed = [
        text
        for written in FACTS.values()
        if written["kind"] in TEXT_VALUES
        for entry in timeline_before(written) + timeline_now(written)
        for text in values_as_text(written["kind"], entry["value"])
        if re.search(rf"(?<!\w){re.escape(text)}(?!\w)", plain)
    ]
    assert typed == []
    assert "€" not in plain


def values_as_text(kind: str, value: Any) -> set[str]:
    """Return how somebody might type a value; words such as "gratis" may be typed."""
    shapes = fact_kind(kind)
    normal = shapes.normalise(value)
    found = {shapes.format(normal, form, locale) for form in ("short", "long") for locale in ("nl", "en")}
    return {text.replace("\u00a0", " ") for text in found if any(sign in text for sign in "0123456789@")}


def test_facts_are_used() -> None:
    bodies = "\n".join(text for one in ITEMS for text in texts(one.fields))
    in_fields = {text for one in ITEMS for text in texts(one.fields)}
    unused = [key for key in FACTS if key not in facts_in(bodies) and key not in in_fields]
    assert unused == []


def test_facts_are_called_something_in_every_language_of_the_demo() -> None:
    others = {one.locale for one in ITEMS} - {"nl"}
    assert [key for key, one in FACTS.items() if set(one["labels"]) != others] == []


def test_every_ending_is_shown() -> None:
    assert sorted({one.ending["status"] for one in ITEMS if one.ending}) == ["gone", "replaced", "withdrawn"]


def test_markup_becomes_the_editors_html() -> None:
    links = "[hier](item:passport) & [daar](https://a.example/?b=1&c=2)"
    text = f"## Kop\n\nKost **veel**: {{fact:passport-adult:long}}, zie {links}.\n\n- een\n- twee\n\n1. stap"
    assert to_editor_html(text) == (
        "<h2>Kop</h2><p>Kost <b>veel</b>: "
        '<embed embedtype="fact" fact="8d7e7924-0b45-5100-9948-e01d54492de7" format="long"/>, zie '
        '<a linktype="item" item="2b4e9786-57d1-5e4a-a8a7-c00d89a64361">hier</a> &amp; <a href="https://a.example/?b=1&amp;c=2">daar</a>.</p>'
        "<ul><li>een</li><li>twee</li></ul><ol><li>stap</li></ol>"
    )


def test_list_with_a_stray_line_is_refused() -> None:
    with pytest.raises(ValueError, match="no point of it"):
        to_editor_html("- een\ntwee")


def test_pictures_are_drawn_the_same_every_time() -> None:
    assert len(PICTURES) == 12
    assert draw("dunes") == draw("dunes")
    assert draw("logo")[:8] == b"\x89PNG\r\n\x1a\n"
