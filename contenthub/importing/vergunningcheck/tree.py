"""From decision tables to a procedure: ask what still matters, in the order of the check, until the outcome is certain.

Two roads that leave the same rules open come together in one node, so a check of nineteen questions stays small.
"""

from collections.abc import Mapping
from html import escape
from typing import Any

from contenthub.importing.records import BadFile
from contenthub.importing.vergunningcheck.tables import Answer, Check, Outcome, Rule, decided, left

MOST_NODES = 400

Open = tuple[tuple[str, tuple[Rule, ...]], ...]
"""What is left of each decision that is not taken yet."""


class Tree:
    """The nodes of one check, made as they are reached."""

    def __init__(self, check: Check) -> None:
        self.check = check
        self.names = {question.id: f"q{number}" for number, question in enumerate(check.questions, 1)}
        self.known: dict[Any, str] = {}
        self.nodes: dict[str, dict[str, Any]] = {}

    def procedure(self) -> dict[str, Any]:
        """Return the procedure, in the order in which its nodes are met. Raises BadFile when it is too large."""
        start = self.node({})
        asked = {node["input"] for node in self.nodes.values() if node["kind"] == "question"}
        inputs = {name: self.input(question_id) for question_id, name in self.names.items() if name in asked}
        ordered = [self.nodes[start], *(node for name, node in self.nodes.items() if name != start)]
        return {"inputs": inputs, "nodes": ordered}

    def input(self, question_id: str) -> dict[str, Any]:
        question = next(one for one in self.check.questions if one.id == question_id)
        asked: dict[str, Any] = {"kind": "choice" if question.options else "yesno", "label": question.text}
        if question.help:
            asked["help"] = question.help
        if question.options:
            asked["options"] = [
                {"value": f"a{number}", "label": option} for number, option in enumerate(question.options, 1)
            ]
        return asked

    def node(self, answers: Mapping[str, Answer]) -> str:
        """Return the id of the node at which a customer with these answers stands."""
        taken, open_ = self.decide(answers)
        last = left(self.check.last, taken)
        if decided(last):
            return self.outcome(last[0].gives)
        matters = {name for rule in last for name, _value in rule.needs}
        waiting: Open = tuple((name, rules) for name, rules in open_.items() if name in matters)
        mark = (last, waiting)
        if mark not in self.known:
            self.known[mark] = self.question(answers, waiting)
        return self.known[mark]

    def decide(self, answers: Mapping[str, Answer]) -> tuple[dict[str, Any], dict[str, tuple[Rule, ...]]]:
        """Return what is decided, and what is left of the other decisions."""
        taken, open_ = {}, {}
        for name, rules in self.check.decisions.items():
            rest = left(rules, answers)
            if decided(rest):
                taken[name] = rest[0].gives
            else:
                open_[name] = rest
        return taken, open_

    def question(self, answers: Mapping[str, Answer], waiting: Open) -> str:
        needed = {name for _decision, rules in waiting for rule in rules for name, _value in rule.needs}
        asked = next((one for one in self.check.questions if one.id in needed), None)
        if asked is None or len(self.nodes) >= MOST_NODES:
            raise BadFile(f"The check {self.check.name!r} comes to no outcome within {MOST_NODES} questions.")
        name = self.fresh(self.names[asked.id])
        node: dict[str, Any] = {"id": name, "kind": "question", "input": self.names[asked.id]}
        self.nodes[name] = node
        targets = [self.node({**answers, asked.id: answer}) for answer in asked.answers]
        values: list[Any] = (
            [f"a{number}" for number in range(1, len(asked.options) + 1)] if asked.options else [True, False]
        )
        pairs = list(zip(values, targets, strict=True))
        branches = [{"if": {"eq": [node["input"], value]}, "to": target} for value, target in pairs[:-1]]
        rest = {"else": True, "to": pairs[-1][1]}
        node["next"] = [one for one in branches if one["to"] != rest["to"]] + [rest]
        return name

    def outcome(self, outcome: Outcome) -> str:
        if outcome not in self.known:
            name = self.fresh("outcome")
            self.known[outcome] = name
            node: dict[str, Any] = {"id": name, "kind": "outcome", "title": TITLES.get(outcome.name, outcome.name)}
            if outcome.text:
                node["body"] = f"<p>{escape(outcome.text, quote=False)}</p>"
            node["disposition"] = outcome.name
            self.nodes[name] = node
        return self.known[outcome]

    def fresh(self, stem: str) -> str:
        """Return an id that no node has yet."""
        number = 1
        while (name := stem if number == 1 else f"{stem}-{number}") in self.nodes:
            number += 1
        return name


TITLES = {
    "Vergunningplicht": "U hebt een vergunning nodig",
    "Toestemmingsvrij": "U hebt geen vergunning nodig",
    "Meldingsplicht": "U moet dit melden",
    "NeemContactOpMet": "Neem contact op met de gemeente",
}
"""What the outcomes of the checks say to a customer."""
