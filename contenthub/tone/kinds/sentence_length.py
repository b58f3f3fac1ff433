"""sentence_length: sentences that hold too many words, facts read as what they show."""

from __future__ import annotations

from collections.abc import Iterator

from contenthub.tone.blocks import Block
from contenthub.tone.kinds.base import Hit, State, language_of, once, say
from contenthub.tone.kinds.measures import WORD
from contenthub.tone.rule import Rule, RuleError, Vocabulary
from contenthub.tone.sentences import split


class SentenceLength:
    """Options: max (words)."""

    needs = None

    def __init__(self, rule: Rule, vocabulary: Vocabulary) -> None:
        self.rule = rule
        self.most = int(rule.options.get("max") or 0)
        if self.most < 1:
            raise RuleError(f"{rule.name}: give the most words of a sentence in “max”.")

    def hits(self, block: Block, state: State) -> Iterator[Hit]:
        shown = block.shown or block
        for start, end in once(state, split, shown.text, language_of(state, "nl")):
            count = len(WORD.findall(shown.text[start:end]))
            if count > self.most:
                begin, stop = shown.span(start, end) if block.shown else (start, end)
                yield Hit(begin, stop, say(self.rule.message, count))
