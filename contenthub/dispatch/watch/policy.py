"""How a channel wants to be looked at: the table `watch` of its settings, with what holds when it says nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from channels.http import TIMEOUT
from channels.models import Channel

USUAL = timedelta(days=1)
"""How often a channel without a cadence has to show that it lives."""
LOOKS = 6
"""Looks in one interval: a fault is seen twice, and so believed, well within it."""
SHORTEST = timedelta(minutes=5)


@dataclass(frozen=True)
class Policy:
    """Everything that the watching asks about a channel."""

    address: str = ""
    interval: timedelta = USUAL
    every: timedelta = USUAL / LOOKS
    probe: bool = True
    per_second: float = 5.0
    timeout: float = TIMEOUT
    allow_private: bool = False
    cdn: bool = False
    listings: Sequence[str] = ("sitemap.xml",)
    lists: Sequence[str] = ()
    pages: str = ""

    @property
    def looks(self) -> bool:
        """Tell whether the hub looks at the channel itself."""
        return self.probe and bool(self.address)


def policy_of(channel: Channel) -> Policy:
    """Return how a channel is watched. A setting of a wrong type counts as not set."""
    said: Mapping[str, Any] = channel.settings.get("watch") or {}
    interval = channel.cadence or USUAL
    minutes = _number(said.get("minutes"), 0)
    return Policy(
        address=str(said.get("address") or channel.base_url).rstrip("/"),
        interval=interval,
        every=timedelta(minutes=minutes) if minutes else max(interval / LOOKS, SHORTEST),
        probe=said.get("probe") is not False,
        per_second=_number(said.get("per_second"), 5.0),
        timeout=_number(said.get("timeout"), TIMEOUT) or TIMEOUT,
        allow_private=said.get("allow_private") is True,
        cdn=said.get("cdn") is True,
        listings=_words(said.get("listings"), ("sitemap.xml",)),
        lists=_words(said.get("lists"), ()),
        pages=str(said.get("pages") or ""),
    )


def _number(value: Any, usual: float) -> float:
    good = isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
    return float(value) if good else usual


def _words(value: Any, usual: Sequence[str]) -> Sequence[str]:
    return [str(one) for one in value] if isinstance(value, list) else usual
