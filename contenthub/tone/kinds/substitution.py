"""substitution: say this instead of that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import regex
from babel.lists import format_list
from babel.localedata import exists

from contenthub.tone.blocks import Block
from contenthub.tone.kinds.actions import action_of, fixes_of
from contenthub.tone.kinds.base import Hit, State, at, bounded, say
from contenthub.tone.kinds.exceptions import Exceptions
from contenthub.tone.patterns import Pattern, PatternError, compile_pattern, find, is_plain, search
from contenthub.tone.rule import Rule, RuleError, Vocabulary

GROUP = regex.compile(r"(?<!\\)\((?!\?)", regex.V1)
NAMED = regex.compile(r"(?<!\\)\(\?P?<(?![=!])[^>]*>", regex.V1)
PLACE = regex.compile(r"\$(\d)", regex.V1)
PLAIN = regex.compile(r"[\p{L}\p{N} -]*", regex.V1)


@dataclass(frozen=True)
class Swap:
    """One pair: what is written and what should be."""

    key: str
    value: str
    allowed: Pattern | None


class Substitution:
    """Options: swap, ignorecase, nonword, capitalize, exceptions, vocab, action.

    With `patterns`, what the right side matches is right already, case and all: so are the words of a vocabulary.
    """

    def __init__(self, rule: Rule, vocabulary: Vocabulary) -> None:
        self.rule = rule
        swap = rule.options.get("swap")
        if not isinstance(swap, Mapping) or not swap:
            raise RuleError(f"{rule.name}: “swap” must pair what is written with what should be.")
        self.ignore_case = bool(rule.options.get("ignorecase"))
        self.replaces = action_of(rule)[0] == "replace"
        pairs = sorted(((str(key), _text(value)) for key, value in swap.items()), key=lambda pair: -len(pair[0]))
        self.swaps = [Swap(key, value, self._allowed(value)) for key, value in pairs]
        self.needs = [_flat(swap.key) for swap in self.swaps]
        self.exceptions = Exceptions(rule, vocabulary)
        if not is_plain(*self.needs):
            self.pattern  # noqa: B018 (a pattern that cannot be used is refused now, not at the first text)

    @cached_property
    def pattern(self) -> Pattern:
        alternatives = "|".join(f"({key})" for key in self.needs)
        whole_words = not self.rule.options.get("nonword")
        return compile_pattern(bounded(alternatives, whole_words=whole_words), ignore_case=self.ignore_case)

    def _allowed(self, value: str) -> Pattern | None:
        """Return the pattern of what is right already, when the value is one."""
        patterns = bool(self.rule.options.get("patterns"))
        if (self.replaces and not patterns) or PLAIN.fullmatch(value) or PLACE.search(value):
            return None
        try:
            return compile_pattern(f"^(?:{value})$", ignore_case=self.ignore_case and not patterns)
        except PatternError:
            return None

    def hits(self, block: Block, state: State) -> Iterator[Hit]:
        for match in find(self.pattern, block.text):
            found = match.group()
            swap = self.swaps[match.lastindex - 1]
            offered = self._offered(swap, found)
            if self._is_right(swap, found, offered) or self.exceptions.hold(block.text, *match.span()):
                continue
            yield at(match, self._message(offered, found), self._fixes(offered, found))

    def _offered(self, swap: Swap, found: str) -> str:
        value = swap.value
        if PLACE.search(value) and (match := search(compile_pattern(swap.key, ignore_case=self.ignore_case), found)):
            groups = ["", *(group or "" for group in match.groups())]
            value = PLACE.sub(lambda place: groups[int(place[1])] if int(place[1]) < len(groups) else "", value)
        return value

    def _is_right(self, swap: Swap, found: str, offered: str) -> bool:
        same = found in offered.split("|") if self.replaces else found == offered
        return same or bool(swap.allowed and search(swap.allowed, found))

    def _message(self, offered: str, found: str) -> str:
        message = self.rule.message
        if not self.replaces or action_of(self.rule)[1]:
            return say(message, self._cased(offered, found), found)
        choices = [f"'{self._cased(one, found)}'" for one in offered.split("|")] if offered else [""]
        for quoted in ("'%s'", '"%s"'):
            if message.count(quoted) == 2:
                message = message.replace(quoted, "%s", 1)
        return say(message, str(format_list(choices, "or", locale=_language(self.rule))), found)

    def _fixes(self, offered: str, found: str) -> tuple[str, ...]:
        return fixes_of(self.rule, found, [self._cased(one, found) for one in offered.split("|")])

    def _cased(self, offered: str, found: str) -> str:
        capital = self.rule.options.get("capitalize") and found[:1].isupper()
        return offered[:1].upper() + offered[1:] if capital else offered


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _flat(key: str) -> str:
    """Return the key without groups that count."""
    return NAMED.sub("(?:", GROUP.sub("(?:", key))


def _language(rule: Rule) -> str:
    """Return the language in which a rule speaks: the first of its own that can be written, else English."""
    codes = (one.partition("-")[0].lower() for one in rule.languages)
    return next((code for code in codes if exists(code)), "en")
