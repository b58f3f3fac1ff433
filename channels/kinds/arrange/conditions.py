"""Read the conditions of a procedure: what they say in words, and whether one answer settles them.

A condition is `{operator: [input, value]}`, or `{"all" | "any": [conditions]}`, or `{"not": condition}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from channels.kinds.arrange.words import Words
from channels.kinds.read import mapping, mappings, sequence, text

MAX_DEPTH = 10


@dataclass(frozen=True)
class Conditions:
    """The conditions of one procedure, with the questions they are about."""

    inputs: Mapping[str, Any]
    words: Words

    def options(self, name: str) -> list[tuple[object, str]]:
        """Return the answers one can choose from, as value and label; none where the answer is free."""
        asked = mapping(self.inputs.get(name))
        if asked.get("kind") == "yesno":
            return [(True, self.words.boolean(True)), (False, self.words.boolean(False))]
        return [(option.get("value"), text(option.get("label"))) for option in mappings(asked.get("options"))]

    def describe(self, condition: object, asked: str, depth: int = 0) -> str:
        """Return the condition in words, for a reader who was just asked the question `asked`."""
        operator, operand = _split(condition)
        if depth > MAX_DEPTH or not operator:
            return ""
        if operator == "not":
            return self.words.say("when_not", value=self.describe(operand, asked, depth + 1))
        if operator in ("all", "any"):
            inside = [said for one in sequence(operand) if (said := self.describe(one, asked, depth + 1))]
            return self.words.phrases[f"join_{operator}"].join(inside)
        return self._comparison(operator, sequence(operand), asked)

    def holds(self, condition: object, name: str, value: object, depth: int = 0) -> bool | None:
        """Tell whether the condition holds when this question has this answer; None when that does not settle it."""
        operator, operand = _split(condition)
        if depth > MAX_DEPTH:
            return None
        if operator == "not":
            inside = self.holds(operand, name, value, depth + 1)
            return None if inside is None else not inside
        if operator in ("all", "any"):
            results = [self.holds(one, name, value, depth + 1) for one in sequence(operand)]
            settling = operator == "any"
            return settling if settling in results else None if None in results else not settling
        return _compare(operator, sequence(operand), name, value)

    def _comparison(self, operator: str, operands: Any, asked: str) -> str:
        name = text(operands[0]) if operands else ""
        labels = dict(self.options(name))
        values = [labels.get(one) or self._value(one) for one in _values(operands[1] if len(operands) > 1 else None)]
        phrase = f"when_{operator}" if f"when_{operator}" in self.words.phrases else "when_other"
        said = self.words.say(phrase, value=self.words.phrases["join_any"].join(values))
        question = text(mapping(self.inputs.get(name)).get("label"))
        return said if name == asked or not question else f"{question} {said}"

    def _value(self, value: object) -> str:
        return self.words.number(value) or self.words.plain_date(value) or text(value)


def _split(condition: object) -> tuple[str, object]:
    found = mapping(condition)
    return next(((text(operator), operand) for operator, operand in found.items()), ("", None))


def _compare(operator: str, operands: Any, name: str, value: object) -> bool | None:
    if not operands or operands[0] != name:
        return None
    is_there = value in _values(operands[1] if len(operands) > 1 else None)
    if operator in ("eq", "in"):
        return is_there
    if operator in ("ne", "not_in"):
        return not is_there
    return False if operator == "is_empty" else None


def _values(value: object) -> list[Any]:
    return [one for one in (sequence(value) or [value]) if isinstance(one, (str, int, float))]
