"""The rules in use, compiled once per version of the rule set and kept for this process."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from contenthub.publishing.prepared import Prepared
from contenthub.tone.kept.rows import ToneRule, ToneRuleVersion
from contenthub.tone.rule import RuleError
from contenthub.tone.ruleset import RuleSet, compile_rule


@dataclass(frozen=True)
class Ruling:
    """The rules in use. `trial`: names of those that only report; `broken`: rules that could not be used, with why."""

    version: int
    rules: RuleSet
    trial: frozenset[str] = frozenset()
    broken: tuple[str, ...] = ()


NOTHING = UUID(int=0)
NEWEST = Prepared(lambda: ToneRuleVersion.objects.order_by("-pk").values_list("pk", "stamp")[:1])
_lock = threading.Lock()
_kept: tuple[tuple[Any, ...], Ruling] | None = None


def current_ruling() -> Ruling:
    """Return the rules in use now; one small query when nothing changed."""
    global _kept  # noqa: PLW0603 (one ruling per process)
    newest = next(iter(NEWEST()), (0, NOTHING))
    kept = _kept
    if kept is not None and kept[0] == newest:
        return kept[1]
    with _lock:
        if _kept is None or _kept[0] != newest:
            _kept = (newest, _compiled(newest[0]))
        return _kept[1]


def _compiled(version: int) -> Ruling:
    rows = list(ToneRule.objects.filter(status__in=ToneRule.IN_USE).order_by("name"))
    rules, broken = [], []
    for row in rows:
        try:
            compile_rule(row.rule)
            rules.append(row.rule)
        except RuleError as problem:
            broken.append(str(problem))
    trial = frozenset(row.name for row in rows if row.status == ToneRule.Status.TRIAL)
    return Ruling(version, RuleSet(rules, version=str(version)), trial, tuple(broken))
