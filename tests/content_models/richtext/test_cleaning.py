"""Cleaning: what is allowed stays, what is not goes and is told, and words never run together."""

from html import escape

import bleach
import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_models.richtext import Dropped, TooLarge, plain_text, sanitise, to_portable_text
from content_models.richtext.clean import ATTRIBUTES, TAGS
from content_models.richtext.vocabulary import SCHEMES, TABLE_TAGS

FACT = "6f1c2a2e-0000-4000-8000-000000000001"

CASES = [
    ("scripts", "<p>a</p><script>alert(1)</script>", "<p>a</p>", {"<script>": 1}),
    ("styles", "<style>p { color: red }</style><p>a</p>", "<p>a</p>", {"<style>": 1}),
    ("drawings", "<p>a<svg><text>b</text></svg>c</p>", "<p>a c</p>", {"<svg>": 1}),
    ("comments", "<p>a<!-- b -->c</p>", "<p>ac</p>", {"<!-- -->": 1}),
    (
        "events",
        '<p onclick="x()">a <b onmouseover="y()">b</b></p>',
        "<p>a <b>b</b></p>",
        {"onclick=": 1, "onmouseover=": 1},
    ),
    ("styling", '<p class="MsoNormal" style="color:red">a</p>', "<p>a</p>", {"class=": 1, "style=": 1}),
    ("javascript", '<p><a href="javascript:x()">a</a></p>', "<p>a</p>", {"<a javascript:x()>": 1}),
    ("hidden javascript", '<p><a href=" java&#9;script&colon;x()">a</a></p>', "<p>a</p>", {"<a java script:x()>": 1}),
    ("data addresses", '<p><a href="data:text/html,x">a</a></p>', "<p>a</p>", {"<a data:text/html,x>": 1}),
    ("large headings", "<h1>a</h1>", "<h2>a</h2>", {"<h1>": 1}),
    ("small headings", "<h5>a</h5><h6>b</h6>", "<h4>a</h4><h4>b</h4>", {"<h5>": 1, "<h6>": 1}),
    ("divisions", "<div>a</div><div>b</div>", "<p>a</p><p>b</p>", {"<div>": 2}),
    ("address", "<address>a<br>b</address>c", "<p>a<br/>b</p><p>c</p>", {"<address>": 1}),
    ("sections", "<section><h2>a</h2>b</section>", "<h2>a</h2><p>b</p>", {"<section>": 1}),
    ("inline wrappers", '<p><abbr title="x">a</abbr> <span>b</span></p>', "<p>a b</p>", {"<abbr>": 1, "<span>": 1}),
    ("images", '<p>a<img src="x">b</p>', "<p>a b</p>", {"<img>": 1}),
    ("other embeds", '<p>a</p><embed embedtype="media" url="x"/>', "<p>a</p>", {"<embed media>": 1, "url=": 1}),
    ("facts without a number", '<p>a <embed embedtype="fact" fact="1"/></p>', "<p>a</p>", {"<embed fact>": 1}),
    ("page links", '<p><a linktype="page" id="3">a</a></p>', "<p>a</p>", {"<a page>": 1, "id=": 1}),
    ("definition lists", "<dl><dt>a</dt><dd>b</dd></dl>", "<p>a</p><p>b</p>", {"<dd>": 1, "<dl>": 1, "<dt>": 1}),
    ("tables", "<table><tr><td>a</td><td>b</td></tr></table>", "<p>a b</p>", {"<table>": 1, "<td>": 2, "<tr>": 1}),
    ("deleted text", "<p>a <s>b</s></p>", "<p>a b</p>", {"<s>": 1}),
    ("Word", "<p>a<o:p></o:p></p>", "<p>a</p>", {"<o:p>": 1}),
    ("other names of marks", "<p><strong>a</strong> <em>b</em></p>", "<p><b>a</b> <i>b</i></p>", {}),
    ("editor keys", '<p data-block-key="k1">a</p><ul><li data-block-key="k2">b</li></ul>', None, {}),
    ("keys of quotations", '<blockquote data-block-key="k1">a</blockquote>', None, {}),
    ("facts", f'<p><embed embedtype="fact" fact="{FACT}" format="short"/></p>', None, {}),
    (
        "allowed addresses",
        '<p><a href="mailto:a@example.org">a</a><a href="tel:+3114">b</a><a href="#c">c</a></p>',
        None,
        {},
    ),
    ("nothing", "", "", {}),
]


@pytest.mark.parametrize(("html", "clean", "dropped"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_cleaning(html: str, clean: str | None, dropped: dict[str, int]) -> None:
    told = [Dropped(what, count) for what, count in sorted(dropped.items())]
    assert sanitise(html) == (html if clean is None else clean, told)


TABLES = [
    (
        "<table border=1><caption>Tarieven</caption><thead><tr><th>Wat</th><th>Prijs</th></tr></thead>"
        "<tr><td><p>Uittreksel</p><p>online</p></td><td><b>16,60</b></td></tr></table>",
        "<table><caption>Tarieven</caption><thead><tr><th>Wat</th><th>Prijs</th></tr></thead>"
        "<tbody><tr><td>Uittreksel<br/>online</td><td><b>16,60</b></td></tr></tbody></table>",
    ),
    ("<p>a</p><table><tr><td></td></tr></table><p>b</p>", "<p>a</p><p>b</p>"),
    ("<table>a<tr><td>b", "<table><tbody><tr><td>a</td></tr><tr><td>b</td></tr></tbody></table>"),
    ("<ul><li>a<table><tr><td>b</td></tr></table></li></ul>", "<ul><li>a<br/>b</li></ul>"),
]


@pytest.mark.parametrize(("html", "clean"), TABLES)
def test_tables_may_stay(html: str, clean: str) -> None:
    assert sanitise(html, allow_tables=True)[0] == clean
    assert sanitise(clean, allow_tables=True)[0] == clean


def test_too_large_is_refused() -> None:
    with pytest.raises(TooLarge):
        sanitise("x" * 100, max_chars=99)


TAGS_IN_SOUP = """
<p> </p> <b> </b> <i> </i> <ul> </ul> <ol> <li> </li> <h1> <h2> </h2> <h5> <blockquote> </blockquote> <br> <hr/>
<table> <tr> <td> <th> </table> <thead> <caption> <div> </div> <span> </span> <a> </a> <a/href="javascript:x">
<a/href="https://x.nl/"> <a/linktype="external"/title="<b>"> <embed> <script> </script> <!-- --> <svg> </svg>
&amp; &lt; &lt;script&gt; < > " ' =
"""
TAG_SOUP = st.lists(st.text(max_size=6) | st.sampled_from(TAGS_IN_SOUP.split()), max_size=25).map("".join)


@given(TAG_SOUP, st.booleans())
def test_cleaning_twice_changes_nothing(html: str, allow_tables: bool) -> None:
    clean, _dropped = sanitise(html, allow_tables)
    assert sanitise(clean, allow_tables) == (clean, [])


@given(TAG_SOUP, st.booleans())
def test_our_reader_leaves_nothing_for_bleach(html: str, allow_tables: bool) -> None:
    clean, _dropped = sanitise(html, allow_tables)
    tags = TAGS | TABLE_TAGS if allow_tables else TAGS
    again = bleach.clean(clean, tags=tags, attributes=ATTRIBUTES, protocols=SCHEMES, strip=True)
    assert again == clean.replace("/>", ">")


@given(TAG_SOUP)
def test_nothing_raises_and_the_store_reads_what_was_cleaned(html: str) -> None:
    clean, _dropped = sanitise(html)
    words = plain_text(to_portable_text(html)).split()
    assert plain_text(to_portable_text(clean)).split() == words


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\ufffe\uffff")))
def test_plain_words_survive(text: str) -> None:
    found = plain_text(to_portable_text(f"<p>{escape(text)}</p>"))
    assert found.split() == text.split()
