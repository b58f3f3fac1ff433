"""Write our rules as Vale rules, so that people who write elsewhere keep to the same voice."""

from __future__ import annotations

from typing import Any

import yaml

from contenthub.tone.rule import Rule
from contenthub.tone.vale.read import KNOWN, WHOLE

ONLY_HERE = {
    "address": "it looks at a whole item",
    "passive": "it knows the grammar of Dutch and English",
    "presence": "it looks at a whole item",
    "copied_fact": "it knows the facts of the hub",
    "length": "write it as occurrence of any character",
    "sentence_length": "write it as occurrence of words, scope sentence",
}


class NotInVale(ValueError):
    """A rule that Vale has no kind for; the message says why."""


def write_rule(rule: Rule) -> str:
    """Return the YAML of a rule, which reads back as the same rule. Raises NotInVale."""
    if rule.kind in ("length", "sentence_length"):
        return _dump(rule, "occurrence", _as_occurrence(rule), "sentence" if rule.kind == "sentence_length" else None)
    if rule.kind not in KNOWN:
        raise NotInVale(f"{rule.name}: Vale cannot hold this rule: {ONLY_HERE.get(rule.kind, 'it has no such kind')}.")
    options = {name: value for name, value in rule.options.items() if name in KNOWN[rule.kind]}
    return _dump(rule, rule.kind, options)


def _as_occurrence(rule: Rule) -> dict[str, Any]:
    token = r"\b[\w'’-]+\b" if rule.kind == "sentence_length" else "."
    return {"max": rule.options["max"], "token": token}


def _dump(rule: Rule, kind: str, options: dict[str, Any], scope: str | None = None) -> str:
    head: dict[str, Any] = {"extends": kind, "message": rule.message, "level": rule.level.label}
    if kind not in WHOLE:
        scopes = [scope] if scope else list(rule.scope)
        head["scope"] = scopes[0] if len(scopes) == 1 else scopes
    extra = {"link": rule.link, "description": rule.explanation, "limit": rule.limit}
    data = {**head, **{name: value for name, value in extra.items() if value}, **options}
    return str(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10_000))
