"""The values that facts have now, by uuid."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import DateTimeField, UUIDField

from content_models.labels import label_here
from content_models.models import Fact, FactVersion
from contenthub.publishing.prepared import Prepared


class Current(NamedTuple):
    """A fact with the value it has now; None: none. Its label is in the language of the interface."""

    kind: str
    label: str
    value: Any


def current_facts(uuids: Iterable[str], now: datetime) -> dict[str, Current]:
    """Return the facts that have a value at that time."""
    wanted = list(uuids)
    current: dict[str, Current] = {}
    for uuid, kind, label, labels, value in HOLDING(wanted, now) if wanted else ():
        current.setdefault(str(uuid), Current(kind, label_here(labels, label), value))
    return current


def drafted_facts(uuids: Iterable[str]) -> dict[str, Current]:
    """Return facts as they are called in their drafts, without a value."""
    rows = Fact.objects.filter(uuid__in=uuids).values_list("uuid", "kind", "label", "labels")
    return {str(uuid): Current(kind, label_here(labels, label), None) for uuid, kind, label, labels in rows}


HOLDING = Prepared(
    lambda uuids, at: (
        FactVersion.objects.holding(at)
        .filter(fact__uuid__in=uuids)
        .values_list("fact__uuid", "fact__kind", "fact__label", "fact__labels", "value")
    ),
    [UUIDField()],
    DateTimeField(),
)
