"""repetition: the same word twice in a row."""

from __future__ import annotations

from collections.abc import Iterator

from contenthub.tone.blocks import Block
from contenthub.tone.kinds.base import Hit, State, language_of, say, words_of
from contenthub.tone.kinds.exceptions import Exceptions
from contenthub.tone.patterns import compile_pattern, find
from contenthub.tone.rule import Rule, Vocabulary
from contenthub.tone.sentences import split


class Repetition:
    """Options: tokens, max, ignorecase, alpha, exceptions, vocab."""

    def __init__(self, rule: Rule, vocabulary: Vocabulary) -> None:
        self.rule = rule
        tokens = words_of(rule, "tokens", needed=True)
        self.ignore_case = bool(rule.options.get("ignorecase"))
        self.most = int(rule.options.get("max") or 0)
        self.alpha = bool(rule.options.get("alpha"))
        self.pattern = compile_pattern(f"(?:{'|'.join(tokens)})", ignore_case=self.ignore_case)
        self.needs = None
        self.exceptions = Exceptions(rule, vocabulary)

    def hits(self, block: Block, state: State) -> Iterator[Hit]:
        before, begin, count = "", 0, 0
        for match in find(self.pattern, block.text):
            word = match.group().strip()
            if not word:
                continue
            same = word.casefold() == before.casefold() if self.ignore_case else word == before
            if same and not (self.alpha and not word.isalpha()):
                count += 1
                if count > self.most and self._together(block, begin, match.end(), language_of(state, "en")):
                    yield Hit(begin, match.end(), say(self.rule.message, word), (word,))
                    count = 0
            before, begin = word, match.start()

    def _together(self, block: Block, start: int, end: int, language: str) -> bool:
        """Tell whether both words stand on one line, in one sentence, and are not an exception."""
        between = block.text[start:end]
        if "\n" in between or self.exceptions.hold(block.text, start, end):
            return False
        return len(split(between, language)) == 1
