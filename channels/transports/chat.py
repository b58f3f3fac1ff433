"""Tell a chat tool: one line of text as JSON, to the address that the tool gives for it, which is the secret."""

from __future__ import annotations

import json

from channels.transports.base import Parcel
from channels.transports.webhook import deliver


class Chat:
    """The transport of lines for a chat: `target` is the tool's address, `payload["text"]` the line."""

    key = "chat"

    def send(self, parcel: Parcel) -> None:
        """Post the line. Raises TransportError."""
        body = json.dumps({"text": parcel.payload.get("text", "")}, ensure_ascii=False).encode()
        deliver(parcel, {"Content-Type": "application/json"}, body, allow_private=True)
