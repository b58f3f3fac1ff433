"""Observing: channels whose turn it is are looked at, a handful of pages at a time, and judged when a round ends.

A channel is claimed by an UPDATE of the moment that says that it is due; a worker that dies leaves it to the next.
"""

import logging
from datetime import datetime, timedelta
from time import monotonic

from channels import contracts, outbox, sightings
from channels.models import Channel
from contenthub.dispatch.retire import looked_for
from contenthub.dispatch.watch.judging import judge_and_keep
from contenthub.dispatch.watch.policy import policy_of
from contenthub.dispatch.watch.rounds import look_further
from contenthub.dispatch.watch.tables import ChannelWatch
from contenthub.dispatch.watch.telling import escalate_due
from contenthub.endings import write_missing_endings
from contenthub.governance.notices import Errand, next_morning
from contenthub.insights import feedback, wrapups
from contenthub.tasks.shift import Shift, Tally

LEASE = timedelta(minutes=5)
"""For so long a handful is this worker's."""
AT_A_TIME = 20
LONG = 1.0
"""Seconds after which something else is attended to."""
FORGET = "sightings"
COMPLETE = "endings"
EVERY_HOUR = timedelta(hours=1)

logger = logging.getLogger(__name__)


def observe(shift: Shift) -> Tally:
    """Look at a handful of pages of each channel that is due, for about a second; and tell what is to be told."""
    now = shift.clock()
    begin_watching(now)
    tally = Tally(told=escalate_due(now))
    forget_once_a_day(now)
    complete_endings(now)
    due = ChannelWatch.objects.filter(next_at__lte=now).select_related("channel__owner").order_by("next_at", "pk")
    started = monotonic()
    for watch in due[:AT_A_TIME]:
        if ChannelWatch.objects.filter(pk=watch.pk, next_at=watch.next_at).update(next_at=now + LEASE):
            tally.looked += 1
            attend_to(watch, now)
        if shift.stopped() or monotonic() - started > LONG:
            break
    return tally


def begin_watching(now: datetime) -> None:
    """Give every channel that has none a watch, due at once."""
    new = Channel.objects.filter(watch=None).only("pk")
    rows = [ChannelWatch(channel=channel, next_at=now, began_at=now, since=now) for channel in new]
    ChannelWatch.objects.bulk_create(rows, ignore_conflicts=True)


def attend_to(watch: ChannelWatch, now: datetime) -> None:
    """Look further at one channel; at the end of the round judge it, and plan the next one."""
    channel, next_at = watch.channel, now
    try:
        ended = not worth_a_look(channel, now) or look_further(channel, watch, now)
    except Exception:
        logger.exception("The channel %s could not be looked at; it is tried again later.", channel.key)
        watch.site, ended = {}, True
    if ended:
        begun, watch.round_at = watch.round_at or now, None
        judge_and_keep(channel, now)
        next_at = max(begun + policy_of(channel).every, now + timedelta(seconds=1))
    ChannelWatch.objects.filter(pk=watch.pk).update(next_at=next_at, round_at=watch.round_at, site=watch.site)


def worth_a_look(channel: Channel, now: datetime) -> bool:
    """Tell whether anybody still wants to know: of a retired channel for a set time."""
    return channel.status != Channel.Status.RETIRED or looked_for(channel, now)


def forget_once_a_day(now: datetime) -> None:
    """Delete what is over and old, once a day."""
    if Errand.claim(FORGET, now, next_morning(now), first_at=next_morning(now)):
        sightings.forget_old(now)
        outbox.forget_old(now)
        contracts.forget_old_uses(now)
        feedback.forget_old(now)
        wrapups.forget_old_endings(now)


def complete_endings(now: datetime) -> None:
    """Write down, once an hour, what an older version withdrew while this one was rolled out beside it."""
    if Errand.claim(COMPLETE, now, now + EVERY_HOUR):
        write_missing_endings()
