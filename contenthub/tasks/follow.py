"""Following: every channel in use gets shipments for what changed since it looked last.

A channel's cursor moves and its shipments are put in one transaction; the cursor is claimed by UPDATE, so of two
workers one moves it and the other finds it moved. The key of a shipment is made of its cause, so nothing is put twice.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from channels import outbox
from channels.models import Channel, Cursor, Shipment
from channels.registry import UnknownKindError, installed
from contenthub.governance.notices import Errand
from contenthub.publishing.changes import settled, settled_head
from contenthub.query.store.visible import visible
from contenthub.tasks.news import News, Pair, news_of
from contenthub.tasks.purge import purges
from contenthub.tasks.shift import Shift, Tally

PRODUCE = "produce"
DAY = "day"
"""The errand that begins a day."""
MANUAL = "manual"
WEBHOOK = "webhook"
FEW = 20
"""More items than this touched at once, and the channel is produced as a whole."""
MANY = 500
"""More items than this, and nobody counts which of them the channel shows."""


def follow(shift: Shift) -> Tally:
    """Put shipments for what every channel has not followed yet. `noted` counts the shipments."""
    tally, read = Tally(), dict[tuple[object, ...], News]()
    now = shift.clock()
    for channel in followers():
        cursor = getattr(channel, "cursor", None)
        if cursor is None:
            tally.noted += start(channel, shift)
            continue
        mark = (cursor.position, cursor.moment)
        if mark not in read:
            read[mark] = news_of(settled(cursor.position), cursor.position, cursor.moment, now)
        if (read[mark].position, read[mark].moment) != mark:
            tally.noted += advance(channel, cursor, read[mark], shift)
    return tally


def begin_day(shift: Shift) -> Tally:
    """At midnight put shipments for the channels that tell of the coming days, as a whole. `noted` counts them."""
    now = shift.clock()
    midnight = next_midnight(now)
    with transaction.atomic():
        if not Errand.claim(DAY, now, midnight, first_at=midnight):
            return Tally()
        dated = [channel for channel in followers() if is_produced(channel) and tells_days(channel)]
        outbox.put(*[shipment_for(channel, None, f"day-{timezone.localdate(now)}", shift) for channel in dated])
    return Tally(noted=len(dated))


def next_midnight(now: datetime) -> datetime:
    """Return when the next day begins where the organisation is."""
    return timezone.make_aware(datetime.combine(timezone.localdate(now) + timedelta(days=1), time()))


def tells_days(channel: Channel) -> bool:
    """Tell whether what a channel shows depends on the day."""
    try:
        return bool(getattr(installed().kind(channel.kind), "dated", False))
    except UnknownKindError:
        return False


def followers() -> list[Channel]:
    """Return the channels in use that are produced by themselves, or called, or cached before the hub."""
    found = Channel.objects.filter(status=Channel.Status.ACTIVE).select_related("cursor").order_by("pk")
    return [channel for channel in found if is_produced(channel) or called_at(channel) or settings.HUB_PURGE_URL]


def is_produced(channel: Channel) -> bool:
    """Tell whether a channel is produced by itself, not by hand."""
    return channel.settings.get("produce") != MANUAL


def called_at(channel: Channel) -> str:
    """Return the address that is called when something changes; empty when nobody asked for that."""
    said = channel.settings.get("webhook")
    return str(said.get("url") or "") if isinstance(said, dict) else ""


def start(channel: Channel, shift: Shift) -> int:
    """Let a channel follow from now on, and produce it as a whole once."""
    now, head = shift.clock(), settled_head()
    if head is None:
        return 0
    with transaction.atomic():
        _cursor, new = Cursor.objects.get_or_create(channel=channel, defaults={"position": head, "moment": now})
        if new:
            outbox.put(*both(channel, [None], f"first-{head}", shift))
        shift.step("cursor started", f"{channel.key} first")
    shift.step("cursor committed", f"{channel.key} first")
    return int(new)


def advance(channel: Channel, cursor: Cursor, news: News, shift: Shift) -> int:
    """Move a channel's cursor and put its shipments. Return how many; 0 when another worker was first."""
    with transaction.atomic():
        mine = Cursor.objects.filter(pk=cursor.pk, position=cursor.position, moment=cursor.moment)
        if not mine.update(position=news.position, moment=news.moment):
            return 0
        shift.step("cursor claimed", f"{channel.key} {news.cause}")
        shipments = [*purges(channel, news.tags, news.cause, shift), *shipments_for(channel, news, shift)]
        outbox.put(*shipments)
        shift.step("shipments put", f"{channel.key} {news.cause}")
    shift.step("cursor committed", f"{channel.key} {news.cause}")
    return len(shipments)


def shipments_for(channel: Channel, news: News, shift: Shift) -> list[Shipment]:
    """Return what is to be done for this channel: single items to produce or to tell of, or the channel as a whole."""
    if news.touches_all or len(news.pairs) > MANY:
        return both(channel, [None], news.cause, shift)
    shown = shown_on(channel, news.pairs)
    if len(shown) > FEW:
        return both(channel, [None], news.cause, shift)
    produced = is_produced(channel)
    made = [shipment_for(channel, pair, cause, shift) for pair, cause in shown.items()] if produced else []
    return [*made, *calls(channel, list(shown), news.cause, shift)]


def both(channel: Channel, pairs: list[Pair | None], cause: str, shift: Shift) -> list[Shipment]:
    """Return the shipments that produce a channel and that call it, each when it is meant to be."""
    made = [shipment_for(channel, pair, cause, shift) for pair in pairs] if is_produced(channel) else []
    return [*made, *calls(channel, [pair for pair in pairs if pair], cause, shift, everything=None in pairs)]


def calls(
    channel: Channel, pairs: Sequence[Pair], cause: str, shift: Shift, *, everything: bool = False
) -> list[Shipment]:
    """Return the call that tells a channel what has changed; none when it asked for none, or nothing has."""
    url = called_at(channel)
    if not url or not (pairs or everything):
        return []
    items = [{"uuid": uuid, "locale": locale} for uuid, locale in pairs]
    payload = {"type": "content.changed", "channel": channel.key, "everything": everything, "items": items}
    now = shift.clock()
    payload["at"] = now.isoformat()
    return [outbox.draft(channel, WEBHOOK, f"{WEBHOOK}:{channel.key}:{cause}", now=now, target=url, payload=payload)]


def shown_on(channel: Channel, pairs: dict[Pair, str]) -> dict[Pair, str]:
    """Return those of the items that the channel may show, or still shows."""
    uuids = {uuid for uuid, _locale in pairs}
    here = _pairs(visible(channel), uuids) | _pairs(channel.placements.all(), uuids)
    return {pair: cause for pair, cause in pairs.items() if pair in here}


def _pairs(rows: QuerySet[Any], uuids: set[str]) -> set[Pair]:
    return {(str(uuid), locale) for uuid, locale in rows.filter(uuid__in=uuids).values_list("uuid", "locale")}


def shipment_for(channel: Channel, pair: Pair | None, cause: str, shift: Shift) -> Shipment:
    """Return the shipment that produces one item on a channel, or with None the whole channel."""
    payload = {"uuid": pair[0], "locale": pair[1]} if pair else {}
    what = ":".join(pair) if pair else "all"
    key = f"{PRODUCE}:{channel.key}:{what}:{cause}"
    return outbox.draft(channel, PRODUCE, key, now=shift.clock(), payload=payload)
