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
from contenthub.importing.media import Media
from contenthub.importing.records import BadFile

LINK = re.compile(r"<a\b[^>]*>|</a\s*>", re.IGNORECASE)
TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")
IMAGE = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
FIGURE = re.compile(r"<figure\b[^<>]*>(?:(?!<figure\b).)*?</figure\s*>|<img\b[^<>]*>", re.IGNORECASE | re.DOTALL)
PICTURE = re.compile(r"\.(?:avif|bmp|gif|heic|jpe?g|png|svg|tiff?|webp)$", re.IGNORECASE)
"""How the address of a picture ends."""
FRAME = re.compile(r"</?(?:figure|picture)\b[^<>]*>|<source\b[^<>]*>", re.IGNORECASE)
CAPTION = re.compile(r"<figcaption\b[^<>]*>(.*?)</figcaption\s*>", re.IGNORECASE | re.DOTALL)
MARK = re.compile("\ue000(\\d+)\ue001")
"""Where a picture stands while the text around it is cleaned."""
EMPTY = re.compile(r"<(a|b|i|strong|em|code|sup|sub|p|li|ul|ol|h[1-6]|blockquote)\b[^<>]*>(?:\s|<br\s*/?>)*</\1>")
LONGEST_ALT = 250
QUIET = {"<div>", "<span>", "<abbr>", "<section>", "class=", "id=", "rel=", "<address>", "<article>"}
"""What is left out without loss: containers and hooks for style sheets."""


@dataclass
class Known:
    """What the set holds: path -> uuid of an item; and the site it comes from, for links to what it does not hold."""

    paths: Mapping[str, str] = field(default_factory=dict)
    site: str = ""
    hosts: frozenset[str] = frozenset()
    media: Media = field(default_factory=Media)
    here: str = ""
    """The file that is read, below the folder that is imported: paths to pictures begin there."""

    def source_of(self, src: str) -> str:
        """Return the name that the media have for the address of a picture."""
        return f"https:{src}" if src.startswith("//") else src

    def image(self, src: str, alt: str | None, dropped: Counter[str]) -> dict[str, Any] | None:
        """Return a picture as a field holds it; None (and a loss) when it cannot be had.

        `alt` is None where nothing is said, and empty where it is said to be decoration. The media may know better.
        """
        name = self.source_of(src.strip())
        uuid = self.media.take(name, dropped, self.here)
        if not uuid:
            return None
        said = " ".join((alt or self.media.alt_of(name)).split())
        if len(said) > LONGEST_ALT:
            dropped[f"alternative text (shortened to {LONGEST_ALT} characters)"] += 1
            said = said[: LONGEST_ALT - 1].rsplit(" ", 1)[0] + "…"
        if alt == "" and not said:
            dropped["alternative text (none is there: the picture is marked as decoration)"] += 1
        return {"image": uuid, "alt": said, "decorative": alt == "" and not said}

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
        href, inside = attributes_of(mark.group()).get("href", ""), html[position:end]
        around = MARK.search(inside) and not text_of(MARK.sub("", inside))
        tag = None if around else known.link(href, text_of(MARK.sub("", inside)))
        if around and not PICTURE.search(href.partition("?")[0]):
            dropped["link around a picture"] += 1
        elif tag is None and not around:
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


def blocks_of(html: str, known: Known, dropped: Counter[str], *, pictures: bool = False) -> Iterator[dict[str, Any]]:
    """Yield the blocks of a body: rich text, tables as tables, and, where they have a place, pictures as pictures."""
    shown: list[dict[str, Any]] = []
    if pictures:
        html = mark_pictures(known.prepare(html), known, dropped, shown)
    cleaned = clean(html, known, dropped, tables=True)
    position = 0
    for match in TABLE.finditer(cleaned):
        yield from _text_blocks(cleaned[position : match.start()], shown)
        table = read_table(MARK.sub("", match.group()))
        if table["rows"] or table["header"]:
            yield {"block": "table", "table": table}
        yield from _pictures(match.group(), shown)
        position = match.end()
    yield from _text_blocks(cleaned[position:], shown)


def mark_pictures(html: str, known: Known, dropped: Counter[str], shown: list[dict[str, Any]]) -> str:
    """Return HTML with a mark for each picture that can be had; each, with its caption, is put into `shown`."""

    def image(tag: str, caption: str = "") -> str:
        attributes = attributes_of(tag)
        found = known.image(attributes.get("src", ""), attributes.get("alt"), dropped)
        if found is None:
            return ""
        shown.append({"image": found, "caption": caption})
        return f"\ue000{len(shown) - 1}\ue001"

    def figure(match: re.Match[str]) -> str:
        images = IMAGE.findall(match[0])
        if len(images) == 1 and (caption := CAPTION.search(match[0])):
            mark = image(images[0], text_of(caption[1]))
            rest = CAPTION.sub("", match[0]) if mark else match[0]
            return FRAME.sub("", IMAGE.sub(mark, rest))
        marked = IMAGE.sub(lambda one: image(one[0]), match[0])
        return FRAME.sub("", marked) if images else marked

    return FIGURE.sub(figure, html.replace("\ue000", "").replace("\ue001", ""))


def _text_blocks(html: str, shown: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield text, and the pictures in it before or after the paragraph that they stand in."""
    waiting = ""
    for part in top_level(html) if MARK.search(html) else [html]:
        if not (mark := MARK.search(part)):
            waiting += part
            continue
        text, first = without_empty(MARK.sub("", part)), not text_of(part[: mark.start()])
        if not first:
            waiting, text = waiting + text, ""
        yield from _text_block(waiting)
        yield from _pictures(part, shown)
        waiting = text
    yield from _text_block(waiting)


def _pictures(html: str, shown: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for mark in MARK.findall(html):
        yield {"block": "image", **shown[int(mark)]}


def top_level(html: str) -> Iterator[str]:
    """Yield cleaned HTML in pieces, none of which ends inside an element."""
    depth, start = 0, 0
    for match in TAG.finditer(html):
        if match[0].startswith("</"):
            depth -= 1
        elif not match[0].endswith("/>") and not match[0].startswith(("<br", "<hr", "<embed")):
            depth += 1
        if depth == 0:
            yield html[start : match.end()]
            start = match.end()
    yield html[start:]


def without_empty(html: str) -> str:
    """Return HTML without elements that have lost all that was in them."""
    before = ""
    while before != html:
        before, html = html, EMPTY.sub("", html)
    return html


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
