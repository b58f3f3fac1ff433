"""presence: a phrase that a text must hold, such as how to object to a decision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contenthub.tone.blocks import Block
from contenthub.tone.kinds.base import Hit, State, bounded, say, words_of
from contenthub.tone.patterns import compile_pattern, search
from contenthub.tone.rule import Rule, Vocabulary


class Presence:
    """Options: tokens (one of them must stand somewhere), when (only if this stands somewhere), ignorecase, nonword."""

    needs = None

    def __init__(self, rule: Rule, vocabulary: Vocabulary) -> None:
        self.rule = rule
        self.demanded = self._pattern(words_of(rule, "tokens", needed=True))
        when = words_of(rule, "when")
        self.when = self._pattern(when) if when else None

    def _pattern(self, texts: Sequence[str]) -> object:
        whole = not self.rule.options.get("nonword")
        ignore_case = bool(self.rule.options.get("ignorecase", True))
        return compile_pattern(bounded("|".join(texts), whole_words=whole), ignore_case=ignore_case)

    def hits(self, block: Block, state: State) -> Iterator[Hit]:
        """Say nothing yet: what is missing shows only at the end."""
        yield from ()

    def over(self, blocks: Sequence[Block]) -> Iterator[tuple[Block, Hit]]:
        if not blocks or (self.when and not self._stands(self.when, blocks)) or self._stands(self.demanded, blocks):
            return
        yield blocks[0], Hit(0, 0, say(self.rule.message), nowhere=True)

    def _stands(self, pattern: object, blocks: Sequence[Block]) -> bool:
        return any(search(pattern, block.text) for block in blocks)
