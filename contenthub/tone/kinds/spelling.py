"""spelling: words that no dictionary knows. Dictionaries are those of Hunspell, named by a setting.

The library (the extra `spelling`) and the dictionaries (Debian: hunspell-nl, hunspell-en-gb) are optional:
without them a rule of this kind says what is missing, and everything else works.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from contenthub.tone.blocks import MASK, Block
from contenthub.tone.kinds.base import Hit, State, at, say, words_of
from contenthub.tone.patterns import compile_pattern, find, search
from contenthub.tone.rule import Rule, RuleError, Vocabulary

folders: list[str] = ["/usr/share/hunspell"]
"""Where dictionaries are looked for; the hub puts those of its setting here when it starts."""
WORD = compile_pattern(r"[\p{L}\p{M}]+(?:['’\-.][\p{L}\p{M}]+)*")
FILTERS = (r"[A-Z]{1}[a-z]+[A-Z]+\w+", r"[^\p{L}]+$", r"[A-Z0-9]+$", r".*\d.*")
"""What is never a misspelling: CamelCase, signs, words in capitals, words with digits."""
DEFAULTS = {"nl": "nl_NL", "en": "en_US"}


class Spelling:
    """Options: dictionaries, filters, ignore, custom (only the own filters), exceptions, vocab."""

    needs = None

    def __init__(self, rule: Rule, vocabulary: Vocabulary) -> None:
        self.rule = rule
        names = words_of(rule, "dictionaries") or [DEFAULTS.get((rule.languages or ("en",))[0], "en_US")]
        self.dictionaries = [open_dictionary(name, rule.name) for name in names]
        usual = () if rule.options.get("custom") else FILTERS
        self.filters = [compile_pattern(rf"^(?:{one})$") for one in (*words_of(rule, "filters"), *usual)]
        accepted = [*words_of(rule, "exceptions"), *words_of(rule, "ignore")]
        accepted += list(vocabulary.accept) if rule.options.get("vocab", True) else []
        self.accepted = compile_pattern(rf"^(?:{'|'.join(accepted)})$", ignore_case=True) if accepted else None

    def hits(self, block: Block, state: State) -> Iterator[Hit]:
        for match in find(WORD, block.text):
            word = match.group()
            if not word.strip(MASK) or self._is_known(word):
                continue
            yield at(match, say(self.rule.message, word))

    def _is_known(self, word: str) -> bool:
        plain = word.replace("’", "'")
        if any(one.spell(plain) for one in self.dictionaries):
            return True
        if self.accepted and search(self.accepted, word):
            return True
        return any(search(one, word) for one in self.filters)

    def suggestions(self, word: str) -> list[str]:
        """Return what may have been meant; slow, so only for one word that somebody asks about."""
        return [one for dictionary in self.dictionaries for one in dictionary.suggest(word)][:5]


@cache
def open_dictionary(name: str, rule: str) -> Any:
    """Return an open dictionary. Raises RuleError, which says what is missing."""
    try:
        from hunspell import Hunspell  # noqa: PLC0415 (optional)
    except ImportError as problem:
        message = f"{rule}: spelling needs the extra “spelling”: uv sync --no-dev --extra spelling, with the others."
        raise RuleError(message) from problem
    for folder in folders:
        for found in (name, name.split("_")[0]):
            if Path(folder, f"{found}.dic").is_file() and Path(folder, f"{found}.aff").is_file():
                return Hunspell(found, hunspell_data_dir=folder)
    raise RuleError(f"{rule}: there is no dictionary “{name}”; install it, or name its folder in HUB_DICTIONARIES.")
