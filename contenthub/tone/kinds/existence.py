"""existence: words or patterns that should not be there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import regex

from contenthub.tone.blocks import Block
from contenthub.tone.kinds.actions import fixes_of
from contenthub.tone.kinds.base import Hit, State, bounded, say, words_of
from contenthub.tone.kinds.exceptions import Exceptions
from contenthub.tone.patterns import Pattern, compile_pattern, find, is_plain
from contenthub.tone.rule import Rule, RuleError, Vocabulary

SPACES = regex.compile("  +", regex.V1)


class Existence:
    """Options: tokens, raw, append, ignorecase, nonword, exceptions, vocab, action."""

    def __init__(self, rule: Rule, vocabulary: Vocabulary) -> None:
        self.rule = rule
        tokens, raw = words_of(rule, "tokens"), "".join(words_of(rule, "raw"))
        if not tokens and not raw:
            raise RuleError(f"{rule.name}: give the words it looks for in “tokens”, or a pattern in “raw”.")
        loose = bool(rule.options.get("nonword"))
        body = bounded("|".join(tokens), whole_words=not loose and bool(tokens))
        self.text = body + raw if rule.options.get("append") else raw + body
        self.needs = [self.text] if raw else tokens
        self.exceptions = Exceptions(rule, vocabulary, with_vocabulary=not loose)
        if raw or not is_plain(*tokens):
            self.pattern  # noqa: B018 (a pattern that cannot be used is refused now, not at the first text)

    @cached_property
    def pattern(self) -> Pattern:
        return compile_pattern(self.text, ignore_case=bool(self.rule.options.get("ignorecase")))

    def hits(self, block: Block, state: State) -> Iterator[Hit]:
        for match in find(self.pattern, block.text):
            start, end = match.span()
            if start == end or self.exceptions.hold(block.text, start, end):
                continue
            shown = match.group() if "raw" in block.scope else " ".join(SPACES.split(match.group()))
            yield Hit(start, end, say(self.rule.message, shown), fixes_of(self.rule, match.group()))
