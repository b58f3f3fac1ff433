"""Own template: a channel that somebody makes in the admin, with a query and a Liquid template, and no code."""

from __future__ import annotations

from channels.kinds.template.kind import Template


def kind() -> Template:
    """Return the channel kind for channels without code."""
    return Template()
