"""Decision tables as DMN has them: the first rule that fits decides. Pure.

A check has questions, decisions about their answers, and one decision about those decisions, which gives the outcome.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Answer = str | bool
ANY = "-"
LAST = "dummy"
"""How the files call the decision about the decisions."""


@dataclass(frozen=True)
class Question:
    """One question, with its answers to choose from; none: yes or no."""

    id: str
    text: str
    help: str
    options: tuple[str, ...]

    @property
    def answers(self) -> tuple[Answer, ...]:
        return self.options or (True, False)


@dataclass(frozen=True)
class Outcome:
    """What a check comes to, and what is said about it."""

    name: str
    text: str = ""


@dataclass(frozen=True)
class Rule:
    """If all of these hold, then this. `needs` maps a question or decision to what it must say."""

    needs: tuple[tuple[str, Any], ...]
    gives: Any


@dataclass(frozen=True)
class Check:
    """One permit check."""

    name: str
    questions: tuple[Question, ...]
    decisions: Mapping[str, tuple[Rule, ...]]
    last: tuple[Rule, ...]


def left(rules: Sequence[Rule], known: Mapping[str, Any]) -> tuple[Rule, ...]:
    """Return the rules that may still decide, with what they still need; the first that needs nothing is the last."""
    found: list[Rule] = []
    for rule in rules:
        if any(name in known and known[name] != value for name, value in rule.needs):
            continue
        needs = tuple((name, value) for name, value in rule.needs if name not in known)
        found.append(Rule(needs, rule.gives))
        if not needs:
            break
    return tuple(found)


def decided(rules: Sequence[Rule]) -> bool:
    """Tell whether what is left can only give one thing, whatever is answered next."""
    return bool(rules) and not rules[-1].needs and len({rule.gives for rule in rules}) == 1


def read_check(raw: Mapping[str, Any]) -> Check:
    """Return a check as the files write it. Raises KeyError, TypeError or ValueError for another shape."""
    questions = tuple(
        Question(
            one["id"], one["text"].strip(), (one.get("description") or "").strip(), tuple(one.get("options") or ())
        )
        for one in sorted(raw["questions"], key=lambda one: one["prio"])
    )
    decisions = {
        name: tuple(Rule(_needs(one["requiredInputs"], rule), _value(rule["output"])) for rule in _rules(one))
        for name, one in raw["decisions"].items()
        if name != LAST
    }
    final = raw["decisions"][LAST]
    last = tuple(
        Rule(_needs(final["requiredDecisions"], rule), Outcome(_value(rule["output"]), rule.get("description") or ""))
        for rule in _rules(final)
    )
    return Check(raw["name"].strip(), questions, decisions, last)


def _rules(decision: Mapping[str, Any]) -> Any:
    return decision["decisionTable"]["rules"]


def _needs(names: Sequence[str], rule: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    pairs = zip(names, rule["inputs"], strict=True)
    return tuple((name, _value(value)) for name, value in pairs if value != ANY)


def _value(raw: Any) -> Any:
    """Return a value of a table: a truth value, or a text between quotes."""
    return raw.strip().strip('"') if isinstance(raw, str) else raw
