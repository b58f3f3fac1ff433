"""Editor HTML to Portable Text: the same words, paragraphs, marks, links and facts."""

from typing import Any

import pytest

from content_models.richtext import TooDeep, TooLarge, to_portable_text

FACT = "6f1c2a2e-0000-4000-8000-000000000001"
ITEM = "6f1c2a2e-0000-4000-8000-000000000002"


def span(text: str, *marks: str) -> dict[str, Any]:
    return {"_type": "span", "text": text, **({"marks": list(marks)} if marks else {})}


def fact(form: str = "short", *marks: str) -> dict[str, Any]:
    return {"_type": "fact", "fact": FACT, "format": form, **({"marks": list(marks)} if marks else {})}


def block(*children: dict[str, Any] | str, style: str = "normal", **rest: Any) -> dict[str, Any]:
    spans = [span(child) if isinstance(child, str) else child for child in children]
    return {"_type": "block", "style": style, "children": spans, **rest}


def item(kind: str, level: int, *children: dict[str, Any] | str) -> dict[str, Any]:
    return block(*children, listItem=kind, level=level)


CASES: list[tuple[str, str, list[dict[str, Any]]]] = [
    ("nothing", "", []),
    ("empty paragraphs", "<p></p><p> </p><p><br/></p><p>\u00a0</p>", []),
    ("a paragraph", "<p>Bel ons.</p>", [block("Bel ons.")]),
    ("entities", "<p>R&amp;D &lt;b&gt; &eacute;&#8364;</p>", [block("R&D <b> é€")]),
    ("text outside paragraphs", "voor<p>in</p>na", [block("voor"), block("in"), block("na")]),
    ("unclosed paragraphs", "<p>een<p>twee", [block("een"), block("twee")]),
    ("white space", "<p>\n een \t twee\r\n</p>\n", [block("een twee")]),
    ("no-break space stays", "<p>€\u00a016</p>", [block("€\u00a016")]),
    ("a line break", "<p>een <br/> twee<br></p>", [block("een\ntwee")]),
    ("two line breaks", "<p>een<br/><br/>twee</p>", [block("een\n\ntwee")]),
    (
        "headings",
        "<h1>a</h1><h2>b</h2><h3>c</h3><h4>d</h4><h5>e</h5><h6>f</h6>",
        [block(text, style=style) for text, style in zip("abcdef", ["h2", "h2", "h3", "h4", "h5", "h6"], strict=True)],
    ),
    (
        "marks",
        "<p><b>a</b><strong>b</strong> <i>c<em>d</em></i> <b><i>e</i></b></p>",
        [block(span("ab", "strong"), " ", span("cd", "em"), " ", span("e", "strong", "em"))],
    ),
    (
        "all other marks",
        "<p><code>a</code><sup>b</sup><sub>c</sub><s>d</s><del>e</del></p>",
        [block(span("a", "code"), span("b", "sup"), span("c", "sub"), span("de", "strike-through"))],
    ),
    (
        "crossing marks",
        "<p><b>a<i>b</b>c</i></p>",
        [block(span("a", "strong"), span("b", "strong", "em"), span("c", "em"))],
    ),
    ("space belongs to its mark", "<p>a <b> b </b> c</p>", [block("a ", span("b ", "strong"), "c")]),
    (
        "a link",
        '<p>Zie <a href="https://example.org/?a=1&amp;b=2">hier</a>.</p>',
        [
            block(
                "Zie ",
                span("hier", "m1"),
                ".",
                markDefs=[{"_key": "m1", "_type": "link", "href": "https://example.org/?a=1&b=2"}],
            )
        ],
    ),
    (
        "a link to an item",
        f'<p><a linktype="item" item="{ITEM.upper()}">lees <b>dit</b></a></p>',
        [
            block(
                span("lees ", "m1"),
                span("dit", "strong", "m1"),
                markDefs=[{"_key": "m1", "_type": "itemLink", "item": ITEM}],
            )
        ],
    ),
    (
        "a link to what is not in the hub",
        '<p><a linktype="external" source="42" title="Oude pagina">a</a>'
        '<a linktype="external" source="43" title="" href="https://example.org/">b</a></p>',
        [
            block(
                span("a", "m1"),
                span("b", "m2"),
                markDefs=[
                    {"_key": "m1", "_type": "external", "source": "42", "title": "Oude pagina", "href": ""},
                    {"_key": "m2", "_type": "external", "source": "43", "title": "", "href": "https://example.org/"},
                ],
            )
        ],
    ),
    (
        "a link around paragraphs",
        '<a href="/a"><p>een</p><p>twee</p></a><p>drie</p>',
        [
            block(span("een", "m1"), markDefs=[{"_key": "m1", "_type": "link", "href": "/a"}]),
            block(span("twee", "m1"), markDefs=[{"_key": "m1", "_type": "link", "href": "/a"}]),
            block("drie"),
        ],
    ),
    ("links that lead nowhere", '<p><a>a</a> <a href="">b</a> <a linktype="page" id="3">c</a></p>', [block("a b c")]),
    (
        "facts",
        f'<p>Bel <b><embed embedtype="fact" fact="{FACT}" format="long"/></b> of '
        f'<embed embedtype="fact" fact="{FACT}"></p>',
        [block("Bel ", fact("long", "strong"), " of ", fact())],
    ),
    ("a fact alone", f'<embed embedtype="fact" fact="{FACT}" format="no format"/>', [block(fact())]),
    ("other embeds leave a space", '<p>a<embed embedtype="image" id="1"/>b</p>', [block("a b")]),
    (
        "nested lists",
        "<ul><li>a<ol><li>b</li><li>c</li></ol></li><li>d</li></ul>",
        [item("bullet", 1, "a"), item("number", 2, "b"), item("number", 2, "c"), item("bullet", 1, "d")],
    ),
    (
        "a list in a list, without an item",
        "<ul><li>a</li><ul><li>b</li></ul></ul>",
        [item("bullet", 1, "a"), item("bullet", 2, "b")],
    ),
    ("paragraphs in an item are lines", "<ol><li><p>a</p><p>b</p></li></ol>", [item("number", 1, "a\nb")]),
    (
        "text after a nested list",
        "<ul><li>a<ul><li>b</li></ul>c</li></ul>",
        [item("bullet", 1, "a"), item("bullet", 2, "b"), item("bullet", 1, "c")],
    ),
    ("an item without a list", "<li>a</li>b", [item("bullet", 1, "a"), block("b")]),
    ("an unclosed list", "<ul><li>a<li>b", [item("bullet", 1, "a"), item("bullet", 1, "b")]),
    ("a heading in an item is text", "<ul><li><h3>a</h3>b</li></ul>", [item("bullet", 1, "a\nb")]),
    ("a quotation", "<blockquote>a</blockquote><p>b</p>", [block("a", style="blockquote"), block("b")]),
    (
        "a quotation of paragraphs",
        "<blockquote><p>a</p><p>b</p></blockquote>",
        [block("a", style="blockquote"), block("b", style="blockquote")],
    ),
    ("a rule", "<p>a</p><hr/><p>b</p>", [block("a"), {"_type": "break"}, block("b")]),
    (
        "divisions keep words apart",
        "<div>a</div><div>b</div><section>c<address>d</address></section>",
        [block("a"), block("b"), block("c"), block("d")],
    ),
    ("inline wrappers vanish", '<p><span class="x">a</span><abbr title="y">b</abbr></p>', [block("ab")]),
    (
        "cells keep words apart",
        "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
        [block("a b"), block("c")],
    ),
    (
        "code goes with its content",
        "<p>a</p><script>if (1 < 2) x()</script><style>p{}</style><p>b</p>",
        [block("a"), block("b")],
    ),
    ("comments go", "<p>a<!-- b --><!>c<!--></p>", [block("ac")]),
    ("a sign that is no tag", "<p>1 < 2 en 3 <4</p>", [block("1 < 2 en 3 <4")]),
    ("a tag that never ends", "5 <b en dan", [block("5 <b en dan")]),
    ("editor keys stay out of the store", '<p data-block-key="x1">a</p>', [block("a")]),
    ("control characters", "<p>a\x00b\x0bc&#0;</p>", [block("ab c\ufffd")]),
]


@pytest.mark.parametrize(("html", "nodes"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_reading(html: str, nodes: list[dict[str, Any]]) -> None:
    assert to_portable_text(html) == nodes


def test_too_large_is_refused_before_reading() -> None:
    with pytest.raises(TooLarge, match="The text has 21 characters and may have 20"):
        to_portable_text("x" * 21, max_chars=20)


def test_lists_deeper_than_anyone_reads_are_refused() -> None:
    assert to_portable_text("<ul>" * 16 + "a")[0]["level"] == 16
    with pytest.raises(TooDeep, match="A list stands more than 16 levels deep"):
        to_portable_text("<ul>" * 17 + "a")


HOSTILE = {
    "open marks": "<b>",
    "open divisions": "<div>",
    "open quotations": "<blockquote>",
    "open links": '<a href="x">',
    "open tags": "<a ",
    "open comments": "<!-- ",
    "bogus comments": "<!",
    "open values": '<a x="',
    "mixed values": "<a x=\"'",
    "closed in values": '<a x=">" ',
    "open scripts": "<script ",
    "closed scripts": "<script></script>",
    "entities": "&#x",
    "line breaks": "a<br>",
    "spaces": " ",
    "equals": "<a =",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_takes_linear_time(piece: str) -> None:
    """Quadratic time on 400,000 characters would take minutes; the deadline of the suite catches it."""
    nodes = to_portable_text(f"<p>a{piece * (400_000 // len(piece))}")
    assert nodes[0]["children"][0]["text"].startswith("a")


def test_endless_character_numbers_do_not_raise() -> None:
    assert to_portable_text(f"<p>a&#{'9' * 5000};&#x{'f' * 5000};b</p>") == [block("a\ufffd\ufffdb")]
