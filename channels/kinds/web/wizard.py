"""A procedure one question at a time, without a script and without a server.

Every state that answers can lead to is a section of the page, and only the one that the address names is shown. The
name is made of the answers (`#steps:where=abroad&when=later`), so that the back button, a bookmark and a link to it
work, and every earlier answer can be changed. Below it stands the whole procedure as a numbered list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.text import slugify

from channels.kinds.arrange.parts import Part
from channels.kinds.arrange.steps import Node

MOST_STATES = 250
"""A procedure with more states is shown as a list only."""

LONGEST_NAME = 24


@dataclass(frozen=True)
class Choice:
    """One answer that can be given, and the state it leads to."""

    label: str
    href: str


@dataclass(frozen=True)
class Given:
    """One answer that was given, and the state in which it can be given again."""

    question: str
    answer: str
    href: str


@dataclass(frozen=True)
class State:
    """What is shown after some answers: a node, the answers so far, and the ways on."""

    id: str
    node: Node
    given: tuple[Given, ...]
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Guided:
    """A procedure as the web shows it: its states, the first one first, and its nodes."""

    states: tuple[State, ...]
    nodes: tuple[Node, ...]


def with_wizards(parts: Sequence[Part]) -> list[Part]:
    """Return the parts of a page with each procedure guided."""
    return [_guided(part) for part in parts]


def _guided(part: Part) -> Part:
    if part.kind == "group":
        return replace(part, content=with_wizards(part.content))
    if part.kind != "procedure":
        return part
    return replace(part, content=Guided(states(part.content, part.anchor), tuple(part.content)))


def states(nodes: Sequence[Node], anchor: str) -> tuple[State, ...]:
    """Return every state of a procedure; none when there is no question, or too many states to show."""
    if not any(len(node.ways) > 1 for node in nodes):
        return ()
    found: list[State] = []
    for state in _walk(nodes, anchor):
        found.append(state)
        if len(found) > MOST_STATES:
            return ()
    return tuple(found)


def _walk(nodes: Sequence[Node], anchor: str) -> Iterator[State]:
    """Yield states, a state before those it leads to; a procedure may be a graph, so a node may come back."""
    waiting: list[tuple[str, Node, tuple[Given, ...]]] = [(f"{anchor}:", nodes[0], ())]
    while waiting:
        name, node, given = waiting.pop(0)
        choices = []
        for place, way in enumerate(node.ways, 1):
            target = _name(name, node, way.answer, place)
            choices.append(Choice(way.answer, f"#{target}"))
            answered = (*given, Given(node.question or node.title, way.answer, f"#{name}")) if way.answer else given
            if len(given) < len(nodes):
                waiting.append((target, nodes[way.number - 1], answered))
        yield State(name, node, given, tuple(choices))


def _name(before: str, node: Node, answer: str, place: int) -> str:
    """Return the name of the state that an answer leads to: what was said before, and this."""
    told = slugify(answer)[:LONGEST_NAME].strip("-") if answer else ""
    same = sum(slugify(way.answer)[:LONGEST_NAME].strip("-") == told for way in node.ways) > 1
    said = f"{slugify(node.key) or node.number}={told or place}{f'.{place}' if same and told else ''}"
    return f"{before}{'' if before.endswith(':') else '&'}{said}"
