"""The one way from blocks to findings: the live panel, the gate, reports and commands all end here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from contenthub.tone.blocks import Block
from contenthub.tone.finding import Finding, Level, fingerprint
from contenthub.tone.kinds.base import Check, Hit
from contenthub.tone.markup.source import Lines, Source
from contenthub.tone.ruleset import RuleSet
from contenthub.tone.sentences import split


def lint_source(source: Source, rules: RuleSet, *, language: str, least: Level = Level.SUGGESTION) -> list[Finding]:
    """Return the findings about a text that was read, by their place in it."""
    blocks = [*_expanded(source.blocks, rules, language)]
    if "raw" in rules.scopes:
        blocks.append(source.raw())
    if "summary" in rules.scopes:
        blocks.append(source.summary())
    lines = Lines(source.text)
    found: dict[tuple[str, int, int], Finding] = {}
    count: dict[str, int] = {}
    for check, block, hit in sorted(rules.look(blocks, language=language, markup=source.markup).hits, key=_by_place):
        start, end = (0, 0) if "summary" in block.scope else block.span(hit.start, hit.end)
        shown = source.text[start:end]
        if check.rule.level < least or (check.rule.name, start, end) in found:
            continue
        if source.is_off(check.rule.name, shown, start) or _is_full(check, count):
            continue
        line, column = lines.place(start)
        if (
            shown != block.text[hit.start : hit.end]
            and "summary" not in block.scope
            and len(shown) > hit.end - hit.start
        ):
            column = 1
        found[check.rule.name, start, end] = Finding(
            check=check.rule.name,
            level=check.rule.level.label,
            message=hit.message,
            start=start,
            end=end,
            line=line,
            column=column,
            path=block.path,
            text=shown,
            fixes=hit.fixes,
            link=check.rule.link,
            explanation=check.rule.explanation,
            fingerprint=fingerprint(check.rule.name, block.text, hit.start, hit.end),
        )
    return sorted(found.values(), key=lambda one: (one.start, one.check, one.end))


def _expanded(blocks: Iterable[Block], rules: RuleSet, language: str) -> Iterator[Block]:
    """Yield the blocks in order, running prose by paragraph and sentence too when a rule asks for that."""
    for block in blocks:
        if block.prose and "sentence" in rules.scopes:
            for start, end in split(block.text, language):
                yield block.part(start, end, ("sentence", *block.scope[1:]))
        if block.prose and "paragraph" in rules.scopes:
            yield block.part(0, len(block.text), ("paragraph", *block.scope[1:]))
        yield block


def _by_place(found: tuple[Check, Block, Hit]) -> tuple[int, str]:
    check, block, hit = found
    return block.span(hit.start, hit.end)[0], check.rule.name


def _is_full(check: Check, count: dict[str, int]) -> bool:
    """Count a finding of a rule; tell whether the rule said enough already."""
    if not check.rule.limit:
        return False
    count[check.rule.name] = count.get(check.rule.name, 0) + 1
    return count[check.rule.name] > check.rule.limit
