"""robots.txt: what a channel asks visitors to leave alone. Source: RFC 9309."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.robotparser import RobotFileParser

AGENT = "ContentHub"
MOST = 500 * 1024
LONGEST_DELAY = 10.0
"""Seconds: who asks for more is looked at this slowly."""
NOBODY = "User-agent: *\nDisallow: /"


@dataclass(frozen=True)
class Robots:
    """The rules of one host."""

    text: str = ""

    @cached_property
    def parser(self) -> RobotFileParser:
        found = RobotFileParser()
        found.parse(self.text.splitlines())
        return found

    def allow(self, url: str) -> bool:
        return not self.text or self.parser.can_fetch(AGENT, url)

    @property
    def delay(self) -> float:
        """Seconds between two requests that the channel asks for."""
        asked = self.parser.crawl_delay(AGENT) if self.text else None
        return min(float(asked or 0), LONGEST_DELAY)

    @property
    def sitemaps(self) -> Sequence[str]:
        return (self.parser.site_maps() or []) if self.text else []


def read_robots(status: int, body: bytes) -> Robots:
    """Return the rules: none when there is no such file, and all shut while the server cannot say."""
    if 200 <= status < 300:
        return Robots(body[:MOST].decode("utf-8", "replace"))
    return Robots(NOBODY) if status >= 500 or status == 429 else Robots()
