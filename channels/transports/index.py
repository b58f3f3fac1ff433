"""The transports that come with the hub, by key."""

from __future__ import annotations

from channels.transports.base import Transport
from channels.transports.smtp import Smtp
from channels.transports.webhook import Webhook

TRANSPORTS: tuple[Transport, ...] = (Smtp(), Webhook())


def transports() -> dict[str, Transport]:
    """Return every transport that takes parcels. Files are written where a channel is produced."""
    return {transport.key: transport for transport in TRANSPORTS}
