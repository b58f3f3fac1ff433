"""Markdown (CommonMark with tables): the text of each block, with the place of every character in the source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex
from markdown_it import MarkdownIt
from markdown_it.token import Token

from contenthub.tone.blocks import Scope, Writer
from contenthub.tone.markup.html import HIDDEN, SCOPES, add_html
from contenthub.tone.markup.plain import without_addresses
from contenthub.tone.markup.source import Source

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
FRONT = regex.compile(
    r"\A(?:---|\+\+\+)\r?\n.*?^(?:---|\+\+\+)\s*?(?:\r?\n|\Z)", regex.V1 | regex.DOTALL | regex.MULTILINE
)
TAG = regex.compile(r"</?([a-zA-Z][\w-]*)", regex.V1)


def read_markdown(text: str) -> Source:
    """Read a Markdown file; front matter is left out."""
    source = Source(text, "md")
    front = FRONT.match(text)
    begin = front.end() if front else 0
    _Reader(source, text, begin).read(PARSER.parse(_prepared(text[begin:])))
    return source


def _prepared(text: str) -> str:
    """Return the text with line ends that count one character each, so that offsets stay."""
    return text.replace("\r\n", " \n").replace("\r", "\n").replace("\x00", "�")


class _Reader:
    def __init__(self, source: Source, text: str, begin: int) -> None:
        self.source, self.text = source, text
        body = text[begin:]
        self.starts = [begin]
        self.starts += [begin + match.end() for match in regex.finditer(r"\r\n|\n|\r", body)]
        self.end = len(text)
        self.row, self.cursor = -1, 0

    def read(self, tokens: Sequence[Token]) -> None:
        open_tags: list[str] = []
        for token in tokens:
            if token.nesting == 1:
                open_tags.append(token.tag)
            elif token.nesting == -1:
                open_tags.pop()
            elif token.type == "html_block" and token.map:
                self._read_html(token)
            elif token.type == "inline" and token.map:
                self._read_inline(token, _scope(open_tags))

    def _line(self, number: int) -> tuple[int, int]:
        start = self.starts[number] if number < len(self.starts) else self.end
        end = self.starts[number + 1] if number + 1 < len(self.starts) else self.end
        return start, end

    def _read_html(self, token: Token) -> None:
        first, last = token.map or (0, 0)
        start, end = self._line(first)[0], self._line(last - 1)[1]
        add_html(self.source, self.text[start:end], start)

    def _read_inline(self, token: Token, scope: Scope) -> None:
        first, last = token.map or (0, 0)
        places = self._places(token.content, first, last)
        writer = Writer()
        for image in _Inline(self.source, token, places).write(writer):
            if block := image.block(("text", "attr", "alt")):
                self.source.blocks.append(block)
        if block := writer.block(scope, prose=scope == ("text",)):
            self.source.blocks.append(block)

    def _places(self, content: str, first: int, last: int) -> list[int]:
        """Return the source offset of each character of a block's content, whose lines lost what stood before them."""
        places: list[int] = []
        row = first
        for line in content.split("\n"):
            at = -1
            while row < max(last, first + 1):
                start, end = self._line(row)
                begin = max(start, self.cursor) if row == self.row else start
                at = self._found(line, begin, end)
                if at >= 0:
                    self.row, self.cursor = row, at + len(line)
                    break
                row += 1
            if at < 0:
                row, at = first, self._line(first)[0]
            places.extend(range(at, at + len(line) + 1))
            if self.text.startswith(("\n", "\r"), at + len(line)) or line != content:
                row += 1 if "\n" in content else 0
        return places

    def _found(self, line: str, start: int, end: int) -> int:
        """Return where a line's content stands in its source line, the tabs and cell marks before it aside."""
        source = self.text[start:end].replace("\x00", "�")
        place = source.find(line.rstrip()) if line.strip() else len(source) - len(source.lstrip())
        if place < 0 and "|" in line:
            place = source.replace("\\|", "|").find(line.rstrip())
        return start + place if place >= 0 else -1


def _scope(open_tags: Sequence[str]) -> Scope:
    return next((SCOPES[tag] for tag in open_tags if tag in SCOPES), ("text",))


class _Inline:
    """The inline tokens of one block, walked beside its content so that each finds its own characters."""

    def __init__(self, source: Source, token: Token, places: Sequence[int]) -> None:
        self.source, self.token, self.places = source, token, places
        self.content, self.at = token.content, 0
        self.hidden: list[str] = []

    def write(self, writer: Writer) -> Iterator[Writer]:
        """Write the text; yield a writer for each picture's alternative text."""
        for child in self.token.children or ():
            if child.type == "image":
                yield self._image(child)
            else:
                self._write(child, writer)

    def _write(self, child: Token, writer: Writer) -> None:
        match child.type:
            case "text" if child.content:
                self._copy(child.content, writer, hidden=bool(self.hidden))
            case "text_special":
                self._put(child.content, child.markup, writer)
            case "code_inline":
                self._skip(child.markup)
                self._copy(child.content, writer, hidden=True)
                self._skip(child.markup)
            case "softbreak" | "hardbreak":
                place = self.content.find("\n", self.at)
                if place >= 0:
                    self.at = place
                writer.put("\n", self._place(self.at), self._place(self.at) + 1)
                self.at += 1
            case "html_inline":
                self._tag(child.content)
            case "link_open":
                self._skip("<" if child.markup == "autolink" else "[")
                if child.markup == "autolink":
                    self.hidden.append("autolink")
            case "link_close":
                self._leave_link(child)

    def _copy(self, text: str, writer: Writer, *, hidden: bool) -> None:
        place = self.content.find(text, self.at)
        shown = text if hidden else without_addresses(text)
        if place < 0:
            writer.put(shown, self._place(self.at), self._place(self.at) + 1)
            return
        self.at = place + len(text)
        pieces = self.places[place : place + len(text)]
        if pieces and pieces[-1] - pieces[0] == len(pieces) - 1:
            writer.copy(shown, pieces[0], hidden=hidden)
            return
        for sign, at in zip(shown, pieces, strict=False):
            writer.copy(sign, at, hidden=hidden)

    def _put(self, text: str, markup: str, writer: Writer) -> None:
        place = self.content.find(markup, self.at)
        if place < 0:
            return
        writer.put(text, self._place(place), self._place(place + len(markup) - 1) + 1)
        self.at = place + len(markup)

    def _skip(self, text: str) -> None:
        place = self.content.find(text, self.at)
        if place >= 0:
            self.at = place + len(text)

    def _tag(self, tag: str) -> None:
        place = self.content.find(tag, self.at)
        if place < 0:
            return
        if tag.startswith("<!--"):
            self.source.read_comment(tag, self._place(place))
        elif (match := TAG.match(tag)) and match[1].lower() in HIDDEN:
            if tag.startswith("</"):
                self.hidden = [one for one in self.hidden if one != match[1].lower()]
            else:
                self.hidden.append(match[1].lower())
        self.at = place + len(tag)

    def _image(self, child: Token) -> Writer:
        self._skip("![")
        writer = Writer()
        self._copy(child.content, writer, hidden=False)
        self._leave_target()
        return writer

    def _leave_link(self, child: Token) -> None:
        if child.markup == "autolink":
            self._skip(">")
            self.hidden = [one for one in self.hidden if one != "autolink"]
        else:
            self._leave_target()

    def _leave_target(self) -> None:
        """Go past `](address "title")` or `][name]`, whatever signs the address holds."""
        place = self.content.find("]", self.at)
        if place < 0:
            return
        self.at = place + 1
        opening = self.content[self.at : self.at + 1]
        if opening not in ("(", "["):
            return
        closing, depth = {"(": ")", "[": "]"}[opening], 0
        for end in range(self.at, len(self.content)):
            sign = self.content[end]
            depth += (sign == opening) - (sign == closing)
            if depth == 0:
                self.at = end + 1
                return

    def _place(self, index: int) -> int:
        if not self.places:
            return 0
        return self.places[min(index, len(self.places) - 1)]
