"""A rule proves itself on its own examples: it is silent about the right ones and speaks about the wrong ones."""

from __future__ import annotations

from contenthub.tone.blocks import Block
from contenthub.tone.context import Context, KnownFact, KnownFacts
from contenthub.tone.patterns import PatternError
from contenthub.tone.rule import Rule, RuleError
from contenthub.tone.ruleset import RuleSet

SCOPES = {"sentence": ("sentence",), "paragraph": ("paragraph",), "summary": ("summary",), "raw": ("raw",)}


def broken_examples(rule: Rule) -> list[str]:
    """Return what is wrong with a rule's examples; empty when it may be used."""
    problems = []
    if not rule.right or not rule.wrong:
        problems.append(f"{rule.name}: give at least one right and one wrong example.")
    try:
        rules = RuleSet([rule])
    except (RuleError, PatternError) as problem:
        return [str(problem)]
    for text in rule.right:
        if _speaks(rules, rule, text):
            problems.append(f"{rule.name}: it speaks about its right example “{text[:80]}”.")
    for text in rule.wrong:
        if not _speaks(rules, rule, text):
            problems.append(f"{rule.name}: it is silent about its wrong example “{text[:80]}”.")
    return problems


def _speaks(rules: RuleSet, rule: Rule, text: str) -> bool:
    context = Context(
        language=(rule.languages or ("",))[0],
        model=(rule.models or ("",))[0],
        channels=frozenset(rule.channels),
        audiences=frozenset(rule.audiences),
        facts=KnownFacts({"€ 83,87": KnownFact("", "short", "")}),
    )
    path = (rule.fields or ("",))[0]
    look = rules.look([Block(text, _scope(rule), path, prose=True)], context)
    return bool(look.hits or look.slow)


def _scope(rule: Rule) -> tuple[str, ...]:
    """Return a scope that the rule looks at."""
    first = rule.scope[0].split("&")[0].strip()
    if first.startswith("~"):
        return ("text",)
    parts = tuple(part for part in first.split(".") if part)
    return parts if parts[0] in (*SCOPES, "text") else ("text", *parts)
