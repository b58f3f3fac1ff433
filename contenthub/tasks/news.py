"""What has to be produced again: from lines of the change log, and from facts that begin or end to hold."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db.models import Q

from content_models.models import FactVersion
from contenthub.publishing.snapshots import Change, Publication
from contenthub.tasks.purge import purged_tags

MOST = 10_000
"""More uses than this are not counted: every channel is produced as a whole."""
OF_ITEMS = ("published", "withdrawn", "redacted")

Pair = tuple[str, str]
"""A uuid and a locale."""


@dataclass
class News:
    """What changed up to a line of the log and a moment: per item the cause, and the last cause of all."""

    position: int
    moment: datetime
    pairs: dict[Pair, str] = field(default_factory=dict)
    cause: str = ""
    touches_all: bool = False
    tags: list[str] = field(default_factory=list)
    """What caches before the hub must no longer answer, when there are any."""


def news_of(changes: Sequence[Change], position: int, moment: datetime, now: datetime) -> News:
    """Return what these changes and the facts' boundaries in (moment, now] touch."""
    news = News(changes[-1].seq if changes else position, moment)
    items = {str(one.uuid): f"change-{one.seq}" for one in changes if one.what in OF_ITEMS}
    facts = {str(one.uuid): f"change-{one.seq}" for one in changes if one.what == "fact"}
    if boundaries := _boundaries(moment, now):
        news.moment = now
        facts = {**boundaries, **facts}
    news.cause = f"change-{news.position}" if changes else max(facts.values(), default="")
    news.tags = purged_tags(changes, boundaries) if settings.HUB_PURGE_URL else []
    news.touches_all = any(one.what == "model" for one in changes)
    _note(news, items, Publication.objects.filter(uuid__in=list(items)).values_list("uuid", "uuid", "locale"))
    _note(news, items, _users("item", items))
    _note(news, facts, _users("fact", facts))
    return news


def _boundaries(after: datetime, now: datetime) -> dict[str, str]:
    """Return the facts with a value that begins or ends in (after, now], and the cause in words."""
    begins, ends = Q(valid_from__gt=after, valid_from__lte=now), Q(valid_until__gt=after, valid_until__lte=now)
    rows = FactVersion.objects.filter(begins | ends).values_list("fact__uuid", "valid_from", "valid_until")
    last: dict[str, datetime] = {}
    for uuid, start, end in rows:
        for moment in (start, end):
            if moment and after < moment <= now:
                last[str(uuid)] = max(moment, last.get(str(uuid), moment))
    return {uuid: f"fact-{uuid}-{moment:%Y%m%dT%H%M%S.%f}" for uuid, moment in sorted(last.items())}


def _users(kind: str, targets: dict[str, str]) -> Iterable[tuple[object, object, str]]:
    """Yield (target, uuid, locale) for what is current and shows one of the targets, once for each use."""
    used = {"snapshot__dependencies__kind": kind, "snapshot__dependencies__target__in": list(targets)}
    rows = Publication.objects.filter(**used).values_list("snapshot__dependencies__target", "uuid", "locale")
    return rows[: MOST + 1] if targets else ()


def _note(news: News, causes: dict[str, str], rows: Iterable[tuple[object, object, str]]) -> None:
    for count, (target, uuid, locale) in enumerate(rows):
        news.touches_all |= count == MOST
        news.pairs[(str(uuid), locale)] = causes[str(target)]
