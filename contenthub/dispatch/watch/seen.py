"""What was seen of a channel, as the verdict wants it: sightings read by their stamps, each at its address."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.conf import settings

from channels.models import Channel, Sighting
from channels.verdict import Expected, Seen
from contenthub.dispatch.watch.expected import Identity, Plan
from contenthub.publishing.stamps import Stamp, StampError, read_stamp

COLUMNS = ("address", "way", "online", "stamp", "first_at", "prior_at", "last_at")
TOMBSTONE = "retired"
"""Stands in the place of a stamp where a channel says that it has ended."""


@dataclass
class Reading:
    """The sightings of a channel, read against its plan; `extra`: items seen at addresses that nobody planned."""

    plan: Plan
    seen: list[Seen] = field(default_factory=list)
    extra: dict[str, Expected] = field(default_factory=dict)

    @property
    def expected(self) -> list[Expected]:
        return [*self.plan.expected.values(), *self.extra.values()]


def read_sightings(channel: Channel, plan: Plan, now: datetime) -> Reading:
    """Return everything that was seen of a channel up to a moment."""
    found = Reading(plan)
    rows = Sighting.objects.filter(channel=channel, first_at__lte=now).exclude(address="")
    for row in rows.order_by("last_at").values_list(*COLUMNS):
        found.seen += _seen(found, *row)
    return found


def _seen(  # noqa: PLR0913 (the columns of a sighting)
    found: Reading,
    address: str,
    way: str,
    online: bool,  # noqa: FBT001
    stamp: str,
    first: datetime,
    prior: datetime | None,
    last: datetime,
) -> Iterator[Seen]:
    """Yield the last sighting of a run, the one before it, and the first: what lies between looked the same."""
    read = stamp_of(stamp)
    identity = (read.uuid, read.locale) if read else None
    address = _place(found, address, way, identity)
    number: int | None = None
    facts: dict[str, Any] = {}
    if read and (address not in found.plan.items or found.plan.items[address] == identity):
        number, facts = read.number, dict(read.facts)
    ended = stamp == TOMBSTONE or bool(read and read.ending)
    moments = [last, *([prior] if prior else []), *([first] if prior and prior > first else [])]
    for at in moments:
        yield Seen(address, at, online, number, facts, ended)


def _place(found: Reading, address: str, way: str, identity: Identity | None) -> str:
    """Return the address at which a sighting counts. An item seen elsewhere is expected there as well."""
    plan = found.plan
    if address in plan.expected or identity is None or identity not in plan.addresses:
        return address
    first = plan.addresses[identity][0]
    if way == Sighting.Way.REPORT:
        return first
    found.extra[address] = replace(plan.expected[first], address=address)
    return address


def stamp_of(text: str) -> Stamp | None:
    """Return a stamp of this hub, None for anything else."""
    try:
        stamp = read_stamp(text)
    except StampError:
        return None
    return stamp if stamp.hub == settings.HUB_ID else None
