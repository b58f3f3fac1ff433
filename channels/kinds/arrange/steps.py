"""Show a procedure as numbered questions, steps and outcomes in which each answer links to what comes next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from channels.kinds.arrange.conditions import Conditions
from channels.kinds.arrange.words import Words
from channels.kinds.read import mapping, mappings, text

KINDS = ("question", "info", "steps", "outcome")

Prose = Callable[[object, int], Any]


@dataclass(frozen=True)
class Way:
    """One way on from a node: what to choose, and the node it leads to."""

    text: str
    anchor: str
    answer: str = ""
    number: int = 0
    title: str = ""


@dataclass(frozen=True)
class Step:
    """One step, with what only the one who helps may know; a medium for customers never shows `agent_note`."""

    text: str
    agent_note: str = ""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Node:
    """One numbered node of a procedure."""

    number: int
    anchor: str
    kind: str
    title: str
    question: str
    help: str
    body: Any
    steps: tuple[Step, ...]
    ways: tuple[Way, ...]
    disposition: str = ""
    handover: str = ""
    key: str = ""
    """What a customer answers here: the name of the question, else of the node."""


def procedure(value: object, *, anchor: str, level: int, words: Words, prose: Prose) -> tuple[Node, ...]:
    """Return the nodes in order; `prose(portable text, heading level above it)` writes their bodies."""
    found = mapping(value)
    nodes = [node for node in mappings(found.get("nodes")) if text(node.get("id"))]
    inputs = mapping(found.get("inputs"))
    reader = _Reader(inputs, Conditions(inputs, words), nodes, anchor, words)
    return tuple(reader.read(node, prose, level) for node in nodes)


@dataclass(frozen=True)
class _Reader:
    inputs: Mapping[str, Any]
    conditions: Conditions
    nodes: Sequence[Mapping[str, Any]]
    anchor: str
    words: Words

    def read(self, node: Mapping[str, Any], prose: Prose, level: int) -> Node:
        number = self.number(text(node.get("id"))) or 0
        asked = mapping(self.inputs.get(text(node.get("input"))))
        title, question = self.title(node, number), text(asked.get("label"))
        return Node(
            number=number,
            anchor=f"{self.anchor}-{number}",
            kind=kind if (kind := text(node.get("kind"))) in KINDS else "info",
            title=title,
            question=question if question != title else "",
            help=text(asked.get("help")),
            body=prose(node.get("body"), level),
            steps=tuple(
                Step(said, text(step.get("agent_note")))
                for step in mappings(node.get("steps"))
                if (said := text(step.get("text")))
            ),
            ways=tuple(self.ways(node)),
            disposition=text(node.get("disposition")),
            handover=text(node.get("handover")),
            key=text(node.get("input")) or text(node.get("id")),
        )

    def number(self, name: str) -> int | None:
        return next((place for place, node in enumerate(self.nodes, 1) if node.get("id") == name), None)

    def title(self, node: Mapping[str, Any], number: int) -> str:
        asked = mapping(self.inputs.get(text(node.get("input"))))
        return text(node.get("title")) or text(asked.get("label")) or self.words.say("step", number=number)

    def ways(self, node: Mapping[str, Any]) -> list[Way]:
        """Return the ways on: one for each answer where the answer settles it, else one for each branch."""
        branches, asked = mappings(node.get("next")), text(node.get("input"))
        options = [(label, self.taken(branches, asked, value)) for value, label in self.conditions.options(asked)]
        if options and all(branch is not None for _, branch in options):
            ways = [self.way("answer", label, mapping(branch)) for label, branch in options]
        elif len(branches) == 1 and branches[0].get("else"):
            ways = [self.way("go_on", "", branches[0])]
        else:
            ways = [self.way("answer", self.condition(branch, asked), branch) for branch in branches]
        return [way for way in ways if way]

    def taken(self, branches: Sequence[Mapping[str, Any]], asked: str, value: object) -> Mapping[str, Any] | None:
        """Return the branch that follows from an answer, or None when that depends on more."""
        for branch in branches:
            settled = True if branch.get("else") else self.conditions.holds(branch.get("if"), asked, value)
            if settled is None:
                return None
            if settled:
                return branch
        return None

    def condition(self, branch: Mapping[str, Any], asked: str) -> str:
        is_rest = bool(branch.get("else"))
        return self.words.say("otherwise") if is_rest else self.conditions.describe(branch.get("if"), asked)

    def way(self, phrase: str, answer: str, branch: Mapping[str, Any]) -> Way | None:
        number = self.number(text(branch.get("to")))
        if number is None:
            return None
        title = self.title(self.nodes[number - 1], number)
        return Way(
            self.words.say(phrase, answer=answer, number=number, title=title),
            f"{self.anchor}-{number}",
            answer,
            number,
            title,
        )
