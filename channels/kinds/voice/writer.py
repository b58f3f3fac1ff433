"""Write values and parts as SSML paragraphs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from channels.kinds.arrange.parts import Part, Row, Table
from channels.kinds.arrange.plain import said
from channels.kinds.arrange.steps import Node
from channels.kinds.read import mapping, text
from channels.kinds.voice.speech import ENDS, Speech, ended
from channels.portable_text import Block, Run, read_nodes

PAUSE = '<break time="400ms"/>'


@dataclass(frozen=True)
class VoiceWriter:
    """Writes the values of one item; a picture is nothing to the ear."""

    speech: Speech

    def small(self, kind: str, value: object) -> str:
        """Return a value that fits in a sentence."""
        found = mapping(value)
        if found.get("_type") == "fact":
            return self.speech.fact(found)
        heard = self.speech.moment(value) if kind == "datetime" else ""
        return self.speech.say(heard or said(kind, value, self.speech.words))

    def paragraphs(self, value: object) -> str:
        """Return a text as paragraphs."""
        parts = re.split(r"\n\s*\n", text(value).strip())
        return "".join(paragraph(self.speech.say(part)) for part in parts)

    def prose(self, value: object, above: int) -> str:
        """Return Portable Text as paragraphs; a list item is one of its own."""
        return "".join(self._block(node) for node in read_nodes(value) if isinstance(node, Block))

    def line(self, small: str) -> str:
        """Return a small value as a paragraph."""
        return paragraph(small)

    def picture(self, value: object) -> str:
        """Return nothing: what only a picture says is not said."""
        return ""

    def _block(self, block: Block) -> str:
        followed = [run.text.startswith(ENDS) for run in block.runs[1:]]
        shown = "".join(map(self._run, block.runs, [*followed, False]))
        return heading(shown) if block.level and not block.list_item else paragraph(shown)

    def _run(self, run: Run, followed: bool) -> str:
        shown = self.speech.fact(run.fact, followed) if run.fact is not None else self.speech.say(run.text)
        strong = any(mark.name in ("strong", "em") for mark in run.marks)
        return f'<emphasis level="moderate">{shown}</emphasis>' if strong and shown.strip() else shown


def paragraph(shown: str) -> str:
    """Return a paragraph; nothing when there is nothing to say."""
    shown = " ".join(shown.split())
    return f"<p>{shown}</p>" if shown else ""


def heading(shown: str) -> str:
    """Return a heading: a pause, and its words with stress."""
    shown = " ".join(shown.split())
    return f'{PAUSE}<p><emphasis level="strong">{shown}</emphasis></p>' if shown else ""


def spoken(parts: Iterable[Part], speech: Speech) -> str:
    """Return parts written by a VoiceWriter as SSML."""
    return "".join(_part(part, speech) for part in parts)


def _part(part: Part, speech: Speech) -> str:
    shown = _WRITE[part.kind](part.content, speech) if part.kind in _WRITE else str(part.content)
    return f"{heading(speech.say(part.label))}{shown}" if part.label and shown else shown


def _rows(content: Sequence[Row], speech: Speech) -> str:
    return "".join(paragraph(_row(row, speech)) for row in content)


def _row(row: Row, speech: Speech) -> str:
    if not row.label:
        return str(row.value)
    return f"{speech.say(row.label)}{'' if row.label.endswith(ENDS) else ':'} {ended(row.value)}"


def _table(table: Table, speech: Speech) -> str:
    lines = [heading(speech.say(table.caption))] if table.caption else []
    for row in table.rows:
        cells = zip(table.header or ("",) * len(row), row, strict=True)
        told = (f"{head}: {cell}" if head else cell for head, cell in cells if cell)
        lines.append(paragraph(ended(speech.say("; ".join(told)))))
    return "".join(lines)


def _procedure(content: Sequence[Node], speech: Speech) -> str:
    return "".join(_node(node, speech) for node in content)


def _node(node: Node, speech: Speech) -> str:
    title = speech.words.say("step_said", number=node.number, title=node.title)
    lines = [heading(speech.say(title)), *(paragraph(speech.say(one)) for one in (node.question, node.help) if one)]
    lines += [str(node.body), *(paragraph(speech.say(step.text)) for step in node.steps)]
    return "".join([*lines, *(paragraph(ended(speech.say(way.text))) for way in node.ways)])


_WRITE: Mapping[str, Callable[[Any, Speech], str]] = {
    "rows": _rows,
    "bullets": lambda content, speech: "".join(map(paragraph, content)),
    "table": _table,
    "procedure": _procedure,
    "group": spoken,
}
