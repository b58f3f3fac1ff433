"""The one way from text to findings: the live panel, the gate, reports and commands all end here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from contenthub.tone.blocks import Block
from contenthub.tone.context import Context
from contenthub.tone.finding import Finding, Level, fingerprint
from contenthub.tone.kinds.base import Check, Hit
from contenthub.tone.markup.source import Lines, Source
from contenthub.tone.ruleset import RuleSet
from contenthub.tone.sentences import split


@dataclass(frozen=True)
class Verdict:
    """The findings about a text, in reading order, and the rules that took too long to be asked further."""

    findings: tuple[Finding, ...] = ()
    slow: tuple[str, ...] = ()


def lint_blocks(blocks: Sequence[Block], rules: RuleSet, context: Context) -> Verdict:
    """Return the verdict about an item's blocks; offsets count in the block at the path of a finding."""
    place = {block.path: number for number, block in enumerate(blocks)}
    asked = [*_expanded(blocks, rules, context.language)]
    if "summary" in rules.scopes:
        asked.append(Block("\n\n".join(block.text for block in blocks if block.prose), ("summary",)))
    look = rules.look(asked, context)
    found: dict[tuple[str, str, int, int], Finding] = {}
    for check, block, hit in look.hits:
        start, end = (0, 0) if "summary" in block.scope else block.span(hit.start, hit.end)
        key = (check.rule.name, block.path, start, end)
        found.setdefault(key, _finding(check, block, hit, (start, end), block.text[hit.start : hit.end]))
    ordered = sorted(found.values(), key=lambda one: (place.get(one.path, -1), one.start, one.check, one.end))
    return Verdict(tuple(_limited(ordered, rules)), tuple(sorted(look.slow)))


def lint_source(source: Source, rules: RuleSet, *, language: str, least: Level = Level.SUGGESTION) -> Verdict:
    """Return the verdict about a file; offsets count in the file.

    A finding whose text is parted by markup (`one *one*`) has the first column of its line, as in Vale; its range is
    exact all the same.
    """
    blocks = [*_expanded(source.blocks, rules, language)]
    if "raw" in rules.scopes:
        blocks.append(source.raw())
    if "summary" in rules.scopes:
        blocks.append(source.summary())
    lines = Lines(source.text)
    look = rules.look(blocks, Context(language), markup=source.markup)
    found: dict[tuple[str, int, int], Finding] = {}
    for check, block, hit in look.hits:
        start, end = (0, 0) if "summary" in block.scope else block.span(hit.start, hit.end)
        shown = source.text[start:end]
        if check.rule.level >= least and not source.is_off(check.rule.name, shown, start):
            line, column = lines.place(start)
            parted = "summary" not in block.scope and len(shown) > hit.end - hit.start
            finding = _finding(check, block, hit, (start, end), shown, (line, 1 if parted else column))
            found.setdefault((check.rule.name, start, end), finding)
    ordered = sorted(found.values(), key=lambda one: (one.start, one.check, one.end))
    return Verdict(tuple(_limited(ordered, rules)), tuple(sorted(look.slow)))


def _finding(
    check: Check, block: Block, hit: Hit, span: tuple[int, int], text: str, place: tuple[int, int] = (1, 1)
) -> Finding:
    rule = check.rule
    return Finding(
        check=rule.name,
        level=rule.level.label,
        message=hit.message,
        start=span[0],
        end=span[1],
        line=place[0],
        column=place[1],
        path=block.path,
        text=text,
        fixes=hit.fixes,
        fact=hit.fact,
        link=rule.link,
        explanation=rule.explanation,
        fingerprint=fingerprint(rule.name, block.text, hit.start, hit.end),
    )


def _expanded(blocks: Iterable[Block], rules: RuleSet, language: str) -> Iterator[Block]:
    """Yield the blocks in order, running prose by paragraph and sentence too when a rule asks for that."""
    for block in blocks:
        if block.prose and "sentence" in rules.scopes:
            for start, end in split(block.text, language):
                yield block.part(start, end, ("sentence", *block.scope[1:]))
        if block.prose and "paragraph" in rules.scopes:
            yield block.part(0, len(block.text), ("paragraph", *block.scope[1:]))
        yield block


def _limited(findings: Iterable[Finding], rules: RuleSet) -> Iterator[Finding]:
    """Yield what rules with a limit have to say, up to it."""
    count: dict[str, int] = {}
    for finding in findings:
        count[finding.check] = count.get(finding.check, 0) + 1
        limit = rules.by_name[finding.check].rule.limit
        if not limit or count[finding.check] <= limit:
            yield finding
