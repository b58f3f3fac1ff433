"""capitalization: title case, sentence case, lower, upper, or a pattern for a whole block."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from contenthub.tone.blocks import Block
from contenthub.tone.kinds.base import Hit, State, say, words_of
from contenthub.tone.kinds.exceptions import Exceptions
from contenthub.tone.patterns import compile_pattern, search
from contenthub.tone.rule import Rule, RuleError, Vocabulary
from contenthub.tone.words import words

SMALL = words("a an and as at but by en for if in of on or the to v v. via vs vs. nor so yet up")
WORD = regex.compile(r"[\p{N}\p{L}*]+[^\s]*", regex.V1)
NUMBERED = regex.compile(r"\d+\.", regex.V1)
USUAL_SHARE = 0.8


class Capitalization:
    """Options: match ($title, $sentence, $lower, $upper, a pattern), indicators, threshold, exceptions, vocab."""

    def __init__(self, rule: Rule, vocabulary: Vocabulary) -> None:
        self.rule = rule
        self.match = str(rule.options.get("match") or "")
        if not self.match:
            raise RuleError(f"{rule.name}: “match” must be $title, $sentence, $lower, $upper or a pattern.")
        self.pattern = None if self.match.startswith("$") else compile_pattern(self.match)
        self.indicators = tuple(words_of(rule, "indicators"))
        self.share = float(rule.options.get("threshold") or USUAL_SHARE)
        self.prefix = compile_pattern(str(rule.options["prefix"])) if rule.options.get("prefix") else None
        self.exceptions = Exceptions(rule, vocabulary)
        self.needs = None

    def hits(self, block: Block, state: State) -> Iterator[Hit]:
        text = block.text
        if self.prefix and (start := self.prefix.match(text)):
            text = text[start.end() :]
        if not self._is_right(text) and not self.exceptions.cover(block.text):
            expected = self._converted(text) if self.match in ("$title", "$sentence") else ""
            fixes = (expected,) if expected and len(text) == len(block.text) else ()
            yield Hit(0, len(block.text), say(self.rule.message, block.text, expected), fixes)

    def _is_right(self, text: str) -> bool:
        if self.match == "$lower":
            return text == text.lower()
        if self.match == "$upper":
            return text == text.upper()
        if self.pattern:
            return bool(
                search(self.pattern, text) or (self.exceptions.pattern and self.exceptions.pattern.search(text))
            )
        return self._is_cased(text)

    def _is_cased(self, text: str) -> bool:
        words, expected = WORD.findall(text), WORD.findall(self._converted(text))
        good = 0
        for place, word in enumerate(words):
            known = self.exceptions.pattern and self.exceptions.pattern.search(word)
            if place >= len(expected) or word == expected[place] or known or self._is_loud(word):
                good += 1
            elif self.match == "$sentence" and place == 0:
                return False
        return not words or good / len(words) >= self.share

    def _is_loud(self, word: str) -> bool:
        return self.match == "$title" and word == word.upper()

    def _converted(self, text: str) -> str:
        words = self._kept_together(text)
        change = self._titled if self.match == "$title" else self._lowered
        return " ".join(change(words, place) for place in range(len(words)))

    def _kept_together(self, text: str) -> list[str]:
        """Split into words, with accepted phrases of several words kept whole."""
        if self.exceptions.phrases is None:
            return text.split(" ")
        words, rest = [], 0
        for match in self.exceptions.phrases.finditer(text):
            words += [*text[rest : match.start()].split(" ")[: -1 if match.start() > rest else None], match.group()]
            rest = match.end() + 1
        return words + (text[rest:].split(" ") if rest <= len(text) else [])

    def _titled(self, words: list[str], place: int) -> str:
        word = words[place]
        if self._is_kept(word):
            return word
        small = word.lower() in SMALL and 0 < place < len(words) - 1 and not words[place - 1].endswith(":")
        return word.lower() if small else word[:1].upper() + word[1:]

    def _lowered(self, words: list[str], place: int) -> str:
        word = words[place]
        if self._is_kept(word):
            return word
        before = words[place - 1] if place else ""
        after_sign = before.endswith((":", *self.indicators)) if before else False
        if place == 0 or after_sign or (place == 1 and NUMBERED.fullmatch(before)):
            return word[:1].upper() + word[1:]
        return word if word == "I" or word.startswith(("I'", "I’")) else word.lower()

    def _is_kept(self, word: str) -> bool:
        return word in self.exceptions.words or bool(self.exceptions.pattern and self.exceptions.cover(word))
