"""Signage: each item as one picture of 1920 by 1080 pixels for a screen in a hall, and a play list."""

from __future__ import annotations

from channels.kinds.signage.kind import Signage


def kind() -> Signage:
    """Return the channel kind for screens."""
    return Signage()
