"""passive: sentences that hide who does something. Advice only, found by form: no grammar is asked.

Dutch: a form of "worden" with a participle, either way round, and "zijn" with a participle and "door". English: a form
of "be" or "get" with a participle. Sentences in which the form means something else are left alone as far as known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from contenthub.tone import passive_en, passive_nl
from contenthub.tone.blocks import Block
from contenthub.tone.kinds.base import Hit, State, once, say
from contenthub.tone.rule import Rule, RuleError, Vocabulary
from contenthub.tone.sentences import split

Spans = Callable[[str], Iterator[tuple[int, int]]]
LANGUAGES: Mapping[str, Spans] = {"nl": passive_nl.spans, "en": passive_en.spans}


class Passive:
    """Options: language (nl or en)."""

    def __init__(self, rule: Rule, vocabulary: Vocabulary) -> None:
        self.rule = rule
        self.language = str(rule.options.get("language") or (rule.languages or ("nl",))[0])
        if self.language not in LANGUAGES:
            raise RuleError(f"{rule.name}: the passive is known in {', '.join(LANGUAGES)}; not in “{self.language}”.")
        self.spans = LANGUAGES[self.language]
        self.needs = None

    def hits(self, block: Block, state: State) -> Iterator[Hit]:
        for start, end in once(state, split, block.text, self.language):
            for begin, finish in self.spans(block.text[start:end]):
                yield Hit(
                    start + begin, start + finish, say(self.rule.message, block.text[start + begin : start + finish])
                )
