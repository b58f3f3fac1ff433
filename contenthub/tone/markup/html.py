"""HTML: the text of each block element, with the place of every character in the source."""

from __future__ import annotations

import html
from html.parser import HTMLParser

from contenthub.tone.blocks import Scope, Writer
from contenthub.tone.markup.plain import without_addresses
from contenthub.tone.markup.source import Lines, Source
from contenthub.tone.words import words

SKIPPED = frozenset({"script", "style", "pre", "figure", "template", "svg", "math", "head"})
HIDDEN = frozenset({"code", "tt", "kbd", "samp", "var"})
INLINE = words(
    "a abbr b bdi bdo br cite code data del dfn em font i img ins kbd label mark q s samp small span "
    "strong sub sup time tt u var wbr"
)
VOID = words("area base br col embed hr img input link meta source track wbr")
SCOPES: dict[str, Scope] = {
    "th": ("text", "table", "header"),
    "td": ("text", "table", "cell"),
    "caption": ("text", "table", "caption"),
    "li": ("text", "list"),
    "dt": ("text", "list"),
    "dd": ("text", "list"),
    "blockquote": ("text", "blockquote"),
    "figcaption": ("text", "figure", "caption"),
    **{f"h{level}": ("text", "heading", f"h{level}") for level in range(1, 7)},
}
ATTRIBUTES = ("alt",)


def read_html(text: str) -> Source:
    """Read a page or a piece of one."""
    source = Source(text, "html")
    add_html(source, text, 0)
    return source


def add_html(source: Source, text: str, base: int) -> None:
    """Add the blocks of a piece of HTML that begins at this offset of the source."""
    reader = _Reader(source, text, base)
    reader.feed(text)
    reader.close()
    reader.flush()


class _Reader(HTMLParser):
    def __init__(self, source: Source, text: str, base: int) -> None:
        super().__init__(convert_charrefs=False)
        self.source, self.text, self.base = source, text, base
        self.lines = Lines(text.replace("\r", " "))
        self.open: list[str] = []
        self.writer = Writer()
        self.title: Writer | None = None

    def at(self) -> int:
        """Return the offset of what is being read, in its own piece."""
        line, column = self.getpos()
        return self.lines.starts[line - 1] + column

    def flush(self) -> None:
        """Make a block of what was read so far."""
        scope = next((SCOPES[tag] for tag in self.open if tag in SCOPES), ("text",))
        if block := self.writer.block(scope, prose=scope == ("text",)):
            self.source.blocks.append(block)
        self.writer = Writer()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in INLINE:
            self.flush()
        start, whole = self.at(), self.get_starttag_text() or ""
        for name, value in attrs:
            if name in ATTRIBUTES and value and value in whole:
                attribute = Writer()
                attribute.copy(value, self.base + start + whole.index(value))
                if block := attribute.block(("text", "attr", name)):
                    self.source.blocks.append(block)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in INLINE:
            self.flush()
        if tag in self.open:
            del self.open[len(self.open) - 1 - self.open[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if self._is_shown():
            hidden = any(tag in HIDDEN for tag in self.open)
            shown = data if hidden else without_addresses(data)
            self.writer.copy(shown, self.base + self.at(), hidden=hidden)

    def handle_entityref(self, name: str) -> None:
        self._put(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._put(f"&#{name}")

    def _put(self, written: str) -> None:
        if self._is_shown():
            start = self.at()
            end = start + len(written) + (self.text[start + len(written) :][:1] == ";")
            self.writer.put(html.unescape(self.text[start:end]), self.base + start, self.base + end)

    def _is_shown(self) -> bool:
        """Tell whether the text here is for a reader; of a head only its title is, of a figure its caption."""
        for tag in reversed(self.open):
            if tag in ("title", "figcaption"):
                return True
            if tag in SKIPPED:
                return False
        return True

    def handle_comment(self, data: str) -> None:
        self.source.read_comment(data, self.base + self.at())
