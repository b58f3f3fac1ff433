"""Markdown: each item as a text file that people edit and machines read, with lists and an `llms.txt`."""

from __future__ import annotations

from channels.kinds.markdown.kind import Markdown


def kind() -> Markdown:
    """Return the channel kind for Markdown."""
    return Markdown()
