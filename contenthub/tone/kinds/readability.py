"""readability: the mean grade of one or more formulas over a whole text. Advice only: it can never be an error."""

from __future__ import annotations

from collections.abc import Iterator

from contenthub.tone.blocks import Block
from contenthub.tone.kinds.base import Hit, State, language_of, once, say, words_of
from contenthub.tone.kinds.measures import FORMULAS, count
from contenthub.tone.rule import Rule, RuleError, Vocabulary

EASE = ("Flesch", "Flesch-Douma", "Brouwer")
"""Formulas that rise as a text grows easier."""


class Readability:
    """Options: metrics (names of formulas), grade, words (fewer are not scored)."""

    def __init__(self, rule: Rule, vocabulary: Vocabulary) -> None:
        self.rule = rule
        self.metrics = words_of(rule, "metrics", needed=True)
        if unknown := [name for name in self.metrics if name not in FORMULAS]:
            raise RuleError(f"{rule.name}: “{unknown[0]}” is not a formula: {', '.join(FORMULAS)}.")
        if len({name in EASE for name in self.metrics}) > 1:
            raise RuleError(f"{rule.name}: formulas of ease and of difficulty cannot be averaged.")
        if rule.options.get("grade") is None:
            raise RuleError(f"{rule.name}: give the limit in “grade”.")
        self.grade = float(rule.options["grade"])
        self.words = int(rule.options.get("words") or 0)
        self.needs = None

    def hits(self, block: Block, state: State) -> Iterator[Hit]:
        counts = once(state, count, block.text, language_of(state, "en"))
        if not counts.words or counts.words < self.words:
            return
        score = sum(FORMULAS[name](counts) for name in self.metrics) / len(self.metrics)
        hard = score < self.grade if self.metrics[0] in EASE else score > self.grade
        if hard:
            yield Hit(0, 0, say(self.rule.message, f"{score:.2f}"), nowhere=True)
