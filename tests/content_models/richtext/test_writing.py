"""Portable Text to editor HTML and back: writing loses nothing that reading gives."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_models.richtext import plain_text, sanitise, to_editor_html, to_portable_text
from content_models.richtext.vocabulary import MARKS

FACT = "6f1c2a2e-0000-4000-8000-000000000001"
ITEM = "6f1c2a2e-0000-4000-8000-000000000002"

CASES = [
    "<p>Bel <b>nu</b>.</p>",
    "<p>een<br/>twee</p>",
    f'<p>Bel <embed embedtype="fact" fact="{FACT}" format="long"/></p>',
    f'<p><a linktype="item" item="{ITEM}">lees <b>dit <i>en</i></b> dat</a></p>',
    '<p><a linktype="external" source="42" title="Een &quot;oude&quot; pagina" href="">x</a></p>',
    '<p><a href="https://example.org/?a=1&amp;b=2">a</a><a href="https://example.org/?a=1&amp;b=2">b</a></p>',
    "<ul><li>a<ol><li>b</li><li>c<ul><li>d</li></ul></li></ol></li><li>e</li></ul><p>f</p>",
    "<ul><li>a</li></ul><ol><li>b</li></ol>",
    "<ul><li><ul><li><ul><li>diep</li></ul></li></ul></li></ul>",
    "<h2>a</h2><h3>b</h3><h4>c</h4><blockquote>d</blockquote><hr/><p>e</p>",
    "<p><code>a</code><sup>b</sup><sub>c</sub></p>",
    "<p>1 &lt; 2 &amp; 3 &gt; 2</p>",
]


@pytest.mark.parametrize("html", CASES)
def test_writing_gives_what_the_editor_stores(html: str) -> None:
    assert to_editor_html(to_portable_text(html)) == html


@pytest.mark.parametrize("html", CASES)
def test_what_is_written_is_clean(html: str) -> None:
    assert sanitise(html) == (html, [])


def test_what_only_the_store_knows_is_written_too() -> None:
    html = "<h5>a</h5><h6>b</h6><p><s>c</s></p>"
    assert to_editor_html(to_portable_text(html)) == html


word = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\ufffe\uffff"),
    min_size=1,
    max_size=8,
).filter(lambda text: bool(text.strip()) and text == text.strip(" ") and "  " not in text)
marks = st.sets(st.sampled_from(MARKS), max_size=3).map(lambda chosen: [mark for mark in MARKS if mark in chosen])
link = st.one_of(
    st.builds(lambda name: {"_type": "link", "href": f"https://example.org/{name}"}, st.sampled_from("abc")),
    st.just({"_type": "itemLink", "item": ITEM}),
    st.builds(lambda title: {"_type": "external", "source": "7", "title": title.strip(), "href": ""}, word),
)
child = st.one_of(
    st.builds(lambda text, chosen: ({"_type": "span", "text": text.strip(" ")}, chosen), word, marks),
    st.builds(
        lambda form, chosen: ({"_type": "fact", "fact": FACT, "format": form}, chosen),
        st.sampled_from(["short", "long"]),
        marks,
    ),
)
run = st.tuples(st.none() | link, st.lists(child, min_size=1, max_size=3))
shape = st.one_of(
    st.sampled_from(["normal", "h2", "h3", "h4", "h5", "h6", "blockquote"]).map(lambda style: {"style": style}),
    st.builds(
        lambda kind, level: {"style": "normal", "listItem": kind, "level": level},
        st.sampled_from(["bullet", "number"]),
        st.integers(1, 4),
    ),
)


def assemble(form: dict[str, Any], runs: list[Any]) -> dict[str, Any]:
    """Return a block as reading would give it: neighbours that differ, and a key for each link."""
    children: list[dict[str, Any]] = []
    definitions: list[dict[str, Any]] = []
    for target, pieces in runs:
        if target is not None:
            definitions.append({"_key": f"m{len(definitions) + 1}", **target})
        for piece, chosen in pieces:
            marks_of = [*chosen, *([definitions[-1]["_key"]] if target is not None else [])]
            new = {**piece, **({"marks": marks_of} if marks_of else {})}
            last = children[-1] if children else {}
            if new["_type"] == "span" == last.get("_type") and last.get("marks") == new.get("marks"):
                last["text"] += f" {new['text']}"
            else:
                children.append(new)
    return {"_type": "block", **form, "children": children, **({"markDefs": definitions} if definitions else {})}


nodes_of = st.lists(
    st.one_of(st.builds(assemble, shape, st.lists(run, min_size=1, max_size=3)), st.just({"_type": "break"})),
    max_size=6,
)


@given(nodes_of)
def test_round_trip(nodes: list[dict[str, Any]]) -> None:
    assert to_portable_text(to_editor_html(nodes)) == nodes


@given(nodes_of)
def test_cleaning_what_is_written_keeps_every_word(nodes: list[dict[str, Any]]) -> None:
    cleaned, _dropped = sanitise(to_editor_html(nodes))
    assert plain_text(to_portable_text(cleaned)) == plain_text(nodes)
