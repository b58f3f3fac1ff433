"""Apps: a bundle of JSON documents that works without a connection, under a contract with a version."""

from __future__ import annotations

from channels.kinds.app.kind import App


def kind() -> App:
    """Return the channel kind for apps."""
    return App()
