"""GOV.UK HTML and govspeak to the hub's rich text: links and embeds resolved, tables taken out, the rest cleaned."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from lxml import html as lxml_html
from markdown_it import MarkdownIt

from content_models.richtext import RichTextError, sanitise
from contenthub.importing.records import BadFile

SITE = "https://www.gov.uk"
HOSTS = {"www.gov.uk", "gov.uk"}
LINK = re.compile(r"<a\b[^>]*>|</a\s*>", re.IGNORECASE)
EMBED = re.compile(r"\{\{embed:(?P<type>[a-z_]+):(?P<id>[\w-]+)(?:/(?P<path>[\w/-]+))?\}\}")
TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
ABBREVIATION = re.compile(r"^\*\[[^\]]+\]:.*$", re.MULTILINE)
MARKERS = re.compile(r"^\$\w*\s*$|^\s*[\^%]|[\^%]\s*$", re.MULTILINE)
MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass
class Known:
    """What the set holds: path -> uuid of an item, and embed reference -> uuid of a fact."""

    paths: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)

    def link(self, href: str, title: str) -> str | None:
        """Return the start tag that a link becomes, None when only its text stays."""
        parts = urlsplit(href.strip()) if _parses(href) else None
        if parts is None or (not parts.scheme and not parts.path.startswith("/")):
            return None
        if parts.scheme in ("http", "https") and parts.hostname not in HOSTS or parts.scheme in ("mailto", "tel"):
            return f'<a href="{escape(href.strip())}">'
        if parts.scheme not in ("", "http", "https"):
            return None
        if uuid := self.paths.get(parts.path.rstrip("/") or "/"):
            return f'<a linktype="item" item="{uuid}">'
        address = href if parts.scheme else SITE + href
        name = escape(title[:200] or parts.path)
        return f'<a linktype="external" source="{escape(parts.path)}" title="{name}" href="{escape(address)}">'


def _parses(href: str) -> bool:
    try:
        urlsplit(href.strip())
    except ValueError:
        return False
    return True


def govspeak(text: str) -> str:
    """Return the HTML of govspeak: Markdown; its own marks (callouts, abbreviations) leave their text behind."""
    return str(MARKDOWN.render(MARKERS.sub("", ABBREVIATION.sub("", text))))


class _Attributes(HTMLParser):
    """The attributes of one start tag."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found = {name: value or "" for name, value in attrs}


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
        parser = _Attributes()
        parser.feed(mark.group())
        end = marks[number + 1].start() if number + 1 < len(marks) else position
        tag = known.link(parser.found.get("href", ""), text_of(html[position:end]))
        if tag is None:
            dropped["link without a target elsewhere"] += 1
        out.append(tag or "")
        opened = tag is not None
    out.append(html[position:])
    return "".join(out)


def text_of(html: str) -> str:
    return " ".join(unescape(TAG.sub(" ", html)).split())


def clean(html: str, known: Known, dropped: Counter[str], *, tables: bool) -> str:
    """Return editor HTML. Raises BadFile when the HTML is too large, too deep, or embeds an unknown content block."""
    html = EMBED.sub(lambda match: _embed(match, known), html)
    try:
        cleaned, lost = sanitise(rewrite_links(html, known, dropped), allow_tables=tables)
    except RichTextError as error:
        raise BadFile(str(error)) from error
    for one in lost:
        if one.what not in QUIET:
            dropped[one.what] += one.count
    return cleaned


QUIET = {"<div>", "<span>", "<abbr>", "<section>", "class=", "id=", "rel=", "<address>", "<article>"}
"""What is left out without loss: containers and hooks for style sheets."""


def _embed(match: re.Match[str], known: Known) -> str:
    reference = "/".join(part for part in (match["id"], match["path"]) if part)
    uuid = known.facts.get(reference) or known.facts.get(match["id"])
    if uuid is None:
        raise BadFile(f"It embeds the content block {match[0]!r}, which is not in the set.")
    return f'<embed embedtype="fact" fact="{uuid}" format="short"/>'


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
