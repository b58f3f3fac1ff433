"""E-mail: one message for each item, ready to send, and a newsletter of the newest."""

from __future__ import annotations

from channels.kinds.email.kind import Email


def kind() -> Email:
    """Return the channel kind for e-mail."""
    return Email()
