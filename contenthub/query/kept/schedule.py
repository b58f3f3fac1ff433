"""When the hub changes next by its calendar: an item goes live or expires. Looked up at most every few seconds."""

from datetime import UTC, datetime
from threading import Lock

from wagtail.models.workflows import Revision

from contenthub.publishing.models import Publication

EVERY = 5.0
_lock = Lock()
_known: tuple[float, float] = (0.0, float("inf"))
"""(when it was looked up, the moment), both in seconds since 1970."""


def next_scheduled(now: float) -> float:
    """Return the next scheduled moment, in seconds since 1970; infinity when there is none."""
    global _known  # noqa: PLW0603
    looked, moment = _known
    if 0 <= now - looked < EVERY and now < moment:
        return moment
    if not _lock.acquire(blocking=False):
        return moment if now < moment else now
    try:
        _known = (now, _look(datetime.fromtimestamp(now, UTC)))
        return _known[1]
    finally:
        _lock.release()


def _look(now: datetime) -> float:
    moments = (
        Revision.objects.filter(approved_go_live_at__gt=now)
        .order_by("approved_go_live_at")
        .values_list("approved_go_live_at", flat=True)
        .first(),
        Publication.objects.filter(expires_at__gt=now, status=Publication.Status.LIVE)
        .order_by("expires_at")
        .values_list("expires_at", flat=True)
        .first(),
    )
    return min((moment.timestamp() for moment in moments if moment is not None), default=float("inf"))
