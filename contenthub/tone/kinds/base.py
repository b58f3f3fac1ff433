"""What every kind of rule shares: hits, checks and how a message is put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar, cast, runtime_checkable

import regex

from contenthub.tone.blocks import Block
from contenthub.tone.context import Context
from contenthub.tone.rule import Rule, RuleError, Vocabulary

State = dict[Any, Any]
"""What a check remembers from block to block of one text."""

Value = TypeVar("Value")

PARTS = ("list", "blockquote", "pre", *(f"heading_h{level}" for level in range(1, 7)))


class Shape(Counter[str]):
    """How many parts of each name of PARTS a text has; items of a list that follow each other are one list."""

    @classmethod
    def of(cls, blocks: Iterable[Block]) -> Shape:
        shape, before = cls(), ""
        for block in blocks:
            if {"sentence", "paragraph"} & set(block.scope):
                continue
            part = next((name for name in PARTS if name.split("_")[-1] in block.scope), "")
            if part and not (part == before == "list"):
                shape[part] += 1
            before = part
        return shape


@dataclass(frozen=True)
class Hit:
    """Where a check has something to say in a block, and what."""

    start: int
    end: int
    message: str
    fixes: tuple[str, ...] = ()
    nowhere: bool = False
    """Whether something is missing, so that there is no place to point at."""
    fact: str = ""
    """The fact that may stand in the place, as `uuid:format`."""


def at(match: Any, message: str, fixes: tuple[str, ...] = ()) -> Hit:
    """Return the hit of a match."""
    start, end = match.span()
    return Hit(start, end, message, fixes)


class Check(Protocol):
    """A rule that is ready to look at text."""

    @property
    def rule(self) -> Rule:
        """The rule it was made of."""

    @property
    def needs(self) -> Sequence[str] | None:
        """Patterns of which one must match for the check to have anything to do; None when it must always look."""

    def hits(self, block: Block, state: State) -> Iterator[Hit]:
        """Yield what the rule has to say about a block. Raises TimeoutError."""


@runtime_checkable
class WholeCheck(Protocol):
    """A check that can only speak when it has seen everything."""

    def over(self, blocks: Sequence[Block]) -> Iterator[tuple[Block, Hit]]:
        """Yield what the rule has to say about all blocks of a text together. Raises TimeoutError."""


class Kind(Protocol):
    """A kind of rule: how a rule of it becomes a check."""

    def __call__(self, rule: Rule, vocabulary: Vocabulary) -> Check:
        """Return the check. Raises RuleError, PatternError."""


def language_of(state: State, usual: str) -> str:
    """Return the language of the text that is looked at."""
    context = state.get(Context)
    return context.language or usual if context else usual


def once(state: State, of: Callable[[str, str], Value], text: str, language: str) -> Value:
    """Return `of(text, language)`, worked out once for all checks that look at one text."""
    key = (of, text, language)
    if key not in state:
        state[key] = of(text, language)
    return cast(Value, state[key])


PLACE = regex.compile(r"%(?:\[(\d+)\])?[sd]", regex.V1)


def say(message: str, *values: object) -> str:
    """Return the message with its places filled: `%s` and `%d` in turn, `%[2]s` by number."""
    rest = iter(values)

    def fill(match: Any) -> str:
        if number := match.group(1):
            place = int(number) - 1
            return str(values[place]) if 0 <= place < len(values) else match.group(0)
        return str(next(rest, ""))

    return PLACE.sub(fill, message).replace("\n", " ").replace("%%", "%")


def words_of(rule: Rule, name: str, *, needed: bool = False) -> list[str]:
    """Return an option that is a list of texts. Raises RuleError."""
    value = rule.options.get(name)
    if value is None and not needed:
        return []
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, Iterable) or isinstance(value, dict):
        raise RuleError(f"{rule.name}: “{name}” must be a list of texts.")
    found = [str(one) for one in value if str(one).strip()]
    if needed and not found:
        raise RuleError(f"{rule.name}: “{name}” is empty; name at least one text.")
    return found


def bounded(pattern: str, *, whole_words: bool) -> str:
    """Return the pattern between word boundaries, unless it says where it ends itself."""
    return rf"(?m)\b(?:{pattern})\b" if whole_words else rf"(?m)(?:{pattern})"
