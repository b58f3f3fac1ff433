"""length: a text that is too long for a channel, in signs, facts read as what they show."""

from __future__ import annotations

from collections.abc import Iterator

from contenthub.tone.blocks import Block
from contenthub.tone.kinds.base import Hit, State, say
from contenthub.tone.rule import Rule, RuleError, Vocabulary


class Length:
    """Options: max (signs of one block, as a reader sees it)."""

    needs = None

    def __init__(self, rule: Rule, vocabulary: Vocabulary) -> None:
        self.rule = rule
        self.most = int(rule.options.get("max") or 0)
        if self.most < 1:
            raise RuleError(f"{rule.name}: give the most signs in “max”.")

    def hits(self, block: Block, state: State) -> Iterator[Hit]:
        shown = block.shown or block
        over = len(shown.text) - self.most
        if over > 0:
            begin = shown.span(self.most, len(shown.text))[0] if block.shown else self.most
            yield Hit(begin, len(block.text), say(self.rule.message, over))
