"""The web: static pages that need no server program, no script and no other host."""

from __future__ import annotations

from channels.kinds.web.kind import Web


def kind() -> Web:
    """Return the channel kind for web pages."""
    return Web()
