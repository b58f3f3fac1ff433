"""Purging the caches before the hub: what changed, as the tags of answers, in as few calls as may be.

One purge is for all channels, since a tag does not say of whose answer it is. Its key is made of what changed and not
of the channel that follows: the one that comes first puts it, the others find it there.
"""

import hashlib
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.utils import timezone

from channels import outbox
from channels.models import Channel, Shipment
from contenthub.publishing.snapshots import Change, Publication
from contenthub.query.kept import tags
from contenthub.query.kept.watch import Line
from contenthub.query.web.answered import EVERYTHING, MANY
from contenthub.tasks.shift import Shift

PURGE = "purge"
USUAL = 100
"""Tags in one call of a transport that says nothing of how many it takes."""


def purged_tags(changes: Sequence[Change], facts: Iterable[str]) -> list[str]:
    """Return the tags that lines of the change log touch, and facts whose value begins or ends to hold; sorted."""
    if any(one.what == "model" for one in changes):
        return [EVERYTHING]
    rows = Publication.objects.filter(uuid__in={one.uuid for one in changes if one.what != "fact"})
    names = {row[:2]: row[2:] for row in rows.values_list("uuid", "locale", "model", "key")}
    lines = [
        Line(one.seq, one.what, str(one.uuid), one.locale, *names.get((one.uuid, one.locale), ("", "")), str(one.at))
        for one in changes
    ]
    now = timezone.now()
    lines += [Line(0, "fact", uuid, "", "", "", str(now)) for uuid in facts]
    found = set(tags.touched(lines, now.timestamp()))
    return sorted(found | {MANY}) if found else []


def purges(channel: Channel, found: Sequence[str], cause: str, shift: Shift) -> list[Shipment]:
    """Return the calls that purge these tags; none without HUB_PURGE_URL."""
    url, name = settings.HUB_PURGE_URL, settings.HUB_PURGE_TRANSPORT
    if not url:
        return []
    most, now = int(getattr(shift.transports.get(name), "most", USUAL)), shift.clock()
    parts = [list(found[start : start + most]) for start in range(0, len(found), most)]
    return [
        outbox.draft(channel, name, f"{PURGE}:{cause}:{digest(part)}", now=now, target=url, payload={"tags": part})
        for part in parts
    ]


def digest(part: Sequence[str]) -> str:
    return hashlib.sha256(" ".join(part).encode()).hexdigest()[:32]
