"""Social media: for each item the posts for each network, within its limits, with a picture and its description."""

from __future__ import annotations

from channels.kinds.social.kind import Social


def kind() -> Social:
    """Return the channel kind for social media."""
    return Social()
