"""The transports by key: those that come with the hub, and those of other packages.

A package adds one by an entry point of the group `contenthub.transports` that names a transport, or a function without
arguments that returns one. One that cannot be loaded is reported and left out; the hub's own keep their keys.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from functools import cache
from importlib.metadata import EntryPoint, entry_points

from channels.transports.base import Transport
from channels.transports.chat import Chat
from channels.transports.purge import Purge
from channels.transports.smtp import Smtp
from channels.transports.webhook import Webhook

GROUP = "contenthub.transports"
TRANSPORTS: tuple[Transport, ...] = (Smtp(), Webhook(), Chat(), Purge())

logger = logging.getLogger(__name__)


@cache
def transports() -> dict[str, Transport]:
    """Return every transport that takes parcels. Files are written where a channel is produced."""
    return load(entry_points(group=GROUP))


def load(entries: Iterable[EntryPoint]) -> dict[str, Transport]:
    """Return the hub's own transports and those of these entry points."""
    found: dict[str, Transport] = {}
    for entry in sorted(entries, key=lambda entry: (entry.name, entry.value)):
        try:
            loaded = entry.load()
            one: Transport = loaded if hasattr(loaded, "send") and not isinstance(loaded, type) else loaded()
            if one.key != entry.name or not callable(one.send):
                raise ValueError("Its key must be the name of its entry point, and it needs a method send.")
            found[entry.name] = one
        except Exception:
            logger.exception("The transport %r (%s) cannot be used.", entry.name, entry.value)
    return found | {one.key: one for one in TRANSPORTS}
