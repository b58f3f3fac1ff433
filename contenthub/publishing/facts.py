"""The values that facts have now, by uuid."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from content_models.models import FactVersion


class Current(NamedTuple):
    """A fact with the value it has now; None: none."""

    kind: str
    label: str
    value: Any


def current_facts(uuids: Iterable[str], now: datetime) -> dict[str, Current]:
    """Return the facts that have a value at that time."""
    rows = FactVersion.objects.holding(now).filter(fact__uuid__in=list(uuids))
    current: dict[str, Current] = {}
    for uuid, kind, label, value in rows.values_list("fact__uuid", "fact__kind", "fact__label", "value"):
        current.setdefault(str(uuid), Current(kind, label, value))
    return current
