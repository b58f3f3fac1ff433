"""What the processes of a hub share beside the database, in Redis: and how they go on without it.

Nothing that matters is in Redis alone. When it is gone, each process goes on with what it keeps by itself: a request
waits once, briefly, then nobody does; every few seconds one request looks whether it is back. One line in the log says
that it went, one that it is back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from contenthub.shared.client import Remote

_remotes: dict[str, Remote] = {}


def remote() -> Remote | None:
    """Return the Redis of REDIS_URL; None when there is none. Its library is an extra: it is not loaded without."""
    url: str = settings.REDIS_URL
    if not url:
        return None
    if url not in _remotes:
        _remotes[url] = import_string("contenthub.shared.client.Remote")(url)
    return _remotes[url]
