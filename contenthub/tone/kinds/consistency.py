"""consistency: one of two ways, but the same one throughout a text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from contenthub.tone.blocks import Block
from contenthub.tone.kinds.base import Hit, State, at, bounded, say
from contenthub.tone.patterns import compile_pattern, find
from contenthub.tone.rule import Rule, RuleError, Vocabulary


class Consistency:
    """Options: either (a pair, or several), ignorecase, nonword. What was seen is kept over all blocks of a text."""

    def __init__(self, rule: Rule, vocabulary: Vocabulary) -> None:
        self.rule = rule
        pairs = rule.options.get("either")
        if not isinstance(pairs, Mapping) or not pairs:
            raise RuleError(f"{rule.name}: “either” must pair one way with the other.")
        whole, ignore_case = not rule.options.get("nonword"), bool(rule.options.get("ignorecase"))
        texts = [(str(one), str(other)) for one, other in pairs.items()]
        self.patterns = [
            compile_pattern(bounded(f"(?P<one>{one})|(?P<other>{other})", whole_words=whole), ignore_case=ignore_case)
            for one, other in texts
        ]
        self.needs = [text for pair in texts for text in pair]

    def hits(self, block: Block, state: State) -> Iterator[Hit]:
        for place, pattern in enumerate(self.patterns):
            seen: set[str] = state.setdefault((self.rule.name, place), set())
            last = None
            for match in find(pattern, block.text):
                seen.add("one" if match.group("one") is not None else "other")
                last = match
            if last and len(seen) > 1:
                yield at(last, say(self.rule.message, last.group()))
