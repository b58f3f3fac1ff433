"""Portable Text as plain text and as Markdown, exactly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from markdown_it import MarkdownIt

from channels.portable_text import to_markdown, to_plain
from tests.channels.samples import BODY, block, phone, span

PLAIN = """\
U kunt uw verhuizing doorgeven vanaf vier weken vóór tot uiterlijk vijf dagen na de verhuisdatum. \
Een nieuw paspoort is niet nodig. Dat zou € 83,87 kosten.

Wat u nodig heeft

- uw DigiD met sms-controle of de app
- uw nieuwe adres
  - met huisnummer en toevoeging
- de namen van wie meeverhuist

Bij wie u moet zijn

Bel 14 010 of mail het loket.

Verhuist iemand anders? Dan geeft die zelf de verhuizing door."""

MARKDOWN = """\
U kunt uw verhuizing doorgeven **vanaf vier weken vóór** tot uiterlijk vijf dagen na de verhuisdatum. \
Een nieuw [paspoort](/nl/paspoort-aanvragen) is niet nodig. Dat zou € 83,87 kosten.

## Wat u nodig heeft

- uw **DigiD** met sms-controle of de app
- uw nieuwe adres
  - met huisnummer en toevoeging
- de namen van wie meeverhuist

### Bij wie u moet zijn

Bel 14 010 of mail [het loket](mailto:loket@voorbeeldstad.example).

> Verhuist iemand anders? Dan geeft die zelf de verhuizing door."""


def address(mark: Mapping[str, Any]) -> str:
    return str(mark["address"])


def test_plain_text() -> None:
    assert to_plain(BODY) == PLAIN


def test_markdown() -> None:
    assert to_markdown(BODY, href=address) == MARKDOWN


def test_plain_text_with_addresses_and_spoken_facts() -> None:
    said = to_plain(BODY, href=address, links=True, spoken=True)
    assert "Een nieuw paspoort (/nl/paspoort-aanvragen) is niet nodig. Dat zou drieëntachtig euro" in said
    assert "Bel veertien nul tien of mail het loket (loket@voorbeeldstad.example)." in said


def test_numbers_count_per_list_and_lines_hang() -> None:
    items = [("a", "number", 1), ("b\nc", "number", 1), ("d", "number", 2), ("e", "number", 1), ("f", "bullet", 1)]
    nodes = [block(text, listItem=kind, level=level) for text, kind, level in items]
    nodes += [block("p"), block("g", listItem="number", level=1)]
    assert to_plain(nodes) == "1. a\n2. b\n   c\n  1. d\n3. e\n- f\n\np\n\n1. g"
    assert to_markdown(nodes) == "1. a\n2. b\\\n   c\n   1. d\n3. e\n\n- f\n\np\n\n1. g"


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("14. maart", "14\\. maart"),
        ("14.010", "14.010"),
        ("- min", "\\- min"),
        ("a - b", "a - b"),
        ("# kop", "\\# kop"),
        ("nr. #3", "nr. #3"),
        ("*x* _y_ `z`", "\\*x\\* \\_y\\_ \\`z\\`"),
        ("[a](b)", "\\[a\\](b)"),
        ("R&D &amp; &#60;", "R&D \\&amp; \\&#60;"),
        ("a < b > c", "a \\< b > c"),
        ("> q", "\\> q"),
        ("    code", "code"),
        ("===", "\\==="),
        ("a\n---", "a\\\n\\---"),
        ("a|b", "a\\|b"),
        ("Hallo!", "Hallo!"),
    ],
)
def test_text_cannot_become_markup(text: str, markdown: str) -> None:
    assert to_markdown([block(text)]) == markdown


@pytest.mark.parametrize(
    ("children", "markdown"),
    [
        ([span("a "), span(" b ", "strong"), span("c")], "a  **b** c"),
        ([span("a", "strong"), span("b", "em")], "**a**_b_"),
        ([span("a"), span("b", "em"), span("c")], "a*b*c"),
        ([span("a", "strong", "em")], "**_a_**"),
        ([span("a"), span("(b)", "strong"), span("c")], "a(b)c"),
        ([span("a", "code"), span("`", "code")], "`` a` ``"),
        ([span("m"), span("2", "sup")], "m<sup>2</sup>"),
        ([span("weg", "strike-through")], "~~weg~~"),
        ([phone(marks=["strong"])], "**14 010**"),
    ],
)
def test_emphasis_is_written_only_where_it_is_read(children: list[Any], markdown: str) -> None:
    assert to_markdown([block(*children)]) == markdown


def test_an_exclamation_mark_does_not_make_a_link_an_image() -> None:
    nodes = [block("Kijk!", span("hier", "m1"), markDefs=[{"_key": "m1", "_type": "link", "href": "https://a.nl/(x)"}])]
    assert to_markdown(nodes) == "Kijk\\![hier](https://a.nl/%28x%29)"
    assert (
        MarkdownIt("commonmark").render(to_markdown(nodes)) == '<p>Kijk!<a href="https://a.nl/%28x%29">hier</a></p>\n'
    )


def test_headings_are_shifted_and_keep_their_hashes() -> None:
    nodes = [block("C #", style="h2"), block("a\nb", style="h4")]
    assert to_markdown(nodes, shift=1) == "### C \\#\n\n#### a b"
