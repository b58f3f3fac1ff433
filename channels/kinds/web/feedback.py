"""Asking a reader whether the page was right: a form that needs no script, about a section of exactly this snapshot."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from channels.kinds.arrange.parts import Part
from channels.kinds.read import text
from channels.output import Context


class Asked(TypedDict):
    """What the form needs: where it goes, what it is about, and the sections to choose from."""

    action: str
    stamp: str
    channel: str
    sections: list[str]


def ask(context: Context, stamp: str, parts: Iterable[Part]) -> Asked | None:
    """Return the form; None unless the channel's settings say `"feedback": true` and the hub's address is known."""
    hub = text(context.settings.get("hub_url"))
    if context.settings.get("feedback") is not True or not hub or not stamp:
        return None
    sections = list(dict.fromkeys(part.label for part in parts if part.label))
    return {"action": f"{hub}/feedback", "stamp": stamp, "channel": context.channel, "sections": sections}
