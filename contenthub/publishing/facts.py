"""The values that facts have now, by uuid."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import DateTimeField, UUIDField

from content_models.models import FactVersion
from contenthub.publishing.prepared import Prepared


class Current(NamedTuple):
    """A fact with the value it has now; None: none."""

    kind: str
    label: str
    value: Any


def current_facts(uuids: Iterable[str], now: datetime) -> dict[str, Current]:
    """Return the facts that have a value at that time."""
    wanted = list(uuids)
    current: dict[str, Current] = {}
    for uuid, kind, label, value in HOLDING(wanted, now) if wanted else ():
        current.setdefault(str(uuid), Current(kind, label, value))
    return current


HOLDING = Prepared(
    lambda uuids, at: (
        FactVersion.objects.holding(at)
        .filter(fact__uuid__in=uuids)
        .values_list("fact__uuid", "fact__kind", "fact__label", "value")
    ),
    [UUIDField()],
    DateTimeField(),
)
