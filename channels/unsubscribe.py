"""Who unsubscribes: a token for each reader of a list, in the address behind “unsubscribe” (RFC 8058).

A mail program posts to that address by itself, without cookies and without asking, so the address alone has to say who
it is. A mail is produced once for all readers and holds a placeholder; the transport puts the token in its place when
it sends the mail to one of them. A token cannot be guessed and tells nothing of the address.
"""

from __future__ import annotations

import base64
import re

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

PLACEHOLDER = "RECIPIENT_TOKEN"
"""Stands in a produced mail where the token of its reader comes."""

TOKEN = re.compile(r"[A-Za-z0-9_-]{16,70}")
"""What a token looks like: it fits in an address as it is, and on a line of a mail."""

_SOFT = rb"(?:=\r?\n)?"
_IN_MAIL = re.compile(_SOFT.join(re.escape(sign).encode() for sign in PLACEHOLDER))
_BREAK = b"=\r\n"


def token_of(channel: str, address: str, secret: str | bytes | None = None) -> str:
    """Return the token of a reader of a channel: the same for every mail, another one for every channel."""
    named = f"{channel}\n{address.strip().lower()}"
    digest = salted_hmac("channels.unsubscribe", named, secret=secret, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def belongs_to(token: str, channel: str, address: str) -> bool:
    """Tell whether a token is that of this reader, by the secret key of the hub or one it had before."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(constant_time_compare(token, token_of(channel, address, key)) for key in keys)


def with_token(content: bytes, token: str) -> bytes:
    """Return a mail with the token in place of every placeholder, also of one broken over two encoded lines."""
    head, gap, body = content.partition(b"\r\n\r\n")
    filled = token.encode("ascii")
    head = head.replace(PLACEHOLDER.encode(), filled)
    return head + gap + _IN_MAIL.sub(lambda _found: _BREAK + filled + _BREAK, body)
