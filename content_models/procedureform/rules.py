"""Conditions as an editor fills them in: rows of input, comparison, value, all of which hold or any of which does.

What rows cannot say (a condition inside a condition) stays JSON in a field of its own, so that nothing is lost.
"""

import json
from collections.abc import Mapping
from typing import Any

from content_models.procedures.conditions import COMPARISONS, DAYS_AHEAD, MEMBERS

YES, NO = "yes", "no"
TRUE = {"yes", "ja", "true", "y", "j"}
FALSE = {"no", "nee", "false", "n"}


def to_rows(condition: Any) -> dict[str, Any]:
    """Return a condition as {"match", "rules", "advanced"} of the form."""
    if (row := as_row(condition)) is not None:
        return {"match": "all", "rules": [row], "advanced": ""}
    if isinstance(condition, Mapping) and len(condition) == 1:
        match, parts = next(iter(condition.items()))
        rows = [as_row(one) for one in parts] if match in ("all", "any") and isinstance(parts, list) else [None]
        if len(rows) > 1 and None not in rows:
            return {"match": match, "rules": rows, "advanced": ""}
    return {"match": "all", "rules": [], "advanced": json.dumps(condition, ensure_ascii=False)}


def as_row(condition: Any) -> dict[str, str] | None:
    """Return one comparison as a row, None when it is something else."""
    if not isinstance(condition, Mapping) or len(condition) != 1:
        return None
    operator, operand = next(iter(condition.items()))
    if operator not in COMPARISONS or not isinstance(operand, list) or not operand or not isinstance(operand[0], str):
        return None
    value = written(operand[1]) if len(operand) > 1 else ""
    row = {"input": operand[0], "operator": operator, "value": value}
    return row if value is not None else None


def written(value: Any) -> Any:
    """Return a value as text, None when text cannot hold it."""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, list):
        texts = [written(one) for one in value]
        plain = all(isinstance(one, str) and "," not in one and one == one.strip() for one in texts)
        return ", ".join(texts) if plain and texts else None
    return str(value) if isinstance(value, str | int | float) else None


def from_rows(branch: Mapping[str, Any], kinds: Mapping[str, str]) -> Any:
    """Return the condition that a branch of the form means; `kinds` maps an input to its kind."""
    if text := str(branch.get("advanced") or "").strip():
        try:
            return json.loads(text)
        except ValueError:
            return text
    rules = [comparison(row, kinds) for row in branch.get("rules") or []]
    if len(rules) == 1:
        return rules[0]
    return {str(branch.get("match") or "all"): rules}


def comparison(row: Mapping[str, Any], kinds: Mapping[str, str]) -> dict[str, list[Any]]:
    name, operator, text = (str(row.get(part) or "").strip() for part in ("input", "operator", "value"))
    if operator == "is_empty":
        return {operator: [name]}
    return {operator: [name, read_value(operator, text, kinds.get(name, "text"))]}


def read_value(operator: str, text: str, kind: str) -> Any:
    """Return what a text means for an input of a kind; what it cannot mean stays text, which the check refuses."""
    if operator in MEMBERS:
        return [read_one(one.strip(), kind) for one in text.split(",") if one.strip()]
    return read_one(text, "number" if operator in DAYS_AHEAD else kind)


def read_one(text: str, kind: str) -> Any:
    if kind == "yesno" and text.casefold() in TRUE | FALSE:
        return text.casefold() in TRUE
    if kind == "number":
        for number in (int, float):
            try:
                return number(text)
            except ValueError:
                continue
    return text
