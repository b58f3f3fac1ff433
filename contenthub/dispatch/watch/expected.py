"""What a channel ought to show, address by address, from what is published and where the hub put it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Max

from channels.models import Channel
from channels.verdict import Expected
from content_models.models import FactVersion
from contenthub.dispatch.watch.policy import policy_of
from contenthub.publishing.current import facts_shown, stamps_at
from contenthub.publishing.snapshots import Change, Publication, Snapshot
from contenthub.publishing.stamps import Stamp, short_fact
from contenthub.query.store.visible import visible

Identity = tuple[str, str]
"""The uuid and locale of an item."""
USUAL_PAGES = "/{locale}/{key}"
CHUNK = 500


@dataclass
class Plan:
    """Everything a channel ought to show: by address, and which item stands at each."""

    expected: dict[str, Expected] = field(default_factory=dict)
    items: dict[str, Identity] = field(default_factory=dict)
    addresses: dict[Identity, list[str]] = field(default_factory=dict)
    placed: set[str] = field(default_factory=set)
    """Addresses that the hub itself wrote, or that the channel says its pages have: those are looked at."""

    def add(self, identity: Identity, one: Expected, *, placed: bool) -> None:
        self.expected[one.address] = one
        self.items[one.address] = identity
        self.addresses.setdefault(identity, []).append(one.address)
        if placed:
            self.placed.add(one.address)


def plan_of(channel: Channel, now: datetime) -> Plan:
    """Return what a channel ought to show at a moment."""
    plan, pages = Plan(), policy_of(channel).pages
    rows = list(visible(channel).select_related("snapshot").defer("snapshot__body", "snapshot__findings"))
    stood: dict[Identity, list[str]] = {}
    for uuid, locale, path in channel.placements.values_list("uuid", "locale", "path"):
        stood.setdefault((str(uuid), locale), []).append(address_of(path))
    for start in range(0, len(rows), CHUNK):
        part = rows[start : start + CHUNK]
        times = Times(part, stamps_at(part, now))
        for row in part:
            identity = (str(row.uuid), row.locale)
            own = stood.get(identity) or [(pages or USUAL_PAGES).format(locale=row.locale, key=row.key)]
            for address in own:
                plan.add(identity, times.expected(row, address), placed=identity in stood or bool(pages))
    return plan


def address_of(path: str) -> str:
    """Return the address of a produced file, from the root of its channel: an index stands for its folder."""
    return "/" + path.removesuffix("index.html")


class Times:
    """Since when publications are as they are: their snapshots, their facts, their endings. Four statements."""

    def __init__(self, rows: Sequence[Publication], stamps: Mapping[int, Stamp]) -> None:
        self.stamps = stamps
        uuids = {row.uuid for row in rows}
        facts = {uuid for found in facts_shown(rows).values() for uuid in found}
        self.held = _held(facts)
        ended = Change.objects.filter(what="withdrawn", uuid__in={row.uuid for row in rows if stamps[row.pk].ending})
        self.ended = {
            (str(uuid), locale): at
            for uuid, locale, at in ended.order_by().values_list("uuid", "locale").annotate(at=Max("at"))
        }
        older = {row.uuid for row in rows if row.snapshot.number > 1} & uuids
        self.published: dict[Identity, dict[int, datetime]] = {}
        for uuid, locale, number, at in _snapshots(older):
            self.published.setdefault((str(uuid), locale), {})[number] = at

    def expected(self, row: Publication, address: str) -> Expected:
        """Return what an address that shows this publication ought to show."""
        stamp, identity = self.stamps[row.pk], (str(row.uuid), row.locale)
        held = {fact: self.held[fact] for fact in stamp.facts if fact in self.held}
        begun = [held[fact][number] for fact, number in stamp.facts.items() if number in held.get(fact, ())]
        ended = self.ended.get(identity, row.published_at) if stamp.ending else None
        return Expected(
            address,
            stamp.number,
            stamp.facts,
            since=ended or max([row.published_at, *begun]),
            withdrawn=ended,
            title=row.title,
            published=self.published.get(identity, {}),
            held=held,
        )


def _held(facts: Iterable[str]) -> dict[str, dict[int, datetime]]:
    """Return from when each version of these facts held: once it was published, and its value had begun."""
    found: dict[str, dict[int, datetime]] = {}
    rows = FactVersion.objects.filter(fact__uuid__in=set(facts))
    for uuid, number, begins, at in rows.values_list("fact__uuid", "number", "valid_from", "published_at"):
        found.setdefault(short_fact(str(uuid)), {})[number] = max(at, begins) if begins else at
    return found


def _snapshots(uuids: Iterable[object]) -> Iterator[tuple[object, str, int, datetime]]:
    rows = Snapshot.objects.filter(uuid__in=set(uuids)).order_by("number")
    yield from rows.values_list("uuid", "locale", "number", "published_at")
