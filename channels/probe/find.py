"""The stamps and the text of what a channel answered, whatever its form."""

from __future__ import annotations

import contextlib
import json
import re
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default as policy
from typing import Any

import pypdfium2
from lxml import etree
from lxml import html as lxml_html

STAMP = re.compile(
    r"ch\d+:[a-z][a-z0-9-]{0,30}:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}:[A-Za-z0-9-]{2,20}:\d{1,9}:"
    r"(?:[0-9a-f]{12}\.\d+(?:-[0-9a-f]{12}\.\d+)*)?(?:;[a-z]=[A-Za-z0-9._-]+)*"
)
HEADERS = ("contenthub-stamp", "x-contenthub-stamp")
META = "contenthub:stamp"
RETIRED = "contenthub:retired"
"""What the notice of a retired channel says of itself, in a meta tag or as a key of JSON."""
MOST_TEXT = 50_000

_pdfium = threading.Lock()
"""PDFium is not made for several threads."""


@dataclass(frozen=True)
class Found:
    """What an answer holds. `own`: stamps of what the answer itself is; `listed`: those of anything it mentions."""

    own: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    text: str = ""
    title: str = ""
    links: tuple[str, ...] = ()
    retired: bool = False

    @property
    def stamps(self) -> tuple[str, ...]:
        """All stamps, the own ones first."""
        return tuple(dict.fromkeys((*self.own, *self.listed)))


def find(body: bytes, media_type: str, headers: Mapping[str, str] | None = None) -> Found:
    """Return what is in an answer. What cannot be read as what it says it is, is read as plain text."""
    reader = _reader(body, media_type)
    try:
        found = reader(body)
    except (ValueError, LookupError, etree.LxmlError, pypdfium2.PdfiumError, RecursionError):
        found = read_text(body)
    said = [stamp for name in HEADERS for stamp in STAMP.findall((headers or {}).get(name, ""))]
    own = tuple(dict.fromkeys((*said, *found.own)))
    if not own and len(set(found.listed)) == 1:
        own = found.listed[:1]
    return Found(own, found.listed, found.text[:MOST_TEXT], found.title, found.links, found.retired)


def _reader(body: bytes, media_type: str) -> Callable[[bytes], Found]:
    if media_type in ("text/html", "application/xhtml+xml"):
        return read_html
    if media_type == "application/pdf" or body.startswith(b"%PDF-"):
        return read_pdf
    if media_type.endswith("json"):
        return read_json
    if media_type in ("message/rfc822", "application/mbox"):
        return read_mail
    if media_type.endswith("xml"):
        return read_xml
    return read_text


def read_html(body: bytes) -> Found:
    """Read a page: the stamp of its meta tag is its own, those of attributes are of what it lists."""
    page: Any = lxml_html.document_fromstring(body or b"<p></p>", parser=lxml_html.HTMLParser(encoding=_charset(body)))
    said = [str(one) for one in page.xpath(f"//meta[@name='{META}']/@content")]
    own = [stamp for one in said for stamp in STAMP.findall(one)]
    listed = [stamp for one in page.xpath("//@*[contains(., 'ch1:')]") for stamp in STAMP.findall(str(one))]
    comments = [stamp for one in page.xpath("//comment()") for stamp in STAMP.findall(str(one.text or ""))]
    retired = bool(page.xpath(f"//meta[@name='{RETIRED}']"))
    title = " ".join((page.findtext(".//title") or "").split())
    links = tuple(str(href) for href in page.xpath("//a/@href"))
    for one in page.xpath("//script|//style|//template|//noscript|//title"):
        one.drop_tree()
    main = page.xpath("//main") or page.xpath("//body") or [page]
    text = "\n".join(lines_of(main[0]))
    return Found(tuple(own), (*own, *listed, *comments, *STAMP.findall(text)), text, title, links, retired)


BLOCKS = frozenset(
    (
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "br",
            "dd",
            "div",
            "dl",
            "dt",
            "fieldset",
            "figcaption",
            "figure",
        ),
        *("footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre"),
        *("section", "table", "td", "th", "tr", "ul"),
    )
)


def lines_of(element: Any) -> Iterable[str]:
    """Yield the text of an element, a line to each block, white space made plain."""
    pieces: list[str] = []
    for event, one in etree.iterwalk(element, events=("start", "end")):
        if isinstance(one.tag, str) and one.tag in BLOCKS:
            pieces.append("\n")
        if event == "start" and isinstance(one.tag, str):
            pieces.append(one.text or "")
        elif event == "end" and one is not element:
            pieces.append(one.tail or "")
    for line in "".join(pieces).split("\n"):
        if shown := " ".join(line.split()):
            yield shown


def _charset(body: bytes) -> str:
    named = re.search(rb"charset=[\"']?([A-Za-z0-9_-]+)", body[:2048])
    with contextlib.suppress(LookupError, UnicodeDecodeError):
        name = named[1].decode() if named else "utf-8"
        "".encode(name)
        return name
    return "utf-8"


def read_json(body: bytes) -> Found:
    """Read a document: `stamp` at its top is its own."""
    data = json.loads(body)
    said = data.get("stamp", "") if isinstance(data, dict) else ""
    text = "\n".join(one for one in _strings(data) if not STAMP.fullmatch(one))
    retired = isinstance(data, dict) and RETIRED in data
    title = str(data.get("title", "")) if isinstance(data, dict) else ""
    listed = STAMP.findall(body.decode("utf-8", "replace"))
    return Found(tuple(STAMP.findall(str(said))), tuple(listed), text, title, retired=retired)


def _strings(data: Any) -> Iterable[str]:
    if isinstance(data, str):
        yield data
    for inner in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _strings(inner)


def read_mail(body: bytes) -> Found:
    """Read a mail, or several in an archive."""
    own: list[str] = []
    text: list[str] = []
    title = ""
    for one in re.split(rb"(?m)^From .*\r?\n", body):
        if not one.strip():
            continue
        message = message_from_bytes(one, policy=policy)
        said = (value for name in HEADERS for value in message.get_all(name, ()))
        own += [stamp for value in said for stamp in STAMP.findall(re.sub(r"\s+", "", str(value)))]
        title = title or str(message.get("Subject", ""))
        part = message.get_body(("plain", "html"))
        if part is not None:
            text.append(str(part.get_content()))
    return Found(tuple(own), tuple(own), "\n".join(text), title)


def read_pdf(body: bytes) -> Found:
    """Read a PDF: the stamp stands among its keywords, and in small print."""
    with _pdfium:
        document = pypdfium2.PdfDocument(body)
        try:
            about = document.get_metadata_dict()
            own = STAMP.findall(" ".join(map(str, about.values())))
            pages = [page.get_textpage().get_text_bounded() for page in document]
        finally:
            document.close()
    text = "\n".join(pages)
    return Found(tuple(own), (*own, *STAMP.findall(text)), text, str(about.get("Title", "")))


def read_xml(body: bytes) -> Found:
    """Read a feed or any other XML; nothing outside it is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(body, parser)
    if root is None:
        return read_text(body)
    text = "\n".join(" ".join(str(one).split()) for one in root.itertext() if str(one).strip())
    listed = STAMP.findall(body.decode("utf-8", "replace"))
    return Found((), tuple(listed), text)


def read_text(body: bytes) -> Found:
    text = body.decode("utf-8", "replace")
    return Found((), tuple(STAMP.findall(text)), text)
