"""How fast text is checked: `uv run python tests/benchmarks/tone.py [--json]`.

Times are milliseconds of this process; the rules are those that come with the hub, filled up to three hundred with word
lists, and, where `../shared/data/vale_cases` is there, two hundred rules of public styles.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from contenthub.tone import RuleSet
from contenthub.tone.blocks import Block
from contenthub.tone.context import Context
from contenthub.tone.lint import lint_blocks
from contenthub.tone.packs import own_packs
from contenthub.tone.rule import Rule, RuleError
from contenthub.tone.vale.read import read_rule

CASES = Path(__file__).resolve().parents[3] / "shared/data/vale_cases"
PARAGRAPH = (
    "Met een paspoort kunt u naar het buitenland reizen. U vraagt het aan in de gemeente waar u woont, en u komt "
    "daarvoor zelf langs aan de balie. Neem uw oude paspoort mee, ook als dat niet meer geldig is, en een nieuwe foto. "
    "Hebt u een kind dat nog geen achttien is? Dan komt uw kind mee. De andere ouder geeft schriftelijk toestemming. "
)
ENGLISH = (
    "With a passport you can travel abroad. You apply for it in the town where you live, and you have to come to the "
    "desk yourself. Bring your old passport, also when it is no longer valid, and a new photo. Do you have a child who "
    "is not yet eighteen? Then your child comes along. The other parent gives permission in writing. "
)


def own_rules() -> list[Rule]:
    """Return three hundred rules: ours, and word lists of a house style."""
    rules = [rule for pack in own_packs() for rule in pack.rules]
    for number in range(300 - len(rules)):
        words = [f"woord{number}{letter}" for letter in "abcdefghijklmnopqrst"]
        kind = {"tokens": words} if number % 2 else {"swap": {word: f"beter{word}" for word in words}}
        name = "existence" if number % 2 else "substitution"
        rules.append(Rule(f"huis.Regel{number}", name, "%s", options={"ignorecase": True, **kind}))
    return rules


def public_rules() -> list[Rule]:
    """Return two hundred rules of public styles; fewer where the cases are absent."""
    found: dict[str, Rule] = {}
    for file in sorted(CASES.glob("*__*.json")):
        for name, text in json.loads(file.read_text("utf-8"))["rules"].items():
            try:
                found.setdefault(name, read_rule(name, text))
            except RuleError:
                continue
    rules = [*found.values()]
    return (
        [Rule(**{**vars(rule), "name": f"{rule.name}{turn}"}) for turn in range(9) for rule in rules][:200]
        if rules
        else []
    )


def p95(run: Callable[[], Any], rounds: int = 60) -> float:
    """Return the 95th percentile of so many runs, in milliseconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        times.append((time.perf_counter() - start) * 1000)
    return round(statistics.quantiles(times, n=20)[18], 2)


def text_of(words: int, paragraph: str = PARAGRAPH) -> list[Block]:
    """Return blocks of so many words together."""
    size = len(paragraph.split())
    whole, rest = divmod(words, size)
    texts = [paragraph] * whole + ([" ".join(paragraph.split()[:rest])] if rest else [])
    return [Block(text, path=str(place), prose=True) for place, text in enumerate(texts)]


def hostile() -> float:
    """Return the longest that one pattern held this process, in milliseconds."""
    patterns = [
        rf"(?:{'|'.join('a' * size for size in range(1, least))})+{end}"
        for least in range(2, 12)
        for end in "$!yzXb#;:q"
    ]
    worst = 0.0
    for number, pattern in enumerate(patterns):
        rules = RuleSet([Rule(f"evil.Rule{number}", "existence", "%s", options={"raw": [pattern]})])
        for text in ("a" * 60 + "?", "a" * 5000, "ab" * 500):
            start = time.perf_counter()
            rules.look([Block(text)], Context())
            worst = max(worst, (time.perf_counter() - start) * 1000)
    return round(worst, 1)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    start = time.perf_counter()
    ours = RuleSet(own_rules())
    compiled = (time.perf_counter() - start) * 1000
    public = RuleSet(public_rules())
    context = Context("nl", channels=frozenset({"web", "email", "app", "print", "servicedesk"}))
    figures = {
        "words1000_rules300_p95_ms": p95(lambda: lint_blocks(text_of(1000), ours, context)),
        "field120_p95_ms": p95(lambda: lint_blocks(text_of(120), ours, context), 200),
        "words1000_imported200_p95_ms": p95(lambda: lint_blocks(text_of(1000, ENGLISH), public, Context("en"))),
        "hostile_worst_ms": hostile(),
        "compile_ms": round(compiled, 1),
        "rules": len(ours.checks),
        "imported": len(public.checks),
    }
    print(json.dumps(figures) if asked.json else "\n".join(f"{name:30} {value}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
