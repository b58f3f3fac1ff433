"""HTML as a stream of tokens, read in one pass and in linear time.

Python's own `html.parser` needs quadratic time on hostile input, and a tree parser needs memory for every open tag.
This reader keeps neither a tree nor a stack. It need not read doubtful HTML exactly as a browser does: whatever comes
out is written again from scratch, with every character escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

NAME = re.compile(r"(/?)([a-zA-Z][a-zA-Z0-9:_-]*)")
ATTRIBUTE = re.compile(r"""[\s/]*([^\s/>][^\s/>=]*)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]*))?""")
TAG_END = re.compile(r"[\s/]*>")
ENDLESS_REFERENCE = re.compile(r"&#(?:[xX][0-9a-fA-F]{9,}|[0-9]{9,});?")
UNSTORABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff\ufffe\uffff]")
ODD_SPACE = re.compile("[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")

OPAQUE = frozenset(
    {"iframe", "math", "noembed", "noframes", "object", "script", "style", "svg", "template", "title", "xmp"}
)
"""Elements that go with everything in them: code, drawings, and text that is no part of the page."""

COMMENT = "!"
"""The name under which comments and declarations are told."""


@dataclass(frozen=True, slots=True)
class Text:
    """Characters, entities resolved."""

    data: str


@dataclass(frozen=True, slots=True)
class Start:
    """A start tag."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class End:
    """An end tag."""

    name: str


@dataclass(frozen=True, slots=True)
class Left:
    """Something that was left out with its content: a comment (`COMMENT`) or an opaque element."""

    name: str


Token = Text | Start | End | Left


def tokens(html: str) -> Iterator[Token]:
    """Yield the tokens of a text, whatever it is; nothing raises."""
    position = 0
    while position < len(html):
        found = html.find("<", position)
        if found < 0:
            found = len(html)
        if found > position:
            yield Text(characters(html[position:found]))
        if found == len(html):
            return
        token, position = markup(html, found)
        yield token


def characters(raw: str) -> str:
    """Return text as it can be stored: entities resolved, control characters gone, odd spaces plain.

    A very long character number would make `html.unescape` raise.
    """
    text = raw
    if "&" in raw:
        text = unescape(ENDLESS_REFERENCE.sub("\ufffd", raw))
    return UNSTORABLE.sub("", ODD_SPACE.sub(" ", text))


def markup(html: str, start: int) -> tuple[Token, int]:
    """Read what begins with "<" at `start`; return it and where to go on."""
    if html.startswith("<!--", start):
        return Left(COMMENT), comment_end(html, start)
    if html.startswith(("<!", "<?"), start) or (html.startswith("</", start) and not NAME.match(html, start + 1)):
        end = html.find(">", start)
        return (Left(COMMENT), end + 1) if end >= 0 else (Text(characters(html[start:])), len(html))
    name = NAME.match(html, start + 1)
    if name is None:
        return Text("<"), start + 1
    return tag(html, start, name)


def comment_end(html: str, start: int) -> int:
    """Return where a comment ends; one without an end runs to the end of the text."""
    if html.startswith(("<!-->", "<!--->"), start):
        return html.index(">", start) + 1
    end = html.find("-->", start + 4)
    return end + 3 if end >= 0 else len(html)


def tag(html: str, start: int, name: re.Match[str]) -> tuple[Token, int]:
    """Read one tag. Without its ">" the rest of the text is text: reading it again would take quadratic time."""
    attributes: dict[str, str] = {}
    position = name.end()
    while (end := TAG_END.match(html, position)) is None:
        attribute = ATTRIBUTE.match(html, position)
        if attribute is None:
            return Text(characters(html[start:])), len(html)
        attributes.setdefault(attribute[1].lower(), attribute_value(attribute[2]))
        position = attribute.end()
    closing, lower = bool(name[1]), name[2].lower()
    if closing:
        return End(lower), end.end()
    if lower in OPAQUE:
        return Left(lower), opaque_end(html, lower, end)
    return Start(lower, attributes), end.end()


def attribute_value(raw: str | None) -> str:
    if not raw:
        return ""
    if raw[0] in "\"'" and raw[-1] == raw[0] and len(raw) > 1:
        raw = raw[1:-1]
    return characters(raw)


def opaque_end(html: str, name: str, end: re.Match[str]) -> int:
    """Return where an opaque element ends: at its end tag, else at the end of the text."""
    if "/" in end[0] and name in {"svg", "math"}:
        return end.end()
    closing = re.compile(rf"</{name}(?=[\s/>])[^>]*>?", re.IGNORECASE).search(html, end.end())
    return closing.end() if closing else len(html)
