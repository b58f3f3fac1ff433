"""The change log as one channel follows it: what it carries or once carried, so that nothing is passed over."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import Max, QuerySet

from channels.models import Channel
from contenthub.publishing.changes import settled_head
from contenthub.publishing.models import Change
from contenthub.query.store.visible import FACT_SCOPED, UNSCOPED

TRIES = 5
LEEWAY = 1000
"""Lines to read again when somebody is writing at every try: reading one twice does no harm."""

SEEN = f"""(contenthub_change.what = 'model'
 OR (contenthub_change.what = 'fact' AND EXISTS (SELECT 1 FROM content_models_fact
  WHERE content_models_fact.uuid = contenthub_change.uuid
  AND ({UNSCOPED} OR {FACT_SCOPED.format("content_models_fact")})))
 OR (contenthub_change.what NOT IN ('model', 'fact')
  AND (NOT EXISTS (SELECT 1 FROM contenthub_channelscope c WHERE c.channel_id = %s)
  OR EXISTS (SELECT 1 FROM contenthub_snapshot h LEFT JOIN content_models_subject b ON b.uuid = h.subject
   JOIN contenthub_channelscope c ON c.channel_id = %s AND (c.model = '' OR c.model = h.model)
   AND (c.locale = '' OR c.locale = h.locale) AND (c.subject IS NULL OR EXISTS (SELECT 1
    FROM content_models_subject t WHERE t.uuid = c.subject AND substr(b.path, 1, length(t.path)) = t.path))
   WHERE h.uuid = contenthub_change.uuid AND h.locale = contenthub_change.locale))))"""  # noqa: S608 (constants)
"""A line about an item counts when any of its snapshots lay in the channel's scopes: what left them is told too."""


def feed(channel: Channel | None, after: int, limit: int, kinds: Sequence[str] | None = None) -> list[Change]:
    """Return the next lines behind `after` that concern a channel, as far as no earlier line can still appear."""
    lines = _narrowed(channel, kinds).filter(seq__gt=after).order_by("seq")
    found = list(lines[:limit])
    if connection.vendor == "sqlite" or not found:
        return found
    last = found[-1].seq
    there = list(Change.objects.filter(seq__gt=after, seq__lte=last).order_by("seq").values_list("seq", flat=True))
    if len(there) == last - after:
        return found
    head = settled_head()
    if head is not None:
        return list(lines.filter(seq__lte=head)[:limit])
    sure = next((after + place - 1 for place, seq in enumerate(there, 1) if seq != after + place), last)
    return [one for one in found if one.seq <= sure]


def position() -> int:
    """Return a line from which a channel may follow that reads everything as it is now."""
    for _attempt in range(TRIES):
        head = settled_head()
        if head is not None:
            return head
    return max(0, (Change.objects.aggregate(last=Max("seq"))["last"] or 0) - LEEWAY)


def _narrowed(channel: Channel | None, kinds: Sequence[str] | None) -> QuerySet[Change]:
    found = Change.objects.filter(what__in=kinds) if kinds is not None else Change.objects.all()
    if channel is None or channel.pk is None:
        return found
    if channel.locales:
        found = found.filter(locale__in=["", *channel.locales])
    return found.extra(where=[SEEN], params=[channel.pk] * 7)  # noqa: S610 (our own words)
