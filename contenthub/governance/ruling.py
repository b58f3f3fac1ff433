"""Changing the rules of tone and what is meant by them: by mandate, recorded, with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from channels.models import Channel
from content_models.door import PublicationRefused
from content_models.problem import Problem
from contenthub.governance.alarms import TOO_MANY, false_alarms
from contenthub.governance.book import person_of
from contenthub.governance.gate import Gate, Permit
from contenthub.governance.mandates import Mandate
from contenthub.governance.notices import TITLES, notify
from contenthub.publishing.decisions import Decision, record
from contenthub.publishing.digest import digest_of_json
from contenthub.tone.examples import broken_examples
from contenthub.tone.kept.measures import ToneBand
from contenthub.tone.kept.rows import ToneRule, ToneRuleVersion
from contenthub.tone.packs import read_rule
from contenthub.tone.profile import TARGET, Band
from contenthub.tone.rule import RuleError

SHIPPED = "as it came with the hub"
EVERYWHERE = UUID(int=0)
"""Stands in the log where a decision is about no single rule."""
HUB = "Content Hub"
"""Who changed a rule that the hub itself put on trial."""


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
    record([decision_of("rule", "rule", row.uuid, "", digest, actor, permit, reason, now)])
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
def set_bands(
    channel: Channel | None, bands: Mapping[str, Band | None], actor: Any, reason: str, now: datetime
) -> None:
    """Say what is meant, everywhere or in one channel; None leaves a measure to what is more general.

    Raises PublicationRefused.
    """
    answer = Gate(actor, now).ask(Mandate.Decision.TONE, "/", channel.key if channel else None)
    problems = [answer] if isinstance(answer, Problem) else []
    for name, band in bands.items():
        if name not in TARGET or (band and not 0 <= band.least < band.most):
            problems.append(
                Problem(name, _("The least must be below the most, and neither below nought."), code="band")
            )
    if problems or isinstance(answer, Problem):
        raise PublicationRefused({"bands": problems})
    ToneBand.objects.filter(channel=channel, measure__in=bands).delete()
    rows = [
        ToneBand(channel=channel, measure=name, least=one.least, most=one.most) for name, one in bands.items() if one
    ]
    ToneBand.objects.bulk_create(rows)
    meant = {name: [one.least, one.most] if one else None for name, one in bands.items()}
    digest = digest_of_json({"channel": channel.key if channel else None, "bands": meant})
    record([decision_of("rule", "rule", EVERYWHERE, "", digest, actor, answer, reason, now)])


def put_on_trial(name: str, now: datetime) -> None:
    """Let an active rule only report when it was wrong too often lately, and tell its owner."""
    share = false_alarms([name], now).get(name, 0.0)
    row = ToneRule.objects.select_for_update().filter(name=name, status=ToneRule.Status.ACTIVE).first()
    if row is None or share <= TOO_MANY:
        return
    reason = _("%d in a hundred of what it said were false alarms.") % round(100 * share)
    row.status, row.changed_at = ToneRule.Status.TRIAL, now
    row.save(update_fields=["status", "changed_at"])
    ToneRuleVersion.objects.create(
        rule=row, definition=row.definition, status=row.status, actor_name=HUB, reason=reason, at=now
    )
    digest = digest_of_json({"definition": row.definition, "status": row.status})
    record([decision_of("rule", "rule", row.uuid, "", digest, None, Permit(""), reason, now)])
    if row.owner is not None and row.owner.is_active:
        address = reverse("contenthub_tone_rule", args=[row.pk])
        title = TITLES["rule"] % row.name
        key = f"rule:{row.pk}:{now:%Y%m%d}"
        notify([person_of(row.owner)], "rule", key, title, text=reason, address=address, now=now)


def decision_of(
    kind: str, what: str, uuid: Any, locale: str, digest: str, actor: Any, permit: Permit, reason: str, now: datetime
) -> Decision:
    return Decision(
        kind=kind,
        what=what,
        uuid=uuid,
        locale=locale,
        digest=digest,
        actor=actor,
        actor_name=str(actor or HUB),
        mandate=permit.mandate[:200],
        grant=permit.grant,
        reason=reason,
        at=now,
    )
