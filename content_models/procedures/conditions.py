"""Conditions of branches: a fixed set of operators, their types, and whether they hold.

An answer that is empty makes every comparison false; only `is_empty` is true of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from content_models.problem import Problem

EQUALS = ("eq", "ne")
ORDERS = ("lt", "le", "gt", "ge")
MEMBERS = ("in", "not_in")
DAYS_AHEAD = ("days_ahead_gt", "days_ahead_lt")
COMPARISONS = (*EQUALS, *ORDERS, *MEMBERS, *DAYS_AHEAD, "is_empty")
GROUPS = ("all", "any", "not")

OPERATORS_OF = {
    "choice": {*EQUALS, *MEMBERS, "is_empty"},
    "yesno": {"eq", "ne", "is_empty"},
    "date": {*EQUALS, *ORDERS, *DAYS_AHEAD, "is_empty"},
    "number": {*EQUALS, *ORDERS, *MEMBERS, "is_empty"},
    "text": {*EQUALS, *MEMBERS, "is_empty"},
}
"""Input kind -> the operators that say something about it."""

Located = tuple[Any, str]


def parts(condition: Any, path: str = "") -> Iterator[tuple[str, Any, str]]:
    """Yield (operator, operand, path) of a condition and all inside it, outer first; "" where it is malformed."""
    waiting: list[Located] = [(condition, path)]
    while waiting:
        current, here = waiting.pop()
        if not isinstance(current, Mapping) or len(current) != 1:
            yield "", current, here
            continue
        operator, operand = next(iter(current.items()))
        yield str(operator), operand, f"{here}.{operator}"
        if operator == "not":
            waiting.append((operand, f"{here}.not"))
        elif operator in GROUPS and isinstance(operand, list):
            waiting += [(one, f"{here}.{operator}.{number}") for number, one in reversed(list(enumerate(operand)))]


def check_condition(condition: Any, inputs: Mapping[str, Any], path: str) -> list[Problem]:
    """Return what is wrong with a condition: its shape, operators, inputs and types."""
    problems: list[Problem] = []
    for operator, operand, here in parts(condition, path):
        if operator in COMPARISONS:
            problems += check_comparison(operator, operand, inputs, here)
        elif operator in {"all", "any"}:
            if not isinstance(operand, list) or not operand:
                problems.append(Problem(here, _("Write a list of conditions."), code="condition"))
        elif operator != "not":
            hint = _("Operators are %s.") % ", ".join((*COMPARISONS, *GROUPS))
            problems.append(Problem(here, _("This is no condition."), hint, "condition"))
    return problems


def check_comparison(operator: str, operand: Any, inputs: Mapping[str, Any], path: str) -> list[Problem]:
    """Return what is wrong with one comparison."""
    size = 1 if operator == "is_empty" else 2
    if not isinstance(operand, list) or len(operand) != size or not isinstance(operand[0], str):
        message = _("Write the input here: [input].") if size == 1 else _("Write input and value: [input, value].")
        return [Problem(path, message, code="condition")]
    asked = inputs.get(operand[0])
    if not isinstance(asked, Mapping):
        hint = _("Inputs are %s.") % ", ".join(inputs)
        return [Problem(path, _("There is no input %s.") % operand[0], hint, "unknown_input")]
    kind = str(asked.get("kind"))
    if operator not in OPERATORS_OF.get(kind, COMPARISONS):
        hint = _("Use one of %s.") % ", ".join(name for name in COMPARISONS if name in OPERATORS_OF[kind])
        message = _("%(operator)s says nothing about an input of kind %(kind)s.")
        return [Problem(path, message % {"operator": operator, "kind": kind}, hint, "operator")]
    if size == 2 and not value_fits(operator, operand[1], asked):
        message = _("%(value)s is no value for %(input)s here.") % {"value": operand[1], "input": operand[0]}
        return [Problem(path, message, code="value")]
    return []


def value_fits(operator: str, value: Any, asked: Mapping[str, Any]) -> bool:
    """Return whether a value can be compared with the answers to an input."""
    if operator in DAYS_AHEAD:
        return isinstance(value, int) and not isinstance(value, bool)
    if operator in MEMBERS:
        return isinstance(value, list) and bool(value) and all(answer_fits(one, asked) for one in value)
    return answer_fits(value, asked)


def answer_fits(value: Any, asked: Mapping[str, Any]) -> bool:
    """Return whether a value is a possible answer to an input."""
    kind = asked.get("kind")
    if kind == "yesno":
        return isinstance(value, bool)
    if kind == "number":
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if kind == "date":
        return read_day(value) is not None
    if kind == "choice":
        options = asked.get("options")
        known = [one.get("value") for one in options if isinstance(one, Mapping)] if isinstance(options, list) else []
        return isinstance(value, str) and value in known
    return isinstance(value, str)


def read_day(value: Any) -> date | None:
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def holds(condition: Any, answers: Mapping[str, Any], today: date) -> bool:
    """Return whether a checked condition holds. Groups are worked out inside out, over the parts in reverse order."""
    results: list[bool] = []
    for operator, operand, _path in reversed(list(parts(condition))):
        if operator == "not":
            results.append(not results.pop())
        elif operator in GROUPS:
            taken = [results.pop() for _one in operand]
            results.append(all(taken) if operator == "all" else any(taken))
        else:
            results.append(compare(operator, operand, answers, today))
    return results.pop()


def compare(operator: str, operand: Any, answers: Mapping[str, Any], today: date) -> bool:
    """Return whether one comparison holds."""
    answer = answers.get(operand[0])
    if answer is None or answer == "":
        return operator == "is_empty"
    if operator == "is_empty":
        return False
    wanted = operand[1]
    if operator in EQUALS:
        return bool(answer == wanted) is (operator == "eq")
    if operator in MEMBERS:
        return (answer in wanted) is (operator == "in")
    if operator in DAYS_AHEAD:
        return days_ahead(operator, answer, wanted, today)
    return in_order(operator, answer, wanted)


def days_ahead(operator: str, answer: Any, wanted: int, today: date) -> bool:
    day = read_day(answer)
    if day is None:
        return False
    ahead = (day - today).days
    return ahead > wanted if operator == "days_ahead_gt" else ahead < wanted


def in_order(operator: str, answer: Any, wanted: Any) -> bool:
    """Return whether two numbers, or two dates as text, stand in this order; others never do."""
    numbers = isinstance(answer, (int, float)) and isinstance(wanted, (int, float))
    if not numbers and (read_day(answer) is None or read_day(wanted) is None):
        return False
    if operator in {"lt", "le"}:
        return bool(answer < wanted) or (operator == "le" and answer == wanted)
    return bool(answer > wanted) or (operator == "ge" and answer == wanted)
