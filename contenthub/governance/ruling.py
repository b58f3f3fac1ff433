"""Changing the rules of tone and waiving what they find: by mandate, recorded, with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from content_models.door import PublicationRefused
from content_models.problem import Problem
from contenthub.governance.gate import Gate, Permit
from contenthub.governance.mandates import Mandate
from contenthub.publishing.decisions import Decision, record
from contenthub.publishing.digest import digest_of_json
from contenthub.tone.examples import broken_examples
from contenthub.tone.finding import Finding
from contenthub.tone.kept.rows import ToneRule, ToneRuleVersion, Waiver
from contenthub.tone.packs import read_rule
from contenthub.tone.rule import RuleError

SHIPPED = "as it came with the hub"


@transaction.atomic
def change_rule(
    pack: str,
    definition: Mapping[str, Any],
    status: str,
    actor: Any,
    reason: str,
    now: datetime,
    *,
    owner: Any = None,
    shipped: bool = False,
) -> ToneRule:
    """Make or change a rule of tone, and write down who did and why. A rule in use must pass its own examples.

    Raises PublicationRefused with every reason; then nothing is written.
    """
    name = f"{pack}.{definition.get('name') or '?'}"
    problems = _rule_problems(pack, definition, status)
    answer = Gate(actor, now).ask(Mandate.Decision.TONE, "/")
    if isinstance(answer, Problem):
        problems.append(answer)
    if problems:
        raise PublicationRefused({name: problems})
    permit = answer if isinstance(answer, Permit) else Permit("")
    row = ToneRule.objects.select_for_update().filter(name=name).first() or ToneRule(name=name, pack=pack)
    row.definition, row.status, row.changed_at, row.shipped = dict(definition), status, now, shipped
    row.owner = owner or row.owner
    row.save()
    actor_name = str(actor)
    ToneRuleVersion.objects.create(
        rule=row,
        definition=row.definition,
        status=status,
        actor_name=actor_name,
        mandate=permit.mandate[:200],
        reason=reason,
        at=now,
    )
    digest = digest_of_json({"definition": row.definition, "status": status})
    record([_decision("rule", "rule", row.uuid, "", digest, actor, permit, reason, now)])
    return row


def _rule_problems(pack: str, definition: Mapping[str, Any], status: str) -> list[Problem]:
    try:
        rule = read_rule(pack, definition)
    except RuleError as problem:
        return [Problem("definition", str(problem), code="rule")]
    if status not in ToneRule.Status.values:
        return [Problem("status", _("“%s” is not a state of a rule.") % status, code="status")]
    wrong = broken_examples(rule) if status in ToneRule.IN_USE else []
    return [Problem("definition", message, _("Change the rule or its examples."), "examples") for message in wrong]


@transaction.atomic
def load_packs(packs: Iterable[Any], actor: Any, now: datetime) -> dict[str, int]:
    """Bring rule packs into the hub, active; what somebody changed here stays as it is. Return counts by outcome."""
    counts = {"created": 0, "updated": 0, "unchanged": 0, "kept": 0}
    known = {row.name: row for row in ToneRule.objects.all()}
    for pack, definition in packs:
        row = known.get(f"{pack}.{definition.get('name')}")
        if row is not None and not row.shipped:
            counts["kept"] += 1
        elif row is not None and row.definition == definition:
            counts["unchanged"] += 1
        else:
            status = row.status if row else ToneRule.Status.ACTIVE
            change_rule(pack, definition, status, actor, SHIPPED, now, shipped=True)
            counts["updated" if row else "created"] += 1
    return counts


@transaction.atomic
def waive(
    finding: Finding,
    uuid: str,
    locale: str,
    subject_path: str,
    actor: Any,
    reason: str,
    now: datetime,
    *,
    false_alarm: bool = False,
    expires_at: datetime | None = None,
) -> Waiver:
    """Let a finding stand, with a reason. An error needs the mandate for that; advice anybody may set aside.

    Raises PublicationRefused.
    """
    problems: list[Problem] = []
    if not reason.strip():
        problems.append(Problem("reason", _("A waiver needs a reason."), code="required"))
    if expires_at is not None and expires_at <= now:
        problems.append(Problem("expires_at", _("Choose a day that is yet to come."), code="past"))
    permit = Permit("")
    if finding.level == "error":
        answer = Gate(actor, now).ask(Mandate.Decision.WAIVE, subject_path)
        if isinstance(answer, Problem):
            problems.append(answer)
        else:
            permit = answer
    if problems:
        raise PublicationRefused({finding.check: problems})
    waiver, _created = Waiver.objects.update_or_create(
        uuid=uuid,
        locale=locale,
        fingerprint=finding.fingerprint,
        defaults={
            "check_name": finding.check,
            "level": finding.level,
            "text": finding.text[:300],
            "reason": reason,
            "false_alarm": false_alarm,
            "by_name": str(actor),
            "mandate": permit.mandate[:200],
            "at": now,
            "expires_at": expires_at,
        },
    )
    digest = digest_of_json([finding.check, finding.fingerprint, finding.text])
    record([_decision("waive", "item", UUID(str(uuid)), locale, digest, actor, permit, reason, now)])
    return waiver


def _decision(
    kind: str, what: str, uuid: Any, locale: str, digest: str, actor: Any, permit: Permit, reason: str, now: datetime
) -> Decision:
    return Decision(
        kind=kind,
        what=what,
        uuid=uuid,
        locale=locale,
        digest=digest,
        actor=actor,
        actor_name=str(actor),
        mandate=permit.mandate[:200],
        grant=permit.grant,
        reason=reason,
        at=now,
    )
