"""The verdict about one item: what the rules in use find in it, and what of that still stands in the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from content_models.document import uses_of
from content_models.facts.language.locales import tag_here
from content_models.spec import ModelSpec
from contenthub.publishing.facts import Current
from contenthub.tone.context import Context
from contenthub.tone.extract import blocks_of
from contenthub.tone.finding import Finding
from contenthub.tone.kept.known import known_facts, shown_facts
from contenthub.tone.kept.rows import Waiver
from contenthub.tone.kept.ruling import Ruling, current_ruling
from contenthub.tone.lint import lint_blocks

KEPT = ("check", "level", "message", "path", "text", "fingerprint")
"""What a snapshot keeps of a finding."""

AS_SHOWN = frozenset({"length", "sentence_length"})
"""Kinds of rules that read a fact as what it shows."""


@dataclass(frozen=True)
class Checked:
    """What is checked: an item as a document, and where it goes."""

    spec: ModelSpec
    title: str
    document: Mapping[str, Any]
    uuid: str
    locale: str
    channels: frozenset[str] = frozenset()
    facts: Mapping[str, Current] | None = None
    """The facts it uses with their values now; None: not asked for yet."""


@dataclass(frozen=True)
class Judged:
    """One finding with what was made of it: `open`, `waived` or `trial`."""

    finding: Finding
    state: str = "open"
    waiver: Waiver | None = None

    @property
    def blocks(self) -> bool:
        """Tell whether this keeps the item from being approved."""
        return self.state == "open" and self.finding.level == "error"


@dataclass(frozen=True)
class ItemVerdict:
    """All findings about an item, in reading order, under one version of the rules."""

    judged: tuple[Judged, ...]
    version: int
    slow: tuple[str, ...] = ()

    @property
    def blocking(self) -> list[Finding]:
        return [one.finding for one in self.judged if one.blocks]

    def as_record(self) -> list[dict[str, Any]]:
        """Return the findings as a snapshot keeps them."""
        return [
            {name: value for name, value in asdict(one.finding).items() if name in KEPT}
            | {"state": one.state, "rules": self.version}
            | ({"waiver": one.waiver.pk} if one.waiver else {})
            for one in self.judged
        ]


def check_item(item: Checked, now: datetime, ruling: Ruling | None = None) -> ItemVerdict:
    """Return the verdict about an item, with the waivers that hold now."""
    ruling = ruling or current_ruling()
    if not ruling.rules.checks:
        return ItemVerdict((), ruling.version)
    kinds = {check.rule.kind for check in ruling.rules.checks}
    context = Context(
        language=tag_here(item.locale),
        model=item.spec.key,
        channels=item.channels,
        facts=known_facts(item.locale, now) if "copied_fact" in kinds else None,
    )
    shown = shown_facts(uses_of(item.spec, item.document), item.locale, now, item.facts) if kinds & AS_SHOWN else None
    verdict = lint_blocks(blocks_of(item.spec, item.title, item.document, shown), ruling.rules, context)
    waivers = _waivers(item, now) if verdict.findings else {}
    return ItemVerdict(tuple(_judged(verdict.findings, ruling, waivers)), ruling.version, verdict.slow)


def _judged(findings: Iterable[Finding], ruling: Ruling, waivers: Mapping[str, Waiver]) -> Iterable[Judged]:
    for finding in findings:
        waiver = waivers.get(finding.fingerprint)
        state = "trial" if finding.check in ruling.trial else "waived" if waiver else "open"
        yield Judged(finding, state, waiver)


def _waivers(item: Checked, now: datetime) -> dict[str, Waiver]:
    if not item.uuid:
        return {}
    found = Waiver.objects.filter(uuid=item.uuid, locale=item.locale)
    return {one.fingerprint: one for one in found if one.holds(now)}
