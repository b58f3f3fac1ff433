"""address: one form of address throughout, and the one that was chosen.

Dutch readers are addressed as "u" or as "je". Both in one text sounds like two people talking; where a channel or an
audience has a choice, the other form is wrong wherever it stands. Quotations, hours ("5 u.") and letters ("U-bocht")
are not read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from contenthub.tone.blocks import Block
from contenthub.tone.kinds.base import Hit, State, at, say, words_of
from contenthub.tone.kinds.exceptions import Exceptions
from contenthub.tone.patterns import compile_pattern, find
from contenthub.tone.rule import Rule, RuleError, Vocabulary

QUOTED = regex.compile(r"“[^”]*”|‘[^’\n]*’(?!\w)|„[^”“]*[”“]|\"[^\"\n]*\"|«[^»]*»|(?<!\w)'[^'\n]+'(?!\w)", regex.V1)
NOT_ADDRESS = regex.compile(
    r"(?:\d\s*|/)u\b\.?|\b[Uu]\.(?=\p{L}\.)|\b[A-Z]?U-\w+|\b(?:u|je|jij|jou)-\p{L}+"
    r"|\b(?:een|de|letter) u(?=[.,;:?!)]|$)|(?<=[\p{L}\p{N},;]\s)(?:U|Je|Jij|Jou|Jouw)\b|\b\p{L}+&\p{L}+",
    regex.V1,
)
"""Hours, letters, abbreviations and names; and a capital within a sentence, which makes a letter or a name of it."""
SPEAKERS = (
    "Klant|Medewerker|Baliemedewerker|Beller|Agent|Arts|Patiënt|Ouder|Moeder|Vader|Kind|Leerling|Leraar|Docent|Bezoeker"
    "|Interviewer|Chatbot|Vraag|Antwoord|V|A"
)
SPOKEN = regex.compile(rf"(?:^|(?<=[.!?]\s))(?:{SPEAKERS}|Voor (?:de |het )?\p{{L}}+):\s", regex.V1 | regex.MULTILINE)
"""Who speaks, or is spoken to, in a passage that says so more than once: each part has a reader of its own."""
CHOICES = ("consistent", "formal", "informal")


class Address:
    """Options: formal, informal (word lists), choice: consistent, formal or informal; exceptions, vocab."""

    def __init__(self, rule: Rule, vocabulary: Vocabulary) -> None:
        self.rule = rule
        self.choice = str(rule.options.get("choice") or "consistent")
        if self.choice not in CHOICES:
            raise RuleError(f"{rule.name}: “choice” must be {', '.join(CHOICES)}; it is “{self.choice}”.")
        self.forms = [words_of(rule, name, needed=True) for name in ("formal", "informal")]
        formal, informal = (rf"(?:{'|'.join(form)})" for form in self.forms)
        self.pattern = compile_pattern(rf"\b(?:(?P<formal>{formal})|(?P<informal>{informal}))\b", ignore_case=True)
        self.needs: Sequence[str] = [word for form in self.forms for word in form]
        self.exceptions = Exceptions(rule, vocabulary)

    def hits(self, block: Block, state: State) -> Iterator[Hit]:
        """Say nothing yet: which form is the odd one out shows only at the end."""
        yield from ()

    def over(self, blocks: Sequence[Block]) -> Iterator[tuple[Block, Hit]]:
        found = [(block, match) for block in blocks for match in self._matches(block)]
        counts = {form: sum(match.group(form) is not None for _, match in found) for form in ("formal", "informal")}
        wrong = self._wrong(counts)
        for block, match in found:
            if wrong and match.group(wrong) is not None:
                yield block, at(match, say(self.rule.message, match.group()))

    def _matches(self, block: Block) -> Iterator[regex.Match[str]]:
        if block.text.count(":") > 1 and len(SPOKEN.findall(block.text)) > 1:
            return
        text = _without(NOT_ADDRESS, _without(QUOTED, block.text))
        for match in find(self.pattern, text):
            if not self.exceptions.hold(block.text, *match.span()):
                yield match

    def _wrong(self, counts: dict[str, int]) -> str:
        """Return the form that is wrong here; with no choice it is the rarer one, when there are both."""
        if self.choice == "formal":
            return "informal"
        if self.choice == "informal":
            return "formal"
        if not all(counts.values()):
            return ""
        return "informal" if counts["informal"] <= counts["formal"] else "formal"


def _without(pattern: regex.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: "\x00" * len(match[0]), text)
