"""Which versions of a channel's contract its readers still use, as they say themselves: counted by version and day.

A contract such as `app/1` stands in people's pockets, so it can be ended only when nobody uses it any more. Nothing of
who told is kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Max, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

TERM = 90
"""Days without a word after which a version counts as unused, unless the channel's settings say `contract_days`."""
RECENT = timedelta(days=30)
KEEP = timedelta(days=400)


class ContractUse(models.Model):
    """How often readers of a channel said on one day that they use one version of its contract."""

    channel = models.ForeignKey("channels.Channel", models.CASCADE, related_name="uses", verbose_name=_("channel"))
    contract = models.CharField(_("contract"), max_length=40)
    day = models.DateField(_("day"))
    count = models.PositiveIntegerField(_("count"), default=0)

    class Meta:
        verbose_name = _("use of a contract")
        verbose_name_plural = _("uses of contracts")
        constraints = [models.UniqueConstraint(fields=["channel", "contract", "day"], name="contract_use_once")]

    def __str__(self) -> str:
        return f"{self.contract}: {self.count}"


@dataclass(frozen=True)
class Use:
    """How one version is used: how often in the last 30 days, when last, and whether it was unused for a whole term."""

    contract: str
    recent: int
    last: date | None
    unused: bool


def count_use(channel: int, contract: str, now: datetime) -> None:
    """Count that a reader uses a version of the contract, today."""
    counted, _made = ContractUse.objects.get_or_create(
        channel_id=channel, contract=contract, day=timezone.localdate(now)
    )
    ContractUse.objects.filter(pk=counted.pk).update(count=F("count") + 1)


def uses_of(channel: Any, contracts: Iterable[str], now: datetime) -> list[Use]:
    """Return how each of these versions is used, in their order; a channel younger than the term has none unused."""
    today = timezone.localdate(now)
    days = channel.settings.get("contract_days")
    term = timedelta(days=days if isinstance(days, int) and days > 0 else TERM)
    recent = Sum("count", filter=Q(day__gt=today - RECENT))
    rows = ContractUse.objects.filter(channel=channel).values("contract").annotate(last=Max("day"), recent=recent)
    known = {row["contract"]: row for row in rows}
    began = timezone.localdate(channel.created_at)
    found = []
    for contract in contracts:
        row = known.get(contract, {})
        last = row.get("last")
        found.append(Use(contract, row.get("recent") or 0, last, unused=today - (last or began) >= term))
    return found


def forget_old_uses(now: datetime) -> int:
    """Delete counts of long ago. Return how many rows."""
    return ContractUse.objects.filter(day__lt=timezone.localdate(now) - KEEP).delete()[0]
