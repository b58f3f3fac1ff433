"""Letting a finding stand, and ending that: by mandate where it is an error, recorded, with a reason."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from content_models.door import PublicationRefused
from content_models.problem import Problem
from contenthub.governance.gate import Gate, Permit
from contenthub.governance.mandates import Mandate
from contenthub.governance.ruling import decision_of, put_on_trial
from contenthub.publishing.decisions import record
from contenthub.publishing.digest import digest_of_json
from contenthub.publishing.snapshots import Publication
from contenthub.tone.finding import Finding
from contenthub.tone.kept.rows import Waiver


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
    record([decision_of("waive", "item", UUID(str(uuid)), locale, digest, actor, permit, reason, now)])
    if false_alarm:
        put_on_trial(finding.check, now)
    return waiver


@transaction.atomic
def end_waiver(waiver: Waiver, actor: Any, reason: str, now: datetime) -> None:
    """End a waiver from now on, by whoever may give one. Raises PublicationRefused."""
    item = Publication.objects.filter(uuid=waiver.uuid, locale=waiver.locale).first()
    permit = Permit("")
    if waiver.level == "error":
        answer = Gate(actor, now).ask(Mandate.Decision.WAIVE, item.subject_path if item else "/")
        if isinstance(answer, Problem):
            raise PublicationRefused({waiver.check_name: [answer]})
        permit = answer
    Waiver.objects.filter(pk=waiver.pk).update(expires_at=now)
    digest = digest_of_json([waiver.check_name, waiver.fingerprint, "ended"])
    record([decision_of("waive", "item", waiver.uuid, waiver.locale, digest, actor, permit, reason, now)])
