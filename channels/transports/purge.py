"""Tell a cache before the hub which answers no longer hold: the keys of their `Surrogate-Key`, some at a time.

    POST <target>   {"tags": ["i-…", "f-…", "l-faq-nl", "many"]}   Authorization: Bearer <HUB_PURGE_TOKEN>

Another way of saying it (a provider's own) is another transport: a package brings it by an entry point of the group
`contenthub.transports`, with a `send` that takes `payload["tags"]`, and `most`, how many tags one call may name.
"""

from __future__ import annotations

import json

from django.conf import settings

from channels.transports.base import Parcel
from channels.transports.webhook import deliver


class Purge:
    """The transport of purges: `target` is the address of the cache, or of what empties it."""

    key = "purge"
    most = 100

    def send(self, parcel: Parcel) -> None:
        """Name the tags once. Raises TransportError."""
        body = json.dumps({"tags": parcel.payload.get("tags", [])}, separators=(",", ":")).encode()
        headers = {"Content-Type": "application/json", "webhook-id": parcel.key}
        if settings.HUB_PURGE_TOKEN:
            headers["Authorization"] = f"Bearer {settings.HUB_PURGE_TOKEN}"
        deliver(parcel, headers, body, allow_private=True)
