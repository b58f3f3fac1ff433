"""Write values as the plain data that the templates set: paragraphs of runs, lists, tables; never markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from channels.kinds.arrange.parts import Part, Table
from channels.kinds.arrange.plain import ToItem, leads_to, said
from channels.kinds.arrange.steps import Node
from channels.kinds.arrange.words import Words
from channels.kinds.read import mapping, text
from channels.portable_text import DATED, Block, Break, Run, bound, read_nodes, safe_href, unbroken
from channels.portable_text.outline import Outline

Data = dict[str, Any]
Picture = Callable[[object], Data | None]

ADDRESS = re.compile(r"[a-z0-9][.@/][a-z]")
"""What a word has that a reader takes for an address."""

MARKS = ("strong", "em", "strike-through", "sup", "sub", "code")


@dataclass(frozen=True)
class PrintWriter:
    """Writes the values of one item as nodes; `picture` gives a picture that can be printed, if there is one.

    On paper nobody can follow a link: where words of a text lead to a page, a small number stands behind them, and
    `addresses` tells below the text where each number leads.
    """

    words: Words
    to_item: ToItem
    show: Picture
    noted: dict[str, int] = field(default_factory=dict)

    def small(self, kind: str, value: object) -> list[Data]:
        """Return a value that fits in a line as runs.

        The name of another item is followed by its language, where that is another one, and by its address.
        """
        if divided := mapping(mapping(value).get("divided")):
            return _hours(divided)
        shown, link = whole(kind, value, said(kind, value, self.words)), leads_to(kind, value, self.to_item)
        if not shown or not link or not is_hidden(shown, link):
            return [run(shown, link=link)] if shown else []
        return [run(f"{shown}\n"), run(shown_address(link), link=link)]

    def paragraphs(self, value: object) -> list[Data]:
        """Return a text as paragraphs."""
        parts = re.split(r"\n\s*\n", text(value).strip())
        return [paragraph([run(part)]) for part in parts if part.strip()]

    def prose(self, value: object, above: int) -> list[Data]:
        """Return Portable Text as nodes whose headings follow a heading of level `above`."""
        return _Prose(self.to_item, above, self.noted).write(read_nodes(value))

    def addresses(self, label: str) -> list[Data]:
        """Return where the numbers in the texts lead; nothing when there are none."""
        rows = [
            {"number": number, "runs": [run(shown_address(link), link=link)]} for link, number in self.noted.items()
        ]
        return [{"k": "addresses", "label": label, "rows": rows}] if rows else []

    def line(self, small: list[Data]) -> list[Data]:
        """Return a small value as a paragraph."""
        return [paragraph(small)]

    def picture(self, value: object) -> Data | None:
        """Return an image."""
        return self.show(value)


def run(shown: str, marks: Iterable[str] = (), link: str | None = None) -> Data:
    """Return a stretch of text with its marks and the address it leads to; a number to call stays on one line.

    `glued` are the pieces with figures, such as dates, in which no word may be broken either.
    """
    shown = shown.replace(" ", "\u00a0") if link and link.startswith("tel:") else bound(shown)
    named = [mark for mark in marks if mark in MARKS]
    glued = [piece for piece in re.split(r"[ \n]+", shown) if "\u00a0" in piece and re.search(r"\d", piece)]
    return {"t": shown, "m": named, "link": link or "", "addresses": addresses_in(shown), "glued": glued}


def _hours(divided: Mapping[str, tuple[str, str]], marks: Sequence[str] = ()) -> list[Data]:
    """Return opening hours that were divided (`arrange.hours`): their parts below each other, what they are in bold."""
    written: list[Data] = []
    for heading, told in divided.values():
        between = "\n\n" if written else ""
        written += (
            [run(f"{between}{heading}\n", {*marks, "strong"}), run(unbroken(told), marks)]
            if heading
            else [run(f"{between}{unbroken(told)}", marks)]
        )
    return written


def addresses_in(shown: str) -> list[str]:
    """Return the words that readers type, which the templates colour and neither break nor hyphenate."""
    return [word for word in shown.split() if ADDRESS.search(word)] if ADDRESS.search(shown) else []


def whole(kind: str, value: object, shown: str) -> str:
    """Return a date or a time so that no line ends inside it; anything else as it is."""
    return unbroken(shown) if kind in (*DATED, "datetime") or mapping(value).get("kind") in DATED else shown


def is_hidden(shown: str, link: str) -> bool:
    """Tell whether words lead to a page, a letter box or a telephone that does not stand there."""
    if link.startswith("tel:"):
        return not re.search(r"\d", shown)
    return not (addresses_in(shown) if link.startswith("http") else "@" in shown)


def shown_address(address: str) -> str:
    """Return an address as people read and type it."""
    if address.startswith("mailto:"):
        return address.removeprefix("mailto:").partition("?")[0]
    return re.sub(r"^(https?://(www\.)?|tel:)|/$", "", address)


def well_broken(title: str) -> str:
    """Return a title whose lines do not end behind the first word of a sentence, or a small word before the last.

    Longer words may part: lines would become too uneven.
    """
    title = re.sub(r"(?<=[.?!:؟] )(\S{1,6}) (?=\S{1,8}(?: |$))", "\\1\u00a0", title)
    return re.sub(r"(?<= )(\S{1,3}) (?=\S{1,11}$)", "\\1\u00a0", title)


def paragraph(runs: Sequence[Data]) -> Data:
    """Return a paragraph."""
    return {"k": "p", "runs": list(runs)}


def heading(title: str, level: int) -> Data:
    """Return a heading."""
    return {"k": "h", "level": min(level, 6), "runs": [run(well_broken(title))]}


def nodes(parts: Iterable[Part]) -> list[Data]:
    """Return parts written by a PrintWriter as one list of nodes."""
    return [node for part in parts for node in _part(part)]


def without_lone_heading(body: Sequence[Data]) -> list[Data]:
    """Return nodes without a heading over all the others, such as “Chapters”: on a sheet that says nothing."""
    heads = [(place, one.get("head", one)["level"]) for place, one in enumerate(body) if one["k"] in ("h", "node")]
    top = [place for place, level in heads if level == min(found for _, found in heads)]
    if len(top) != 1 or [one["k"] for one in body[top[0] : top[0] + 2]] != ["h", "h"]:
        return list(body)
    return [*body[: top[0]], *map(_raised, body[top[0] + 1 :])]


def _raised(node: Data) -> Data:
    if node["k"] == "node":
        return {**node, "head": _raised(node["head"])}
    return {**node, "level": node["level"] - 1} if node["k"] == "h" else node


def _part(part: Part) -> list[Data]:
    inside = _WRITE[part.kind](part.content) if part.kind != "procedure" else _procedure(part.content, part.below)
    return [heading(part.label, part.level), *inside] if part.label and inside else inside


def _rows(content: Sequence[Any]) -> list[Data]:
    return [{"k": "rows", "rows": [{"label": row.label, "runs": row.value} for row in content]}]


def _bullets(content: Sequence[list[Data]]) -> list[Data]:
    return [{"k": "list", "ordered": False, "items": [{"runs": one, "sub": []} for one in content]}]


def _table(table: Table) -> list[Data]:
    rows = [list(row) for row in table.rows]
    return [{"k": "table", "caption": table.caption, "header": list(table.header), "rows": rows}]


def _procedure(content: Sequence[Node], level: int) -> list[Data]:
    return [
        {
            "k": "node",
            "kind": node.kind,
            "head": heading(f"{node.number}. {node.title}", level),
            "question": bound(node.question),
            "help": bound(node.help),
            "body": node.body,
            "steps": [bound(step.text) for step in node.steps],
            "ways": [way.text for way in node.ways],
        }
        for node in content
    ]


_WRITE: Mapping[str, Callable[[Any], list[Data]]] = {
    "lead": lambda content: [{**one, "lead": True} for one in content],
    "prose": list,
    "figure": lambda picture: [picture],
    "rows": _rows,
    "bullets": _bullets,
    "table": _table,
    "group": nodes,
}


class _Prose:
    """Portable Text on its way to nodes: headings without gaps, lists in lists."""

    def __init__(self, to_item: ToItem, above: int, noted: dict[str, int]) -> None:
        self.to_item, self.above, self.noted = to_item, above, noted
        self.outline, self.levels = Outline(), Outline()
        self.written: list[Data] = []
        self.lists: list[Data] = []

    def write(self, read: Iterable[Block | Break]) -> list[Data]:
        """Return the nodes."""
        for node in read:
            if isinstance(node, Block) and node.list_item:
                self.item(node)
                continue
            self.lists, self.levels = [], Outline()
            self.written.append(self.block(node) if isinstance(node, Block) else {"k": "rule"})
        return self.written

    def block(self, block: Block) -> Data:
        runs = self.runs(block.runs)
        if block.level:
            runs = [{**one, "t": well_broken(one["t"])} for one in runs] if len(runs) == 1 else runs
            return {"k": "h", "level": min(self.above + self.outline.enter(block.level), 6), "runs": runs}
        return {"k": "quote" if block.style == "blockquote" else "p", "runs": runs}

    def item(self, block: Block) -> None:
        ordered = block.list_item == "number"
        depth = self.levels.enter(block.level)
        del self.lists[depth:]
        if len(self.lists) == depth and self.lists[-1]["ordered"] != ordered:
            self.lists.pop()
        if len(self.lists) < depth:
            made: Data = {"k": "list", "ordered": ordered, "items": []}
            (self.lists[-1]["items"][-1]["sub"] if self.lists else self.written).append(made)
            self.lists.append(made)
        self.lists[-1]["items"].append({"runs": self.runs(block.runs), "sub": []})

    def runs(self, read: Sequence[Run]) -> list[Data]:
        links = [self.link(one) for one in read]
        words = ["".join(one.text for one, link in zip(read, links, strict=True) if link == mine) for mine in links]
        written = []
        for place, (one, link) in enumerate(zip(read, links, strict=True)):
            marks = [mark.name for mark in one.marks]
            divided = mapping(mapping(one.fact).get("divided"))
            written += _hours(divided, marks) if divided else [run(whole("", one.fact, one.text), marks, link)]
            if link and links[place + 1 : place + 2] != [link] and is_hidden(words[place], link):
                number = self.noted.setdefault(link, len(self.noted) + 1)
                written.append(run(str(number), ["sup"]))
        return written

    def link(self, one: Run) -> str | None:
        mark = one.marks[0] if one.marks and one.marks[0].is_link else None
        if mark is None:
            return leads_to("fact", one.fact, self.to_item) if one.fact else None
        return self.to_item(mark.definition) if mark.name == "itemLink" else safe_href(mark.definition.get("href"))
