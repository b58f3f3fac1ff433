"""copied_fact: the value of a fact, typed as plain text. It would stay behind when the fact changes."""

from __future__ import annotations

from collections.abc import Iterator

from contenthub.tone.blocks import Block
from contenthub.tone.context import Context
from contenthub.tone.kinds.base import Hit, State, say
from contenthub.tone.rule import Rule, Vocabulary


class CopiedFact:
    """No options; the facts come with the context of the text."""

    needs = None

    def __init__(self, rule: Rule, vocabulary: Vocabulary) -> None:
        self.rule = rule

    def hits(self, block: Block, state: State) -> Iterator[Hit]:
        context = state.get(Context)
        if context is None or context.facts is None:
            return
        for start, end, fact in context.facts.find(block.text):
            message = say(self.rule.message, block.text[start:end], fact.label)
            yield Hit(start, end, message, fact=f"{fact.uuid}:{fact.format}")
