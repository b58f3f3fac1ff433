"""conditional: the first asks for the second, such as an abbreviation for its explanation."""

from __future__ import annotations

from collections.abc import Iterator

from contenthub.tone.blocks import Block
from contenthub.tone.kinds.base import Hit, State, at, say
from contenthub.tone.kinds.exceptions import Exceptions
from contenthub.tone.patterns import compile_pattern, find, search
from contenthub.tone.rule import Rule, RuleError, Vocabulary


class Conditional:
    """Options: first, second, exceptions, vocab.

    What the groups of `second` caught is allowed from there on; without a group its presence in the block is enough.
    """

    def __init__(self, rule: Rule, vocabulary: Vocabulary) -> None:
        self.rule = rule
        first, second = (str(rule.options.get(name) or "") for name in ("first", "second"))
        if not first or not second:
            raise RuleError(f"{rule.name}: give a pattern in “first” and one in “second”.")
        self.first, self.second = compile_pattern(first), compile_pattern(second)
        self.needs = [first, second]
        self.exceptions = Exceptions(rule, vocabulary)

    def hits(self, block: Block, state: State) -> Iterator[Hit]:
        defined: set[str] = state.setdefault(self.rule.name, set())
        if self.second.groups:
            for match in find(self.second, block.text):
                defined.update(group for group in match.groups() if group)
        elif search(self.second, block.text):
            return
        for match in find(self.first, block.text):
            if match.group() in defined or self.exceptions.hold(block.text, *match.span()):
                continue
            yield at(match, say(self.rule.message, match.group()))
