"""What a rule leaves alone: its own exceptions, and the words that the house accepts."""

from __future__ import annotations

from contenthub.tone.kinds.base import words_of
from contenthub.tone.patterns import compile_pattern, find, search
from contenthub.tone.rule import Rule, Vocabulary


class Exceptions:
    """The words a rule is silent about; a phrase of several words also shields the hits within it."""

    def __init__(self, rule: Rule, vocabulary: Vocabulary, *, with_vocabulary: bool = True) -> None:
        words = words_of(rule, "exceptions")
        if with_vocabulary and rule.options.get("vocab", True):
            words = [*words, *vocabulary.accept]
        self.words = sorted(words, key=len, reverse=True)
        shown = [word if word.startswith("(?i)") else f"(?-i:{word})" for word in self.words]
        phrases = [word for word in self.words if " " in word or r"\s" in word]
        self.pattern = compile_pattern(rf"(?m)\b(?:{'|'.join(shown)})\b") if shown else None
        self.phrases = compile_pattern(rf"\b(?:{'|'.join(phrases)})\b", ignore_case=True) if phrases else None

    def hold(self, text: str, start: int, end: int) -> bool:
        """Tell whether this hit is to be left alone."""
        if self.pattern and search(self.pattern, text[start:end].strip()):
            return True
        if self.phrases is None:
            return False
        return any(match.start() <= start and end <= match.end() for match in find(self.phrases, text))

    def cover(self, text: str) -> bool:
        """Tell whether the whole text is an exception."""
        return bool(self.pattern and self.pattern.fullmatch(text))
