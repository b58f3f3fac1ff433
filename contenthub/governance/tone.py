"""The tone of voice at the gate: an item's findings, before anybody is asked and again when it goes live."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from channels.models import Channel
from content_models.problem import Problem
from contenthub.publishing.intake import Intake
from contenthub.publishing.prepared import Prepared
from contenthub.tone.kept.item import Checked, ItemVerdict, check_item
from contenthub.tone.kept.ruling import current_ruling

if TYPE_CHECKING:
    from contenthub.governance.checks import Submission


def checked_of(intake: Intake, channels: frozenset[str] | None = None) -> Checked:
    """Return an item on its way through the door as the rules look at it."""
    kinds = kinds_in_use() if channels is None else channels
    return Checked(intake.spec, intake.item.title, intake.document, intake.uuid, intake.locale, kinds, intake.facts)


def kinds_in_use() -> frozenset[str]:
    """Return the kinds of the channels that take what is published."""
    return frozenset(kind for (kind,) in IN_USE())


IN_USE = Prepared(
    lambda: Channel.objects.filter(status=Channel.Status.ACTIVE).order_by().values_list("kind").distinct()
)


def check_intakes(intakes: Sequence[Intake], now: datetime) -> list[ItemVerdict]:
    """Return the verdict about each intake."""
    ruling = current_ruling()
    if not ruling.rules.checks:
        return [ItemVerdict((), ruling.version) for _intake in intakes]
    kinds = kinds_in_use()
    return [check_item(checked_of(intake, kinds), now, ruling) for intake in intakes]


def problems_of(verdict: ItemVerdict) -> list[Problem]:
    """Return what stands in the way of a publication: errors of active rules that nobody waived."""
    hint = _("Change the text, or let somebody who may waive it.")
    return [Problem(one.path, f"{one.message} [{one.check}]", hint, "tone") for one in verdict.blocking]


def check_tone(intakes: Sequence[Intake], now: datetime, *, binding: bool) -> None:
    """Keep with each intake what the rules found; when that is binding, what stands in the way becomes a problem."""
    for intake, verdict in zip(intakes, check_intakes(intakes, now), strict=True):
        intake.findings = verdict.as_record()
        if binding:
            intake.problems += problems_of(verdict)


def check_submission(submission: Submission) -> list[Problem]:
    """The automatic check before anybody is asked."""
    if submission.intake is None:
        return []
    return problems_of(check_intakes([submission.intake], submission.at)[0])
