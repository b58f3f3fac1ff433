"""Zombie content: live, but past its review, without an owner, or shown by nobody but channels that are dead."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from channels.models import Channel
from channels.verdict import State
from contenthub.dispatch.placements import Placement
from contenthub.dispatch.watch.tables import ChannelWatch
from contenthub.publishing.snapshots import Publication
from contenthub.query.store.visible import visible

DEAD = (State.SILENT, State.ZOMBIE, State.REVENANT, State.RETIRED)
MOST = 500


def zombie_content(now: datetime) -> list[dict[str, Any]]:
    """Return what is live and tended by nobody, each with the reasons, the most reasons first."""
    lives = alive_items()
    rows = Publication.objects.filter(status=Publication.Status.LIVE).select_related("snapshot")
    found = []
    for row in rows.defer("snapshot__body", "snapshot__findings").order_by("title", "locale"):
        if reasons := reasons_of(row, lives, now):
            found.append(
                {"uuid": str(row.uuid), "locale": row.locale, "title": row.title, "reasons": reasons, "key": row.key}
            )
    return sorted(found, key=lambda one: -len(one["reasons"]))[:MOST]


def reasons_of(row: Publication, lives: set[tuple[object, str]] | None, now: datetime) -> list[str]:
    """Return why an item counts as a zombie: nothing for most."""
    found = []
    if row.review_by and row.review_by < timezone.localdate(now):
        found.append(_("past its review date"))
    if not row.snapshot.owner:
        found.append(_("nobody owns it"))
    if lives is not None and (row.uuid, row.locale) not in lives:
        found.append(_("no living channel shows it"))
    return found


def alive_items() -> set[tuple[object, str]] | None:
    """Return the items that a living channel carries; None while no channel has been judged."""
    states = dict(ChannelWatch.objects.exclude(judged_at=None).values_list("channel_id", "state"))
    if not states:
        return None
    found: set[tuple[object, str]] = set()
    for channel in Channel.objects.exclude(status=Channel.Status.RETIRED):
        if states.get(channel.pk, State.NEW) not in DEAD:
            found.update(_carried(channel))
    return found


def _carried(channel: Channel) -> Iterable[tuple[object, str]]:
    """Return what a channel shows: what the hub put there, or all that it may ask for."""
    placed = Placement.objects.filter(channel=channel).values_list("uuid", "locale")
    return placed if placed else visible(channel).values_list("uuid", "locale")
