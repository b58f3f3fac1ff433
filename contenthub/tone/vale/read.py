"""Read Vale rules: one YAML file each, a style a folder of them, a vocabulary two lists of words.

Written from Vale's documentation and its published test suite. What would run code (`script`) or needs a tagger of
English (`sequence`) is refused with a message, never ignored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from contenthub.tone.finding import Level
from contenthub.tone.rule import Rule, RuleError, Vocabulary
from contenthub.tone.words import words

REFUSED = {
    "script": "it would run a program. Write it as a pattern, or as a metric.",
    "sequence": "it needs a tagger of English. Write it as a pattern of words.",
}
HEADER = {"extends", "message", "level", "scope", "link", "description", "limit", "name"}
KNOWN: Mapping[str, frozenset[str]] = {
    "existence": words("tokens raw append ignorecase nonword exceptions vocab action"),
    "substitution": words("swap ignorecase nonword capitalize exceptions vocab action pos"),
    "occurrence": words("token min max ignorecase action"),
    "repetition": words("tokens max ignorecase alpha exceptions vocab action"),
    "spelling": words("dictionaries dicpath aff dic filters ignore custom append exceptions threshold vocab action"),
    "consistency": words("either ignorecase nonword action"),
    "conditional": words("first second ignorecase exceptions vocab action"),
    "capitalization": words("match style exceptions indicators threshold vocab prefix action"),
    "readability": words("metrics grade action"),
    "metric": words("formula condition action"),
}
WHOLE = ("readability", "metric")
BUILT_IN: Mapping[str, Mapping[str, Any]] = {
    "Vale.Repetition": {
        "extends": "repetition",
        "message": "'%s' is repeated!",
        "level": "error",
        "ignorecase": True,
        "alpha": True,
        "tokens": [r"[^\s.]+"],
    },
}
"""Rules that stand in every Vale, by name; they are read from an empty text."""


def read_rule(name: str, text: str) -> Rule:
    """Return the rule of a YAML text. Raises RuleError, which names the rule."""
    try:
        data = yaml.safe_load(text) if text.strip() not in ("", "YES") else BUILT_IN.get(name)
    except yaml.YAMLError as problem:
        raise RuleError(f"{name}: this is not YAML: {' '.join(str(problem).split())}") from problem
    if not isinstance(data, Mapping):
        raise RuleError(f"{name}: this is not a rule: it must hold at least “extends” and “message”.")
    return rule_of(name, data)


def rule_of(name: str, data: Mapping[str, Any]) -> Rule:
    """Return the rule of what a file holds. Raises RuleError."""
    kind = str(data.get("extends") or "")
    if kind in REFUSED:
        raise RuleError(f"{name}: a rule of the kind “{kind}” cannot be used here: {REFUSED[kind]}")
    if kind not in KNOWN:
        raise RuleError(f"{name}: “extends” must be one of {', '.join(sorted(KNOWN))}; it is “{kind}”.")
    if not data.get("message"):
        raise RuleError(f"{name}: “message” is missing.")
    loose = kind == "consistency"
    if not loose and (unknown := set(map(str, data)) - HEADER - KNOWN[kind]):
        raise RuleError(f"{name}: “{min(unknown)}” is not an option of {kind}.")
    _refuse_scripts(name, data.get("action"))
    try:
        level = Level.of(str(data.get("level") or "warning"))
    except ValueError as problem:
        raise RuleError(f"{name}: {problem}") from problem
    return Rule(
        name=name,
        kind=kind,
        message=str(data["message"]),
        level=level,
        scope=("summary",) if kind in WHOLE else _scopes(data.get("scope")),
        options={key: value for key, value in data.items() if key not in HEADER},
        limit=int(data.get("limit") or 0),
        link=str(data.get("link") or ""),
        explanation=str(data.get("description") or ""),
    )


def _scopes(value: Any) -> tuple[str, ...]:
    if not value:
        return ("text",)
    return tuple(str(one) for one in value) if isinstance(value, list) else (str(value),)


def _refuse_scripts(name: str, action: Any) -> None:
    if isinstance(action, Mapping) and action.get("name") == "suggest":
        params = [str(one) for one in action.get("params") or []]
        if params != ["spellings"]:
            raise RuleError(f"{name}: an action that runs a script cannot be used here; use replace or edit.")


def vocabulary_rules(vocabulary: Vocabulary) -> list[Rule]:
    """Return the rules that a vocabulary stands for: accepted words written just so, rejected ones not at all."""
    rules = []
    terms = {term.lower(): term for term in vocabulary.accept if not term.startswith("(?i)")}
    if terms:
        options = {"swap": terms, "ignorecase": True, "vocab": False, "patterns": True, "action": {"name": "replace"}}
        rules.append(Rule("Vale.Terms", "substitution", "Use '%s' instead of '%s'.", Level.ERROR, options=options))
    if vocabulary.reject:
        options = {"tokens": list(vocabulary.reject), "ignorecase": True, "vocab": False}
        rules.append(Rule("Vale.Avoid", "existence", "Avoid using '%s'.", Level.ERROR, options=options))
    return rules


def read_style(folder: Path) -> list[Rule]:
    """Return the rules of a style: a folder of YAML files, named `Style.Rule`. Raises RuleError, OSError."""
    files = sorted(path for path in folder.glob("*.y*ml") if path.suffix in (".yml", ".yaml"))
    return [read_rule(f"{folder.name}.{path.stem}", path.read_text("utf-8")) for path in files]


def read_words(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the words of a vocabulary file: one to a line, `#` begins a comment."""
    return tuple(word for line in lines if (word := line.strip()) and not word.startswith("# "))
