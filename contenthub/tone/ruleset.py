"""Rules made ready: compiled once, asked often, safe to share between threads.

One pass over a block, with an automaton of all needed texts, finds the rules that have to look at it: few of them do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import ahocorasick

from contenthub.tone.blocks import Block, Scope, applies
from contenthub.tone.context import Context
from contenthub.tone.kinds import KINDS
from contenthub.tone.kinds.base import Check, Hit, Shape, State, WholeCheck
from contenthub.tone.needs import fold, needs
from contenthub.tone.patterns import PatternError
from contenthub.tone.rule import Rule, RuleError, Vocabulary


@dataclass
class Look:
    """What came of looking at the blocks of one text: hits with their check and block, and rules that were too slow."""

    hits: list[tuple[Check, Block, Hit]] = field(default_factory=list)
    slow: set[str] = field(default_factory=set)


class RuleSet:
    """Compiled rules. `version` is the same for the same rules and vocabulary."""

    def __init__(self, rules: Iterable[Rule], vocabulary: Vocabulary | None = None, version: str = "") -> None:
        self.vocabulary = vocabulary or Vocabulary()
        self.checks = [compile_rule(rule, self.vocabulary) for rule in rules]
        self.version = version or _version(self.checks, self.vocabulary)
        self.by_name = {check.rule.name: check for check in self.checks}
        self.scopes = frozenset(part for check in self.checks for scope in check.rule.scope for part in _parts(scope))
        self.automaton, self.always = _automaton(self.checks)
        self.whole = frozenset(place for place, check in enumerate(self.checks) if isinstance(check, WholeCheck))
        self.counts_parts = any(check.rule.kind == "metric" for check in self.checks)
        self.in_scope: dict[Scope, frozenset[int]] = {}

    def look(self, blocks: Sequence[Block], context: Context, *, markup: str = "") -> Look:
        """Look at blocks in their order. A rule that takes too long is left out of the rest, and named.

        `markup` counts as a part of every block's scope, so that a rule can be for HTML only.
        """
        look, state = Look(), State({Context: context})
        if self.counts_parts:
            state[Shape] = Shape.of(blocks)
        speaking = frozenset(place for place, check in enumerate(self.checks) if check.rule.speaks(context))
        whole: dict[int, list[Block]] = {}
        for block in blocks:
            for place in self._asked(block, markup):
                check = self.checks[place]
                if place not in speaking or check.rule.name in look.slow or not check.rule.reads(block.path):
                    continue
                if place in self.whole:
                    whole.setdefault(place, []).append(block)
                    continue
                try:
                    look.hits += [(check, block, hit) for hit in check.hits(block, state)]
                except TimeoutError:
                    look.slow.add(check.rule.name)
        for place, seen in whole.items():
            self._look_over(self.checks[place], seen, look)
        return look

    def _look_over(self, check: Check, blocks: Sequence[Block], look: Look) -> None:
        if isinstance(check, WholeCheck):
            try:
                look.hits += [(check, block, hit) for block, hit in check.over(blocks)]
            except TimeoutError:
                look.slow.add(check.rule.name)

    def _asked(self, block: Block, markup: str) -> Sequence[int]:
        """Return which checks have to look at this block, in their order."""
        scope = (*block.scope, markup)
        fitting = self.in_scope.get(scope)
        if fitting is None:
            found = (place for place, check in enumerate(self.checks) if applies(check.rule.scope, scope))
            fitting = self.in_scope[scope] = frozenset(found)
        asked = set(self.always)
        if self.automaton is not None:
            for _end, places in self.automaton.iter(fold(block.text)):
                asked.update(places)
        return sorted(asked & fitting)


def compile_rule(rule: Rule, vocabulary: Vocabulary | None = None) -> Check:
    """Return a rule ready to look. Raises RuleError with the name of the rule."""
    kind = KINDS.get(rule.kind)
    if kind is None:
        raise RuleError(f"{rule.name}: “{rule.kind}” is not a kind of rule: {', '.join(sorted(KINDS))}.")
    try:
        return kind(rule, vocabulary or Vocabulary())
    except PatternError as problem:
        raise RuleError(f"{rule.name}: {problem}") from problem
    except (TypeError, ValueError) as problem:
        if isinstance(problem, RuleError):
            raise
        raise RuleError(f"{rule.name}: an option has a wrong value: {problem}") from problem


def _automaton(checks: Sequence[Check]) -> tuple[ahocorasick.Automaton | None, frozenset[int]]:
    """Return one automaton over what all checks need, and the checks that always look."""
    always: set[int] = set()
    texts: dict[str, list[int]] = {}
    for place, check in enumerate(checks):
        needed = needs(check.needs)
        if needed is None or "" in needed:
            always.add(place)
            continue
        for text in needed:
            texts.setdefault(text, []).append(place)
    if not texts:
        return None, frozenset(always)
    automaton = ahocorasick.Automaton()
    for text, places in texts.items():
        automaton.add_word(text, tuple(places))
    automaton.make_automaton()
    return automaton, frozenset(always)


def _parts(selector: str) -> Iterator[str]:
    for part in selector.split("&"):
        yield from part.strip().lstrip("~").split(".")


def _version(checks: Sequence[Check], vocabulary: Vocabulary) -> str:
    shown = repr(([check.rule for check in checks], vocabulary))
    return hashlib.sha256(shown.encode()).hexdigest()[:16]
