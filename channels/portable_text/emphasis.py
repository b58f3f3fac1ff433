"""Write the inside of one block as Markdown: escaped text, emphasis that is sure to be read as such, links.

CommonMark reads `**` as emphasis only where it "flanks" a word (sections 6.2 and 17 of the specification). Where
the marks of a text would not, another delimiter is tried, and in the end the emphasis goes: the text never does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from channels.portable_text.links import Href, safe_href
from channels.portable_text.nodes import Mark, Run

_ALWAYS = re.compile(r"([\\`*_\[\]<|~])|&(?=#?\w{1,40};)")
_AT_START = re.compile(r"(?:([#>+=]|:(?=[-:]))|-|(\d{1,9})([.)](?=\s|$)))")
_WEB = str.maketrans({"(": "%28", ")": "%29"})
_BLANK = " \t\n\f\r\v"
_DELIMITERS: tuple[dict[str, str], ...] = (
    {"strong": "**", "em": "_", "strike-through": "~~"},
    {"strong": "**", "em": "*", "strike-through": "~~"},
    {},
)
_NOTHING = ("", "")
_RAW = {"sup": ("<sup>", "</sup>"), "sub": ("<sub>", "</sub>")}


def decorate(runs: Sequence[Run], href: Href | None) -> list[str]:
    """Return the block's lines; all but the last end in a hard break."""
    if not any(run.marks for run in runs):
        return _lines(_escape("".join(run.text for run in runs)))
    runs = list(_hoist_blanks(runs))
    for delimiters in _DELIMITERS:
        inline = _Inline(delimiters, href)
        inline.write(runs)
        if inline.is_read_as_meant():
            break
    return inline.lines()


def _hoist_blanks(runs: Sequence[Run]) -> Iterator[Run]:
    """Move white space at the edge of a mark out of it, since Markdown wants words at its edges."""
    for index, run in enumerate(runs):
        before = runs[index - 1].marks if index else ()
        after = runs[index + 1].marks if index + 1 < len(runs) else ()
        core = run.text.strip(_BLANK)
        start = run.text.index(core) if core else len(run.text)
        yield from _piece(run.text[:start], _shared(before, run.marks if core else _shared(run.marks, after)))
        yield from _piece(core, run.marks)
        yield from _piece(run.text[start + len(core) :], _shared(run.marks, after))


def _piece(text: str, marks: tuple[Mark, ...]) -> Iterator[Run]:
    if text:
        yield Run(text, marks)


def _shared(one: tuple[Mark, ...], other: tuple[Mark, ...]) -> tuple[Mark, ...]:
    count = 0
    while count < min(len(one), len(other)) and one[count] == other[count]:
        count += 1
    return one[:count]


@dataclass
class _Inline:
    """One attempt at a block, with the places where emphasis opened and closed."""

    delimiters: dict[str, str]
    href: Href | None
    parts: list[str] = field(default_factory=list)
    edges: list[tuple[int, str, bool]] = field(default_factory=list)
    size: int = 0

    def write(self, runs: Iterable[Run]) -> None:
        standing: tuple[Mark, ...] = ()
        for wanted, same in groupby(runs, self.shown):
            text = "".join(run.text for run in same)
            shared = len(_shared(standing, wanted))
            self.close(standing[shared:])
            self.open(wanted[shared:])
            standing = wanted
            self.put(_code(text) if wanted and wanted[-1].name == "code" else _escape(text))
        self.close(standing)

    def shown(self, run: Run) -> tuple[Mark, ...]:
        """Return the marks of a run that this attempt writes."""
        return tuple(mark for mark in run.marks if mark.name == "code" or any(self.pair(mark)))

    def pair(self, mark: Mark) -> tuple[str, str]:
        """Return what opens and closes a mark; both are empty when it is not written."""
        if mark.is_link:
            address = self.address(mark)
            return ("[", f"]({address.translate(_WEB)})") if address else _NOTHING
        if mark.name in _RAW:
            return _RAW[mark.name]
        delimiter = self.delimiters.get(mark.name, "")
        return delimiter, delimiter

    def address(self, mark: Mark) -> str | None:
        if mark.name != "itemLink":
            return safe_href(mark.definition.get("href"))
        address = self.href(mark.definition) if self.href else None
        return re.sub(r"[\s<>\\]", "", address) if address else None

    def open(self, marks: Iterable[Mark]) -> None:
        for mark in marks:
            if mark.is_link and self.parts and self.parts[-1].endswith("!"):
                self.parts[-1] = self.parts[-1][:-1] + "\\!"
                self.size += 1
            opening, _ = self.pair(mark)
            if mark.name in self.delimiters:
                self.edges.append((self.size, opening, True))
            self.put(opening)

    def close(self, marks: Sequence[Mark]) -> None:
        for mark in reversed(marks):
            _, closing = self.pair(mark)
            if mark.name in self.delimiters:
                self.edges.append((self.size, closing, False))
            self.put(closing)

    def put(self, text: str) -> None:
        self.parts.append(text)
        self.size += len(text)

    def is_read_as_meant(self) -> bool:
        """Tell whether CommonMark will read every emphasis where it was written."""
        text = "".join(self.parts)
        return all(_flanks(text, place, delimiter, opens=opens) for place, delimiter, opens in self.edges)

    def lines(self) -> list[str]:
        return _lines("".join(self.parts))


def _lines(text: str) -> list[str]:
    lines = [_escape_start(line.strip(_BLANK)) for line in text.split("\n")]
    lines = [line for line in lines if line] or [""]
    return [*(f"{line}\\" for line in lines[:-1]), lines[-1]]


def _flanks(text: str, place: int, delimiter: str, *, opens: bool) -> bool:
    """Apply the flanking rules; symbols count against us on both sides, as readers differ about them."""
    start, end = place, place + len(delimiter)
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    outer, inner = (before, after) if opens else (after, before)
    if before == delimiter[0] or after == delimiter[0] or inner in _BLANK or inner.isspace():
        return False
    if delimiter == "_":
        return outer.isspace() or _is_punctuation(outer)
    return not _may_be_punctuation(inner) or outer.isspace() or _is_punctuation(outer)


def _is_punctuation(char: str) -> bool:
    return char in "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~" or unicodedata.category(char).startswith("P")


def _may_be_punctuation(char: str) -> bool:
    return _is_punctuation(char) or unicodedata.category(char)[0] in "SCZ"


def _escape(text: str) -> str:
    return _ALWAYS.sub(lambda found: f"\\{found[1] or '&'}", text)


def _escape_start(line: str) -> str:
    found = _AT_START.match(line)
    if not found:
        return line
    if found[2]:
        return f"{found[2]}\\{line[found.end(2) :]}"
    return f"\\{line}"


def _code(text: str) -> str:
    text = " ".join(text.split())
    longest = max((len(ticks) for ticks in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}" if text else ""
