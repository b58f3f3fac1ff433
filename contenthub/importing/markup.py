"""HTML and Markdown from elsewhere to the hub's rich text: links resolved, tables taken out, the rest cleaned."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import SplitResult, urlsplit

from lxml import html as lxml_html
from markdown_it import MarkdownIt

from content_models.richtext import RichTextError, sanitise
from contenthub.importing.records import BadFile

LINK = re.compile(r"<a\b[^>]*>|</a\s*>", re.IGNORECASE)
TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")
QUIET = {"<div>", "<span>", "<abbr>", "<section>", "class=", "id=", "rel=", "<address>", "<article>"}
"""What is left out without loss: containers and hooks for style sheets."""


@dataclass
class Known:
    """What the set holds: path -> uuid of an item; and the site it comes from, for links to what it does not hold."""

    paths: Mapping[str, str] = field(default_factory=dict)
    site: str = ""
    hosts: frozenset[str] = frozenset()

    def prepare(self, html: str) -> str:
        """Return the HTML with the marks of its own that a format has written as HTML."""
        return html

    def link(self, href: str, title: str) -> str | None:
        """Return the start tag that a link becomes, None when only its text stays."""
        parts = split(href)
        if parts is None or (not parts.scheme and not parts.path.startswith("/")):
            return None
        if parts.scheme in ("http", "https") and parts.hostname not in self.hosts or parts.scheme in ("mailto", "tel"):
            return f'<a href="{escape(href.strip())}">'
        if parts.scheme not in ("", "http", "https"):
            return None
        if uuid := self.paths.get(parts.path.rstrip("/") or "/"):
            return f'<a linktype="item" item="{uuid}">'
        address = href if parts.scheme else self.site + href if self.site else ""
        name = escape(title[:200] or parts.path)
        return f'<a linktype="external" source="{escape(parts.path)}" title="{name}" href="{escape(address)}">'


def split(href: str) -> SplitResult | None:
    """Return the parts of an address, None when it is none."""
    try:
        return urlsplit(href.strip())
    except ValueError:
        return None


class _Attributes(HTMLParser):
    """The attributes of one start tag."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found = {name: value or "" for name, value in attrs}


def attributes_of(tag: str) -> dict[str, str]:
    """Return the attributes of a start tag."""
    parser = _Attributes()
    parser.feed(tag)
    return parser.found


def rewrite_links(html: str, known: Known, dropped: Counter[str]) -> str:
    """Return the HTML with every link turned into a reference, an external node or its text. One pass."""
    out: list[str] = []
    position, opened = 0, False
    marks = list(LINK.finditer(html))
    for number, mark in enumerate(marks):
        out.append(html[position : mark.start()])
        position = mark.end()
        if mark.group().startswith("</"):
            out.append("</a>" if opened else "")
            opened = False
            continue
        end = marks[number + 1].start() if number + 1 < len(marks) else position
        tag = known.link(attributes_of(mark.group()).get("href", ""), text_of(html[position:end]))
        if tag is None:
            dropped["link without a target elsewhere"] += 1
        out.append(tag or "")
        opened = tag is not None
    out.append(html[position:])
    return "".join(out)


def text_of(html: str) -> str:
    return " ".join(unescape(TAG.sub(" ", html)).split())


def markdown(text: str) -> str:
    """Return the HTML of Markdown; HTML inside it is left for `clean`."""
    return str(MARKDOWN.render(text))


def clean(html: str, known: Known, dropped: Counter[str], *, tables: bool) -> str:
    """Return editor HTML. Raises BadFile when the HTML is too large or too deep."""
    try:
        cleaned, lost = sanitise(rewrite_links(known.prepare(html), known, dropped), allow_tables=tables)
    except RichTextError as error:
        raise BadFile(str(error)) from error
    for one in lost:
        if one.what not in QUIET:
            dropped[one.what] += one.count
    return cleaned


def blocks_of(html: str, known: Known, dropped: Counter[str]) -> Iterator[dict[str, Any]]:
    """Yield the blocks of a body: rich text, and tables as tables."""
    cleaned = clean(html, known, dropped, tables=True)
    position = 0
    for match in TABLE.finditer(cleaned):
        yield from _text_block(cleaned[position : match.start()])
        table = read_table(match.group())
        if table["rows"] or table["header"]:
            yield {"block": "table", "table": table}
        position = match.end()
    yield from _text_block(cleaned[position:])


def _text_block(html: str) -> Iterator[dict[str, Any]]:
    if text_of(html) or "<embed" in html:
        yield {"block": "text", "text": html.strip()}


def read_table(html: str) -> dict[str, Any]:
    """Return a cleaned `<table>` as caption, header and rows of equal width."""
    root = lxml_html.fragment_fromstring(html)
    caption = root.findtext(".//caption") or ""
    rows = [
        (all(cell.tag == "th" for cell in row), [" ".join(cell.text_content().split()) for cell in row])
        for row in root.iter("tr")
        if len(row)
    ]
    width = max((len(cells) for _head, cells in rows), default=0)
    padded = [(head, cells + [""] * (width - len(cells))) for head, cells in rows]
    header = padded.pop(0)[1] if padded and padded[0][0] else []
    return {"caption": " ".join(caption.split()), "header": header, "rows": [cells for _head, cells in padded]}
