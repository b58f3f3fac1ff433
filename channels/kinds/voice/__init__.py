"""Voice: what a speech synthesiser reads aloud for each item, as SSML 1.1."""

from __future__ import annotations

from channels.kinds.voice.kind import Voice


def kind() -> Voice:
    """Return the channel kind for voice."""
    return Voice()
