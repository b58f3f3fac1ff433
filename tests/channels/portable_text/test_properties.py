"""What must hold for any Portable Text, sound or not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

from hypothesis import HealthCheck, given, settings
from markdown_it import MarkdownIt

from channels.portable_text import Break, read_nodes, to_html, to_markdown, to_plain
from tests.channels.portable_text.strategies import document, malformed

ALLOWED = {"p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "hr", "br", "a", "data", "time"}
ALLOWED |= {"strong", "em", "s", "sup", "sub", "code"}
INLINE = ALLOWED - {"p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "hr"}
VOID = {"hr", "br"}

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


class Reader(HTMLParser):
    """Collects text, tags and links, and complains about wrong nesting."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.open: list[str] = []
        self.headings: list[int] = []
        self.links: list[str] = []
        self.problems: list[str] = []
        self.feed(html)
        self.close()
        self.problems += [f"open {tag}" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        parent = self.open[-1] if self.open else ""
        if tag not in ALLOWED:
            self.problems.append(f"tag {tag}")
        if tag == "li" and parent not in ("ul", "ol") or parent in ("ul", "ol") and tag != "li":
            self.problems.append(f"{tag} in {parent}")
        if tag == "a" and "a" in self.open or tag not in INLINE and parent in (INLINE | {"p"}):
            self.problems.append(f"{tag} in {parent}")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        self.links += [value or "" for name, value in attrs if name == "href"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.problems.append(f"end {tag}")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def letters(text: str) -> str:
    """Return the text without white space: what both sides of a conversion must share."""
    return re.sub(r"\s+", "", text)


def expected(nodes: Any) -> str:
    return letters(
        "".join(run.text for block in read_nodes(nodes) if not isinstance(block, Break) for run in block.runs)
    )


def address(mark: Mapping[str, Any]) -> str | None:
    return "../doel/index.html"


@given(document)
@PATIENT
def test_html_is_well_formed_and_keeps_the_text(nodes: list[Any]) -> None:
    reader = Reader(to_html(nodes, href=address))
    assert reader.problems == []
    assert letters("".join(reader.words)) == expected(nodes)


@given(document)
@PATIENT
def test_headings_never_skip_a_level(nodes: list[Any]) -> None:
    levels = [1, *Reader(to_html(nodes)).headings]
    assert [(one, two) for one, two in zip(levels, levels[1:], strict=False) if two > one + 1] == []


@given(document)
@PATIENT
def test_links_are_of_the_four_schemes(nodes: list[Any]) -> None:
    links = Reader(to_html(nodes)).links
    assert [link for link in links if not link.startswith(("http://", "https://", "mailto:", "tel:"))] == []


@given(malformed)
@PATIENT
def test_malformed_nodes_never_raise(value: Any) -> None:
    html = to_html(value, href=address)
    assert Reader(html).problems == []
    for written in (html, to_plain(value), to_plain(value, spoken=True, links=True), to_markdown(value)):
        written.encode("utf-8")


@given(document)
@settings(PATIENT, max_examples=400)
def test_markdown_read_by_commonmark_gives_the_same_text(nodes: list[Any]) -> None:
    markdown = to_markdown(nodes, href=address)
    read = MarkdownIt("commonmark").enable(["strikethrough", "table"]).render(markdown)
    text = "".join(Reader(read).words)
    assert letters(text) == expected(nodes), markdown


@given(document)
@PATIENT
def test_markdown_holds_no_markup_but_ours(nodes: list[Any]) -> None:
    read = MarkdownIt("commonmark").enable(["strikethrough", "table"]).render(to_markdown(nodes))
    assert set(re.findall(r"<([a-z0-9]+)", read)) <= ALLOWED
    assert Reader(read).links == Reader(to_html(nodes)).links


@given(document)
@PATIENT
def test_the_same_text_gives_the_same_bytes(nodes: list[Any]) -> None:
    assert to_html(nodes) == to_html(nodes)
    assert to_markdown(nodes) == to_markdown(nodes)


def test_twenty_thousand_blocks() -> None:
    nodes = [
        {
            "_type": "block",
            "listItem": "bullet",
            "level": n % 9 + 1,
            "children": [{"_type": "span", "text": f"a{n}", "marks": ["em"]}],
        }
        for n in range(20_000)
    ]
    assert to_html(nodes).count("<li>") == 20_000
    assert to_plain(nodes).count("- ") == 20_000
    assert to_markdown(nodes).count("- ") == 20_000


def test_one_block_with_twenty_thousand_children() -> None:
    children = [{"_type": "span", "text": "a*", "marks": ["strong"] if n % 2 else []} for n in range(20_000)]
    nodes = [{"_type": "block", "children": children}]
    assert to_html(nodes).count("<strong>") == 10_000
    assert letters(to_plain(nodes)) == "a*" * 20_000
    assert to_markdown(nodes).count("a\\*") == 20_000
