"""Portable Text as HTML, exactly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from channels.portable_text import safe_href, to_html
from tests.channels.samples import PHONE, PRICE, block, phone, price, span


def item(text: str, style: str = "bullet", level: int = 1) -> dict[str, Any]:
    return block(text, listItem=style, level=level)


LISTS = [
    ([item("a"), item("b")], "<ul><li>a</li><li>b</li></ul>"),
    ([item("a"), item("b", level=2), item("c")], "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
    ([item("a"), item("b", "number", 2), item("c", "number", 2)], "<ul><li>a<ol><li>b</li><li>c</li></ol></li></ul>"),
    ([item("a"), item("b", "number")], "<ul><li>a</li></ul><ol><li>b</li></ol>"),
    (
        [item("a"), item("b", level=2), item("c", "number", 2)],
        "<ul><li>a<ul><li>b</li></ul><ol><li>c</li></ol></li></ul>",
    ),
    ([item("a", level=3), item("b", level=1)], "<ul><li>a</li><li>b</li></ul>"),
    ([item("a"), item("b", level=4), item("c", level=4)], "<ul><li>a<ul><li>b</li><li>c</li></ul></li></ul>"),
    (
        [item("a"), item("b", level=2), item("c", level=3), item("d")],
        "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul>",
    ),
    ([item("a"), block("p"), item("b")], "<ul><li>a</li></ul><p>p</p><ul><li>b</li></ul>"),
    ([item("a"), {"_type": "break"}], "<ul><li>a</li></ul><hr>"),
    (
        [block("a", listItem="bullet", level="2"), block("b", listItem="bullet", level=True)],
        "<ul><li>a</li><li>b</li></ul>",
    ),
]


@pytest.mark.parametrize(("nodes", "html"), LISTS)
def test_lists_nest_in_their_items(nodes: list[Any], html: str) -> None:
    assert to_html(nodes) == html


@pytest.mark.parametrize(
    ("styles", "shift", "tags"),
    [
        (["h2", "h3", "h2"], 0, ["h2", "h3", "h2"]),
        (["h2", "h4", "h3", "h6"], 0, ["h2", "h3", "h3", "h4"]),
        (["h4", "h4", "h2", "h3"], 0, ["h2", "h2", "h2", "h3"]),
        (["h2", "h3"], 1, ["h3", "h4"]),
        (["h2", "h3", "h4", "h5", "h6"], 2, ["h4", "h5", "h6", "h6", "h6"]),
        (["h1"], 0, ["h2"]),
    ],
)
def test_headings_follow_without_gaps(styles: list[str], shift: int, tags: list[str]) -> None:
    nodes = [block("x", style=style) for style in styles]
    assert to_html(nodes, shift=shift) == "".join(f"<{tag}>x</{tag}>" for tag in tags)


INLINE = [
    ([span("a", "strong"), span("b", "strong", "em")], "<strong>a<em>b</em></strong>"),
    ([span("a", "em", "strong"), span("b", "em")], "<strong><em>a</em></strong><em>b</em>"),
    ([span("a", "strong"), span("b", "strong")], "<strong>ab</strong>"),
    ([span("x", "sup"), span("y", "sub"), span("z", "code"), span("w", "strike-through")],
     "<sup>x</sup><sub>y</sub><code>z</code><s>w</s>"),
    ([span("<b>&\"'</b>")], "&lt;b&gt;&amp;\"'&lt;/b&gt;"),
    ([span("a\nb\r\nc\rd")], "a<br>b<br>c<br>d"),
    ([span("a\x00\x07\ud800\ufffeb")], "ab"),
    ([span("a", "unknown", "m9", "strong")], "<strong>a</strong>"),
    ([{"_type": "emoji", "text": "x"}, span("a"), 3, None, {"_type": "span", "text": 4}], "a"),
]  # fmt: skip


@pytest.mark.parametrize(("children", "html"), INLINE)
def test_marks_nest_and_text_is_escaped(children: list[Any], html: str) -> None:
    assert to_html([block(*children)]) == f"<p>{html}</p>"


def linked(definition: Mapping[str, Any], *marks: str) -> list[Any]:
    return [block(span("a ", "m1"), span("b", "m1", *marks), markDefs=[{"_key": "m1", **definition}])]


@pytest.mark.parametrize(
    ("definition", "html"),
    [
        ({"_type": "link", "href": "https://a.nl/?b=c&d"}, '<a href="https://a.nl/?b=c&amp;d">a <em>b</em></a>'),
        ({"_type": "link", "href": "javascript:alert(1)"}, "a <em>b</em>"),
        ({"_type": "link"}, "a <em>b</em>"),
        (
            {"_type": "external", "source": "x", "title": "t", "href": "http://a.nl"},
            '<a href="http://a.nl">a <em>b</em></a>',
        ),
        ({"_type": "external", "source": "x", "title": "t", "href": ""}, "a <em>b</em>"),
        ({"_type": "itemLink", "key": "doel"}, '<a href="../doel/">a <em>b</em></a>'),
        ({"_type": "itemLink", "key": ""}, "a <em>b</em>"),
    ],
)
def test_a_link_over_several_spans_is_one_link(definition: dict[str, Any], html: str) -> None:
    def href(mark: Mapping[str, Any]) -> str | None:
        return f"../{mark['key']}/" if mark["key"] else None

    assert to_html(linked(definition, "em"), href=href) == f"<p>{html}</p>"


def test_item_links_are_text_without_a_callable() -> None:
    assert to_html(linked({"_type": "itemLink", "key": "doel", "address": "/nl/doel"})) == "<p>a b</p>"


def test_facts_name_themselves_and_their_value() -> None:
    value = "{&quot;amount&quot;:&quot;83.87&quot;,&quot;currency&quot;:&quot;EUR&quot;}"
    shown = f'<data class="fact" value="{value}" data-fact="{PRICE}">€ 83,87</data>'
    assert to_html([block("Het kost ", price(marks=["strong"]), ".")]) == f"<p>Het kost <strong>{shown}</strong>.</p>"


def test_what_the_parts_of_a_fact_are_is_bold() -> None:
    divided = {"others": ("Andere <tijden>", "vr: dicht\nza: open"), "note": ("", "Kom.")}
    node = {"_type": "fact", "fact": "f", "kind": "opening_hours", "value": 1, "text": "lang", "divided": divided}
    told = "<strong>Andere &lt;tijden&gt;</strong><br>vr: dicht<br>za: open<br><br>Kom."
    assert to_html([block(node)]) == f'<p><data class="fact" value="1" data-fact="f">{told}</data></p>'


@pytest.mark.parametrize(
    ("kind", "value", "html"),
    [
        ("date", "2026-01-01", '<time class="fact" datetime="2026-01-01" data-fact="f">1\u00a0januari</time>'),
        ("date", "someday", '<data class="fact" value="someday" data-fact="f">1\u00a0januari</data>'),
        ("text", 'a "b"\nc', '<data class="fact" value="a &quot;b&quot; c" data-fact="f">1 januari</data>'),
        ("percentage", 4.5, '<data class="fact" value="4.5" data-fact="f">1 januari</data>'),
        ("text", None, '<data class="fact" value="" data-fact="f">1 januari</data>'),
    ],
)
def test_a_date_is_a_time_and_other_values_are_data(kind: str, value: Any, html: str) -> None:
    node = {"_type": "fact", "fact": "f", "kind": kind, "value": value, "text": "1 januari"}
    assert to_html([block(node)]) == f"<p>{html}</p>"


def test_a_fact_may_lead_somewhere_but_not_inside_a_link() -> None:
    def call(fact: Mapping[str, Any]) -> str:
        return f"tel:{fact['value']['number']}"

    value = "{&quot;number&quot;:&quot;14010&quot;,&quot;region&quot;:&quot;NL&quot;}"
    fact = f'<data class="fact" value="{value}" data-fact="{PHONE}">'
    assert to_html([block(phone())], fact_href=call) == f'<p><a href="tel:14010">{fact}14 010</data></a></p>'
    nodes = [block(phone(marks=["m1"]), markDefs=[{"_key": "m1", "_type": "link", "href": "https://a.nl"}])]
    assert to_html(nodes, fact_href=call) == f'<p><a href="https://a.nl">{fact}14 010</data></a></p>'


def test_quotations_join_and_empty_blocks_go() -> None:
    nodes = [block("a", style="blockquote"), block(" \n"), block("b", style="blockquote"), block("c")]
    assert to_html(nodes) == "<blockquote><p>a</p><p>b</p></blockquote><p>c</p>"


@pytest.mark.parametrize(
    "value", [None, "text", 3, {}, {"_type": "block"}, [[]], [{"_type": "block", "children": "x"}]]
)
def test_what_is_no_text_is_nothing(value: Any) -> None:
    assert to_html(value) == ""


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://a.nl", "https://a.nl"),
        ("  HTTPS://A.nl/é?ü=1#ö ", "https://A.nl/%C3%A9?%C3%BC=1#%C3%B6"),
        ("http://a.nl:8080/x", "http://a.nl:8080/x"),
        ("https://[2001:db8::1]/x", "https://[2001:db8::1]/x"),
        ("https://a.nl/100%/a%20b", "https://a.nl/100%25/a%20b"),
        ("https://a.nl/a(b)\"'<>", "https://a.nl/a%28b%29%22'%3C%3E"),
        ("mailto:a@b.nl?subject=x y", None),
        ("mailto:a@b.nl?subject=x%20y", "mailto:a@b.nl?subject=x%20y"),
        ("mailto:nobody", None),
        ("tel:+31 20 123 45 67", "tel:+31201234567"),
        ("tel:14010", "tel:14010"),
        ("tel:1;ext=2", "tel:1;ext=2"),
        ("tel:abc", None),
        ("javascript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("\x01javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("//a.nl", None),
        ("/pad", None),
        ("#anker", None),
        ("", None),
        ("https:", None),
        ("https:a.nl", None),
        ("https:///pad", None),
        ("https://user:pass@a.nl", None),
        ("https://a.nl\u202e/x", None),
        ("https://a b.nl", None),
        ("https://a.nl:99999/", None),
        ("https://[::1", None),
        (None, None),
        (3, None),
    ],
)  # fmt: skip
def test_only_plain_addresses_are_links(address: Any, safe: str | None) -> None:
    assert safe_href(address) == safe
