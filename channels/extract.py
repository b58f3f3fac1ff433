"""Read a finished output back: what a reader meets in it, what it holds beside that, and the stamps it carries.

The reader here is written apart from the kinds, so that what proves that channels agree does not trust what made them.
"""

from __future__ import annotations

import io
import json
import re
import struct
import unicodedata
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser
from typing import Any

import pypdfium2
from lxml import etree

from channels.probe.find import STAMP

SILENT = {"script", "style", "template"}
SHOWN = {"alt", "aria-label", "title", "placeholder"}
"""Attributes whose text a reader meets; others (addresses, metadata) are beside the text."""

PNG = b"\x89PNG\r\n\x1a\n"


class UnreadableError(ValueError):
    """An output cannot be read as what it says it is."""


@dataclass(frozen=True)
class Extract:
    """What an output holds: `text` a reader meets, `beside` is in attributes and metadata, `stamps` say what it is."""

    text: str
    beside: str
    stamps: tuple[str, ...]


def extract(content: bytes, media_type: str) -> Extract:
    """Return what an output holds. Raises UnreadableError; a kind of file without text gives an empty extract."""
    kind = media_type.partition(";")[0].strip().lower()
    read = READERS.get(kind) or _by_ending(kind)
    try:
        text, beside = read(content) if read else ("", "")
    except (ValueError, LookupError, SyntaxError, pypdfium2.PdfiumError, struct.error, zlib.error) as problem:
        raise UnreadableError(f"It cannot be read as {kind}: {problem}") from problem
    stamps = dict.fromkeys(STAMP.findall(beside) or STAMP.findall(text))
    return Extract(plain(STAMP.sub(" ", text)), plain(STAMP.sub(" ", beside)), tuple(stamps))


def plain(text: str) -> str:
    """Return a text as it compares: one space for any white space, plain hyphens, nothing invisible."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub("[\u00ad\u200b\u200c\u200e\u200f\u2060\u2066-\u2069\u202a-\u202e\ufeff]", "", text)
    return " ".join(re.sub("[\u2010-\u2015\u2212]", "-", text).split())


def _by_ending(kind: str) -> Callable[[bytes], tuple[str, str]] | None:
    if kind.endswith("+json"):
        return _json
    if kind.endswith("+xml"):
        return _xml
    return _text if kind.startswith("text/") else None


def _text(content: bytes) -> tuple[str, str]:
    return content.decode(), ""


def _markdown(content: bytes) -> tuple[str, str]:
    return re.sub(r"\\([!-/:-@\[-`{-~\n])", r"\1", content.decode()), ""


def _json(content: bytes) -> tuple[str, str]:
    return "\n".join(_strings(json.loads(content))), ""


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _flowing(value)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


def _flowing(value: Mapping[str, Any]) -> Iterator[str]:
    """Yield the strings of an object; the children of a block are one line of text."""
    children = value.get("children")
    if isinstance(children, list):
        yield "".join(str(child.get("text", "")) for child in children if isinstance(child, Mapping))
    for one in value.values():
        yield from _strings(one)


def _html(content: bytes) -> tuple[str, str]:
    reader = _Html()
    reader.feed(content.decode())
    reader.close()
    return "".join(reader.text), " ".join(reader.beside)


class _Html(HTMLParser):
    """Tells text from what stands beside it."""

    INLINE = frozenset(
        ["a", "b", "i", "em", "strong", "span", "data", "time", "sup", "sub", "code", "s", "abbr", "wbr"]
    )

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.beside: list[str] = []
        self.silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self.silent = tag
        if tag not in self.INLINE:
            self.text.append(" ")
        for name, value in attrs:
            (self.text if name in SHOWN else self.beside).append(f" {value or ''} ")

    def handle_endtag(self, tag: str) -> None:
        if tag == self.silent:
            self.silent = ""
        if tag not in self.INLINE:
            self.text.append(" ")

    def handle_data(self, data: str) -> None:
        (self.beside if self.silent else self.text).append(data)


def _mail(content: bytes) -> tuple[str, str]:
    """Return all parts that have text, and the headers beside the subject."""
    message = message_from_bytes(content, policy=default)
    text, beside = [str(message["subject"] or "")], [str(value) for value in message.values()]
    for part in message.walk():
        if not isinstance(part, EmailMessage) or part.get_content_maintype() != "text":
            continue
        said = part.get_content()
        if part.get_content_subtype() == "html":
            said, more = _html(said.encode())
            beside.append(more)
        text.append(said)
    return "\n".join(text), " ".join("".join(one.split()) if one.startswith("ch1:") else one for one in beside)


def _pdf(content: bytes) -> tuple[str, str]:
    document = pypdfium2.PdfDocument(content)
    try:
        pages = [page.get_textpage().get_text_range() for page in document]
        beside = " ".join(document.get_metadata_dict().values())
    finally:
        document.close()
    # A word that was divided at the end of a line ends in a soft hyphen, or in what PDFium puts in its place.
    return re.sub("[\u00ad\ufffe\x02]\\s*", "", "\n".join(pages)), beside


def _xml(content: bytes) -> tuple[str, str]:
    """Return the text of a document; what an element says instead of its text (SSML `sub`) counts as text as well."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(content, parser)
    text, beside = list[str](), list[str]()
    for node in root.iter():
        if node.tag is etree.Comment or node.tag is etree.PI:
            continue
        name = etree.QName(node).localname
        said = [value for key, value in node.attrib.items() if key == "alias"]
        beside += [str(value) for key, value in node.attrib.items() if key != "alias"]
        inner = node.text or ""
        if name in ("meta", "metadata"):
            beside.append(inner)
        elif node.get("type") == "html":
            shown, more = _html(inner.encode())
            text.append(shown)
            beside.append(more)
        else:
            text += [*(str(one) for one in said), inner]
        text.append(node.tail or "")
    return "".join(text), " ".join(beside)


def _png(content: bytes) -> tuple[str, str]:
    """Return the text chunks of a picture: a picture of text has to say it in words as well."""
    if not content.startswith(PNG):
        raise ValueError("it does not begin as a PNG")
    found: dict[str, str] = {}
    stream = io.BytesIO(content[len(PNG) :])
    while len(head := stream.read(8)) == 8:
        size, kind = struct.unpack(">I4s", head)
        body = stream.read(size)
        stream.read(4)
        if kind == b"iTXt":
            key, _, rest = body.partition(b"\0")
            packed, rest = rest[:1] == b"\1", rest[2:].split(b"\0", 2)[2]
            found[key.decode()] = (zlib.decompress(rest) if packed else rest).decode()
        elif kind == b"tEXt":
            key, _, rest = body.partition(b"\0")
            found[key.decode("latin-1")] = rest.decode("latin-1")
    return " ".join(found.get(name, "") for name in ("Title", "Description")), " ".join(found.values())


READERS: Mapping[str, Callable[[bytes], tuple[str, str]]] = {
    "text/html": _html,
    "text/markdown": _markdown,
    "message/rfc822": _mail,
    "application/json": _json,
    "application/pdf": _pdf,
    "application/xml": _xml,
    "image/png": _png,
}
