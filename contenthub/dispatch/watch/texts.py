"""The two texts of a place: what it ought to show now, and what was seen there; and the facts that differ."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext as _

from channels.kinds.base import ITEM
from channels.models import Channel, Sighting
from channels.output import Payload
from channels.probe.find import find
from channels.registry import installed
from channels.verdict import Place
from content_models.facts import fact_kind
from content_models.models import FactVersion
from contenthub.dispatch.linked import site_of
from contenthub.dispatch.organisation import context_for
from contenthub.dispatch.preview import ask
from contenthub.dispatch.watch.expected import Identity, address_of
from contenthub.dispatch.watch.seen import TOMBSTONE, stamp_of
from contenthub.publishing.snapshots import Dependency, Publication
from contenthub.publishing.stamps import short_fact
from contenthub.query.store.drafts import NONE

DELETED, ADDED, SAME = "deleted", "added", "same"


@dataclass(frozen=True)
class Line:
    """One line of each text beside the other; `change` says whether they are alike."""

    change: str
    ought: str
    shown: str


@dataclass(frozen=True)
class Differs:
    """A fact that a place shows in another version: its name, the value shown, the value that holds."""

    label: str
    shown: str
    current: str


def text_of(channel: Channel, identity: Identity, address: str, now: datetime) -> tuple[str, str]:
    """Return the text that an item ought to have on a channel now, or nothing and why."""
    uuid, locale = identity
    try:
        kind = installed().kind(channel.kind)
        asked: Any = SimpleNamespace(uuid=uuid, locale=locale)
        data = ask(channel, kind, NONE, asked)
        context = replace(context_for(channel, now), locale=locale)
        outputs = kind.render_item(site_of(channel, context).told(Payload(ITEM, data, context)))
    except Exception as error:  # noqa: BLE001 (a third party's kind may raise anything: said in place of the text)
        return "", _("This channel cannot show it: %s") % error
    if not outputs:
        return "", _("This channel makes nothing of this item.")
    mine = next((one for one in outputs if address_of(one.path) == address), outputs[0])
    found = find(mine.content, mine.media_type.partition(";")[0])
    return with_title(found.title, found.text), ""


def with_title(title: str, text: str) -> str:
    return f"{title}\n{text}" if title and not text.startswith(title) else text


def sighting_at(channel: Channel, address: str) -> Sighting | None:
    """Return the newest sighting of an address."""
    rows = Sighting.objects.filter(channel=channel, address=address, current=True)
    return rows.order_by("-last_at").first()


def identity_at(channel: Channel, address: str, run: Sighting | None) -> Identity | None:
    """Return which item ought to stand at an address: the one that was put there, else the one that is seen there."""
    path = address.lstrip("/")
    placed = channel.placements.filter(path__in=[path, f"{path}index.html"]).values_list("uuid", "locale").first()
    if placed:
        return str(placed[0]), placed[1]
    stamp = stamp_of(run.stamp) if run and run.stamp != TOMBSTONE else None
    return (stamp.uuid, stamp.locale) if stamp else None


def side_by_side(ought: str, shown: str) -> Iterator[Line]:
    """Yield the lines of two texts beside each other."""
    left, right = ought.splitlines(), shown.splitlines()
    for tag, a1, a2, b1, b2 in difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (Line(SAME, line, line) for line in left[a1:a2])
            continue
        for number in range(max(a2 - a1, b2 - b1)):
            one = left[a1 + number] if a1 + number < a2 else ""
            other = right[b1 + number] if b1 + number < b2 else ""
            yield Line(ADDED if not one else DELETED, one, other)


def differing_facts(place: Place, row: Publication) -> list[Differs]:
    """Return the facts of an item that a place shows in another version, with both values in words."""
    if not place.facts:
        return []
    targets = Dependency.objects.filter(kind="fact", snapshot=row.snapshot_id).values_list("target", flat=True)
    names = {short_fact(str(uuid)): uuid for uuid in targets}
    versions: Mapping[tuple[str, int], FactVersion] = {
        (short_fact(str(one.fact.uuid)), one.number): one
        for one in FactVersion.objects.filter(fact__uuid__in=names.values()).select_related("fact")
    }
    found = []
    for fact, (shown, current) in place.facts.items():
        values = [versions.get((fact, number)) for number in (shown, current)]
        label = next((str(one.fact) for one in values if one), fact)
        found.append(Differs(label, *(words_of(one, row.locale) for one in values)))
    return found


def words_of(version: FactVersion | None, locale: str) -> str:
    if version is None or version.value is None:
        return "–"
    return str(fact_kind(version.fact.kind).format(version.value, "short", locale))
