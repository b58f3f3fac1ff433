"""Tell another program over HTTP, signed so that it knows who speaks. Source: Standard Webhooks 1.0.

    webhook-id          the shipment's key: the same in every attempt, so that a repeat is recognised
    webhook-timestamp   seconds since 1970; a receiver refuses what is older than a few minutes
    webhook-signature   v1,<base64 of HMAC-SHA256 over id.timestamp.body>, one for each valid secret, divided by spaces

Secrets are `whsec_` and base64 of 24 to 64 bytes. With two of them a receiver can change from one to the other.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from channels.http import HttpError, request
from channels.transports.base import Parcel, TransportError

PREFIX = "whsec_"
PASSING = (408, 409, 425, 429)
"""Refusals among 4xx that may pass."""


class Webhook:
    """The transport of calls: `target` is the receiver's address, the payload its JSON body.

    Settings of the channel: `webhook.secrets`, and `webhook.allow_private` for a receiver within the own walls.
    """

    key = "webhook"

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock

    def send(self, parcel: Parcel) -> None:
        """Call the receiver once. Raises TransportError."""
        settings: Mapping[str, Any] = parcel.settings.get("webhook") or {}
        body = parcel.content or json.dumps(parcel.payload, ensure_ascii=False, separators=(",", ":")).encode()
        moment = int(self.clock())
        headers = {
            "Content-Type": "application/json",
            "webhook-id": parcel.key,
            "webhook-timestamp": str(moment),
            "webhook-signature": sign(parcel.key, moment, body, secrets_of(settings)),
        }
        deliver(parcel, headers, body, allow_private=bool(settings.get("allow_private")))


def deliver(parcel: Parcel, headers: Mapping[str, str], body: bytes, *, allow_private: bool) -> None:
    """Call a receiver once, without following it anywhere. Raises TransportError."""
    try:
        answer = request("POST", parcel.target, headers=headers, body=body, allow_private=allow_private)
    except HttpError as problem:
        raise TransportError(str(problem), permanent=problem.permanent, down=not problem.permanent) from problem
    if not 200 <= answer.status < 300:
        permanent = 300 <= answer.status < 500 and answer.status not in PASSING
        said = answer.body[:200].decode("utf-8", "replace").strip()
        message = f"The receiver answered {answer.status}. {said}".strip()
        raise TransportError(message, permanent=permanent, down=answer.status >= 500 or answer.status == 429)


def secrets_of(settings: Mapping[str, Any]) -> list[bytes]:
    """Return the bytes of the secrets. Raises TransportError when there is none that can be used."""
    found = []
    for secret in settings.get("secrets") or ():
        try:
            found.append(base64.b64decode(str(secret).removeprefix(PREFIX), validate=True))
        except binascii.Error as problem:
            raise TransportError("A secret of this webhook is not base64. Make a new one.", permanent=True) from problem
    if not found or min(map(len, found)) < 24:
        message = "This webhook has no secret of at least 24 bytes. Put one in webhook.secrets of the channel."
        raise TransportError(message, permanent=True)
    return found


def sign(key: str, moment: int, body: bytes, secrets: Sequence[bytes]) -> str:
    """Return the value of `webhook-signature`."""
    text = f"{key}.{moment}.".encode() + body
    digests = (hmac.new(secret, text, hashlib.sha256).digest() for secret in secrets)
    return " ".join(f"v1,{base64.b64encode(digest).decode()}" for digest in digests)
