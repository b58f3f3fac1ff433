"""Zombie content: live, but past its review, without an owner, or shown by nobody but channels that are dead."""

from datetime import datetime
from typing import Any

from django.db.models import Case, Exists, Expression, F, IntegerField, OuterRef, Q, Value, When
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext as _

from channels.models import Channel
from channels.verdict import State
from contenthub.dispatch.placements import Placement
from contenthub.dispatch.watch.tables import ChannelWatch
from contenthub.publishing.snapshots import Publication
from contenthub.query.store.visible import seen_by

DEAD = (State.SILENT, State.ZOMBIE, State.REVENANT, State.RETIRED)
MOST = 500


def zombie_content(now: datetime) -> list[dict[str, Any]]:
    """Return what is live and tended by nobody, each with the reasons, the most reasons first; MOST at most.

    The database counts the reasons: what is fine never leaves it, however much there is.
    """
    reasons = reasons_now(now)
    rows = Publication.objects.filter(status=Publication.Status.LIVE).annotate(**reasons)
    rows = rows.annotate(reasons=sum((F(name) for name in reasons), Value(0))).filter(reasons__gt=0)
    names = ("uuid", "locale", "title", "key")
    found = rows.order_by("-reasons", "title", "locale").values_list(*names, *reasons)[:MOST]
    return [
        {
            **dict(zip(names, (str(row[0]), *row[1:4]), strict=True)),
            "reasons": _words(dict(zip(reasons, row[4:], strict=True))),
        }
        for row in found
    ]


def reasons_now(now: datetime) -> dict[str, Expression]:
    """Return for each reason an expression that is 1 where it holds and 0 elsewhere."""
    found: dict[str, Expression] = {
        "past": _one_if(Q(review_by__lt=timezone.localdate(now))),
        "unowned": _one_if(Q(snapshot__owner="")),
    }
    states = dict(ChannelWatch.objects.exclude(judged_at=None).values_list("channel_id", "state"))
    if not states:  # nobody knows yet which channels live
        return found
    channels = Channel.objects.exclude(status=Channel.Status.RETIRED)
    living = [channel for channel in channels if states.get(channel.pk, State.NEW) not in DEAD]
    placing = [channel for channel in living if Placement.objects.filter(channel=channel).exists()]
    placed = Placement.objects.filter(channel__in=placing, uuid=OuterRef("uuid"), locale=OuterRef("locale"))
    found["unshown"] = _one_if(~Exists(placed))
    for asking in (channel for channel in living if channel not in placing):
        wanted = seen_by(asking)
        if not wanted.parts:  # it may ask for everything
            del found["unshown"]
            break
        case = f"CASE WHEN {wanted.text} THEN 0 ELSE 1 END"
        seen = RawSQL(case, wanted.values, IntegerField())  # noqa: S611 (our own words)
        found["unshown"] = found["unshown"] * seen
    return found


def _one_if(condition: Q | Expression) -> Expression:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())


def _words(holds: dict[str, int]) -> list[str]:
    said = {
        "past": _("past its review date"),
        "unowned": _("nobody owns it"),
        "unshown": _("no living channel shows it"),
    }
    return [words for name, words in said.items() if holds.get(name)]
