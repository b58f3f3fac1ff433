"""Tokens to nodes: the one reader of editor HTML, for the store and for cleaning.

The state is a handful of counters and never a tree, so nesting costs no memory and no recursion; only lists have a
level, and that has a limit. Unclosed and misplaced tags are read as a browser would show them, and words never run
together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .errors import TooDeep, TooLarge
from .paragraph import Inline, Paragraph
from .tables import Table
from .tokens import COMMENT, End, Left, Start, Text, tokens
from .vocabulary import (
    BOUNDARIES,
    GAPS,
    MARKS,
    MAX_CHARS,
    MAX_LEVEL,
    STORE,
    TABLE_TAGS,
    TAG_LIST,
    Grammar,
    Node,
    read_fact,
    read_link,
)

Report = Callable[[str], None]


def to_portable_text(html: str, max_chars: int | None = MAX_CHARS) -> list[Node]:
    """Return the nodes of an editor's HTML; what is not allowed leaves its text behind.

    Raises TooLarge over `max_chars` characters, TooDeep over MAX_LEVEL levels of lists.
    """
    nodes = read(html, STORE, max_chars=max_chars)
    for node in nodes:
        node.pop("_key", None)
    return nodes


def read(
    html: str, grammar: Grammar, *, report: Report = lambda what: None, max_chars: int | None = MAX_CHARS
) -> list[Node]:
    """Return nodes as `to_portable_text` does, with the editor's block keys, reporting whatever is left out."""
    if max_chars is not None and len(html) > max_chars:
        raise TooLarge(len(html), max_chars)
    reader = Reader(grammar, report)
    for token in tokens(html):
        if isinstance(token, Text):
            reader.text(token.data)
        elif isinstance(token, Start):
            reader.start(token.name, token.attributes)
        elif isinstance(token, End):
            reader.end(token.name)
        else:
            reader.left(token)
    return reader.finish()


def named(tag: str, what: str) -> str:
    """Return a tag with what it points to, for a report: <a javascript:x()>."""
    return " ".join(f"<{tag} {what}".split())[:80] + ">"


class Reader:
    """Collects nodes from start tags, text and end tags."""

    def __init__(self, grammar: Grammar, report: Report) -> None:
        self.grammar = grammar
        self.report = report
        self.nodes: list[Node] = []
        self.block: Paragraph | None = None
        self.key = ""
        self.lists: list[str] = []
        self.quotes = 0
        self.table: Table | None = None
        self.open_marks = dict.fromkeys(MARKS, 0)
        self.link: Node | None = None
        self.inline = Inline()

    def text(self, data: str) -> None:
        if self.block is None and not data.strip(" \t\r\n"):
            return
        self.paragraph().add_text(data, self.inline)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in self.grammar.marks:
            self.mark(self.grammar.marks[tag], 1)
        elif tag == "a":
            self.start_link(attributes)
        elif tag in {"br", "embed"}:
            self.void(tag, attributes)
        elif self.grammar.tables and tag in TABLE_TAGS:
            self.start_table(tag)
        else:
            self.start_block(tag, attributes)

    def start_block(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.edge(tag)
        flat = self.table is not None
        if tag in TAG_LIST and not flat:
            self.lists.append(TAG_LIST[tag])
            if len(self.lists) > MAX_LEVEL:
                raise TooDeep(MAX_LEVEL)
        elif tag == "li" and not flat:
            self.close()
            self.key = attributes.get("data-block-key", "")
            if not self.lists:
                self.block = Paragraph(list_item="bullet", level=1, key=self.key)
        elif tag == "blockquote" and not flat and not self.lists:
            self.quotes += 1
            self.key = attributes.get("data-block-key", "")
        elif tag == "hr" and not flat and not self.lists:
            self.nodes.append({"_type": "break"})
        elif tag in self.grammar.styles:
            self.start_paragraph(tag, attributes)
        elif tag != "br":
            self.report(f"<{tag}>")

    def start_paragraph(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Begin a paragraph or heading; in a list item or a cell it is a new line only."""
        style = self.grammar.styles[tag]
        if self.lists or self.table is not None:
            if style != "normal":
                self.report(f"<{tag}>")
            return
        if style not in {"normal", tag}:
            self.report(f"<{tag}>")
        if style == "normal" and self.quotes:
            style = "blockquote"
        self.block = Paragraph(style=style, key=attributes.get("data-block-key", ""))
        self.key = ""

    def end(self, tag: str) -> None:
        if tag in self.grammar.marks:
            self.mark(self.grammar.marks[tag], -1)
        elif tag == "a":
            self.link = None
            self.changed()
        elif self.grammar.tables and tag in TABLE_TAGS:
            self.end_table(tag)
        else:
            self.edge(tag)
            if tag in TAG_LIST and self.lists and self.table is None:
                self.lists.pop()
            elif tag == "li":
                self.close()
            elif tag == "blockquote":
                self.quotes = max(0, self.quotes - 1)

    def left(self, token: Left) -> None:
        self.report("<!-- -->" if token.name == COMMENT else f"<{token.name}>")
        if token.name != COMMENT and self.block is not None:
            self.block.add_space(self.inline)

    def mark(self, mark: str, step: int) -> None:
        self.open_marks[mark] = max(0, self.open_marks[mark] + step)
        self.changed()

    def changed(self) -> None:
        self.inline = Inline(tuple(mark for mark in MARKS if self.open_marks[mark]), self.link)

    def start_link(self, attributes: Mapping[str, str]) -> None:
        self.link = read_link(attributes)
        self.changed()
        if self.link is None:
            self.report(named("a", attributes.get("href") or attributes.get("linktype", "")))

    def void(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take a line break or a fact; any other embed leaves a space."""
        fact = read_fact(attributes) if tag == "embed" else None
        if fact is not None:
            self.paragraph().add_fact(fact, self.inline)
        elif tag == "br" and self.block is not None:
            self.block.add_break(self.inline)
        elif tag == "embed":
            self.report(named("embed", attributes.get("embedtype", "")))
            if self.block is not None:
                self.block.add_space(self.inline)

    def edge(self, tag: str) -> None:
        """Keep the words before and after a tag apart."""
        if self.block is None:
            return
        if tag in GAPS:
            self.block.add_space(self.inline)
        elif tag in BOUNDARIES:
            if self.table is not None or (self.lists and tag not in TAG_LIST and tag != "li"):
                self.block.divide()
            else:
                self.close()

    def paragraph(self) -> Paragraph:
        """Return the open paragraph; text outside one opens its own."""
        if self.block is None:
            if self.lists and self.table is None:
                self.block = Paragraph(list_item=self.lists[-1], level=len(self.lists), key=self.key)
            else:
                quote = self.quotes and self.table is None
                self.block = Paragraph(style="blockquote" if quote else "normal", key=self.key)
            self.key = ""
        return self.block

    def close(self) -> None:
        """End the open paragraph, where it has something to say."""
        node = self.block.build() if self.block is not None else None
        self.block = None
        if self.table is not None:
            self.table.fill(node)
        elif node is not None:
            self.nodes.append(node)

    def start_table(self, tag: str) -> None:
        if tag == "table" and self.table is None and not self.lists:
            self.close()
            self.table = Table()
        elif tag == "table" or self.table is None:
            self.edge(tag)
            self.report(f"<{tag}>")
        else:
            self.close()
            self.table.start(tag)

    def end_table(self, tag: str) -> None:
        if self.table is None:
            self.edge(tag)
            return
        self.close()
        self.table.head = self.table.head and tag != "thead"
        if tag == "table":
            table, self.table = self.table, None
            self.nodes.extend(table.build())

    def finish(self) -> list[Node]:
        self.end_table("table")
        self.close()
        return self.nodes
