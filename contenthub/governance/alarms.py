"""How often a rule is a false alarm; one that is so too often only reports from then on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db.models import Count, Q

from contenthub.publishing.snapshots import Publication
from contenthub.tone.kept.rows import Waiver

LOOK_BACK = timedelta(days=30)
TOO_MANY = 0.2
"""Share of false alarms above which a rule should go back on trial."""
ENOUGH = 5
"""Findings below which a share says nothing."""


def false_alarms(names: Iterable[str], now: datetime) -> Mapping[str, float]:
    """Return the share of false alarms in the last month by rule: those called so, of those and all that stand."""
    wanted = set(names)
    since = now - LOOK_BACK
    called = dict(
        Waiver.objects.filter(check_name__in=wanted, false_alarm=True, at__gte=since)
        .values_list("check_name")
        .annotate(number=Count("pk", filter=Q(false_alarm=True)))
    )
    if not called:
        return {}
    stand = Counter(
        finding["check"]
        for findings in Publication.objects.filter(status="live").values_list("snapshot__findings", flat=True)
        for finding in findings
        if finding.get("check") in called
    )
    found = {}
    for name, number in called.items():
        total = max(number, stand[name])
        if total >= ENOUGH or number >= ENOUGH:
            found[name] = number / total
    return found
