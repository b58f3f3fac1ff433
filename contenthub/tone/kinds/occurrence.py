"""occurrence: something too often, or too seldom, in one block."""

from __future__ import annotations

from collections.abc import Iterator

from contenthub.tone.blocks import MASK, Block
from contenthub.tone.kinds.base import Hit, State, at, say
from contenthub.tone.patterns import compile_pattern, find
from contenthub.tone.rule import Rule, RuleError, Vocabulary


class Occurrence:
    """Options: token, min, max, ignorecase."""

    def __init__(self, rule: Rule, vocabulary: Vocabulary) -> None:
        self.rule = rule
        token = str(rule.options.get("token") or "")
        self.least, self.most = int(rule.options.get("min") or 0), int(rule.options.get("max") or 0)
        if not token or not (self.least or self.most):
            raise RuleError(f"{rule.name}: give a pattern in “token” and a number in “min” or “max”.")
        self.pattern = compile_pattern(f"(?:{token})", ignore_case=bool(rule.options.get("ignorecase")))
        self.needs = None if self.least else [token]

    def hits(self, block: Block, state: State) -> Iterator[Hit]:
        matches = list(find(self.pattern, block.text))
        count = len(matches)
        if not (self.most and count > self.most) and not (self.least and count < self.least):
            return
        message = say(self.rule.message, count)
        shown = next((match for match in matches if match.group().strip().strip(MASK)), None)
        yield at(shown, message) if shown else Hit(0, 0, message, nowhere=True)
