"""The verdict about a channel, kept: its state, what is wrong, and a line in its trend."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from channels.models import Channel, Maintenance, Shipment, Sighting
from channels.verdict import Channel as Known
from channels.verdict import Seen, Shows, State, Verdict, Window, counts, judge
from contenthub.dispatch.watch.expected import Plan, plan_of
from contenthub.dispatch.watch.policy import policy_of
from contenthub.dispatch.watch.seen import Reading, read_sightings
from contenthub.dispatch.watch.tables import TROUBLE, ChannelDay, ChannelFinding, ChannelWatch
from contenthub.dispatch.watch.telling import tell_of

PRODUCE = "produce"
"""The shipments that write files."""
MONTH = timedelta(days=30)
MOST_SAMPLES = 5_000


def verdict_of(channel: Channel, now: datetime) -> tuple[Verdict, Reading]:
    """Return the verdict about a channel, and what it rests on. Writes nothing."""
    retired = channel.status == Channel.Status.RETIRED
    reading = read_sightings(channel, Plan() if retired else plan_of(channel, now), now)
    return judge(known_of(channel), reading.expected, reading.seen, now), reading


def known_of(channel: Channel) -> Known:
    """Return what the verdict asks about a channel itself.

    What another program took (a mail server, a receiver of calls) is a sign of life; files that the hub wrote are none.
    """
    policy, retired = policy_of(channel), channel.retired_at if channel.status == Channel.Status.RETIRED else None
    ways = [Sighting.Way.REPORT] if policy.cdn else [Sighting.Way.REPORT, Sighting.Way.PULL]
    signs = Sighting.objects.filter(channel=channel, way__in=ways).order_by()
    sent = Shipment.objects.filter(channel=channel, status=Shipment.Status.SENT).order_by()
    taken = sent.exclude(transport=PRODUCE).aggregate(at=Max("sent_at"))["at"]
    windows = Maintenance.objects.filter(channel=channel)
    own = signs.values_list("way").annotate(at=Max("last_at")).values_list("at", flat=True)
    return Known(
        interval=policy.interval,
        created=channel.created_at,
        retired=retired,
        owned=channel.owner is not None and channel.owner.is_active,
        signs=[*own, *([taken] if taken and not retired else [])],
        fed=sent.aggregate(at=Max("sent_at"))["at"],
        maintenance=[Window(one.start, one.end) for one in windows],
    )


@transaction.atomic
def judge_and_keep(channel: Channel, now: datetime) -> Verdict:
    """Judge a channel, keep the verdict, open or close its finding, and write the line of its day."""
    watch, _new = ChannelWatch.objects.select_for_update().get_or_create(
        channel=channel, defaults={"next_at": now, "began_at": now, "since": now}
    )
    verdict, reading = verdict_of(channel, now)
    measure(channel, reading, watch.began_at)
    if watch.state != verdict.state:
        watch.state, watch.since = verdict.state.value, now
    behind = [
        one.expected - one.seen for one in verdict.places if one.shows is Shows.BEHIND and one.seen and one.expected
    ]
    watch.reason, watch.last_sign, watch.lag = verdict.reason, verdict.last_sign, verdict.lag
    watch.share, watch.snapshots = share_of(verdict), max(behind, default=0)
    watch.places = dict(Counter(str(one.shows) for one in verdict.places))
    watch.judged_at = now
    watch.save(update_fields=VERDICT)
    follow_up(channel, verdict, now)
    write_day(channel, watch, now)
    return verdict


VERDICT = ["state", "since", "reason", "last_sign", "lag", "share", "snapshots", "places", "judged_at"]


def share_of(verdict: Verdict) -> float | None:
    """Return the share of the places seen that are current; None when none was seen."""
    return verdict.share if any(one.shows is Shows.CURRENT or counts(one) for one in verdict.places) else None


def measure(channel: Channel, reading: Reading, since: datetime) -> None:
    """Write down of runs that are new how long after publication they were first seen, when they show what is current.

    Only of what was published while the hub was watching; until the first look nobody can say.
    """
    rows = Sighting.objects.filter(channel=channel, current=True, online=True, after=None).exclude(stamp="")
    found = []
    by_address: dict[str, list[Seen]] = {}
    for one in reading.seen:
        by_address.setdefault(one.address, []).append(one)
    expected = {one.address: one for one in reading.expected}
    for row in rows.only("pk", "address", "first_at"):
        wanted, seen = expected.get(row.address), by_address.get(row.address)
        if wanted is None or not seen or wanted.since is None or wanted.since < since or wanted.withdrawn:
            continue
        newest = max(seen, key=lambda one: one.at)
        if newest.number == wanted.number and newest.facts == wanted.facts and row.first_at >= wanted.since:
            row.after = row.first_at - wanted.since
            found.append(row)
    Sighting.objects.bulk_update(found, ["after"], batch_size=500)


def follow_up(channel: Channel, verdict: Verdict, now: datetime) -> None:
    """Open a finding for what is wrong, or close the one that is open because the channel has recovered."""
    found = ChannelFinding.objects.select_for_update().filter(channel=channel, closed_at=None).first()
    if verdict.state not in TROUBLE:
        if found and verdict.state is not State.LATE:
            found.closed_at, found.next_at = now, None
            found.save(update_fields=["closed_at", "next_at"])
        return
    if found is None:
        if ChannelFinding.objects.filter(channel=channel, state=verdict.state, quiet_until__gt=now).exists():
            return
        found = ChannelFinding(channel=channel, opened_at=now)
    elif found.state == verdict.state:
        return
    found.state, found.reason, found.steps = verdict.state.value, verdict.reason, 0
    found.save()
    tell_of(found, now)


def write_day(channel: Channel, watch: ChannelWatch, now: datetime) -> None:
    """Write the line of today, over the one that stands there."""
    day = timezone.localdate(now)
    start = timezone.make_aware(datetime(day.year, day.month, day.day))
    waits = samples(channel, start, now)
    said = {"state": watch.state, "share": watch.share, "lag": watch.lag, "seen": len(waits)}
    quantiles = {"p50": quantile(waits, 0.5), "p95": quantile(waits, 0.95)}
    ChannelDay.objects.update_or_create(channel=channel, day=day, defaults={**said, **quantiles})


def samples(channel: Channel, start: datetime, end: datetime) -> list[timedelta]:
    """Return how long publications took to become visible, of those first seen in a period; sorted."""
    rows = Sighting.objects.filter(channel=channel, first_at__gte=start, first_at__lte=end, after__isnull=False)
    return sorted(one for one in rows.values_list("after", flat=True)[:MOST_SAMPLES] if one is not None)


def quantile(waits: Sequence[timedelta], part: float) -> timedelta | None:
    """Return the value below or at which this part of sorted values lies; None of none."""
    return waits[max(0, ceil(part * len(waits)) - 1)] if waits else None
