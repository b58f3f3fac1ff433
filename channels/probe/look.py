"""Looking at addresses: one, or many side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from channels.http import Answer, HttpError
from channels.probe.find import Found, find
from channels.probe.pace import Pace

AT_ONCE = 4
"""Requests of one channel that are under way at the same time."""
BUSY = 429

Fetch = Callable[[str, Mapping[str, str]], Answer]
"""Asks an address with headers, following redirects. Raises HttpError."""


@dataclass(frozen=True)
class Ask:
    """An address to look at, with what was remembered of it, so that it need not be sent again."""

    url: str
    etag: str = ""
    modified: str = ""

    @property
    def headers(self) -> dict[str, str]:
        tag = {"If-None-Match": self.etag} if self.etag else {}
        return tag | ({"If-Modified-Since": self.modified} if self.modified else {})


@dataclass(frozen=True)
class Look:
    """What one look saw. `status` None: no answer, and `reason` says why; `final`: where redirects led."""

    url: str
    status: int | None = None
    final: str = ""
    found: Found = field(default_factory=Found)
    etag: str = ""
    modified: str = ""
    reason: str = ""

    @property
    def unchanged(self) -> bool:
        return self.status == 304

    @property
    def online(self) -> bool:
        """Something stands there, even when it asks who one is."""
        return self.status is not None and (200 <= self.status < 300 or self.status in (304, 401, 403))

    @property
    def said_nothing(self) -> bool:
        """The channel is only busy: this look says neither yes nor no."""
        return self.status == BUSY


def look(ask: Ask, fetch: Fetch) -> Look:
    """Look once. Never raises for what a channel does."""
    try:
        answer = fetch(ask.url, ask.headers)
    except HttpError as problem:
        return Look(ask.url, reason=str(problem))
    headers = answer.headers
    found = find(answer.body, answer.media_type, headers) if answer.status != 304 else Found()
    reason = "" if answer.status < 400 else f"HTTP {answer.status}"
    etag, modified = headers.get("etag", ""), headers.get("last-modified", "")
    return Look(ask.url, answer.status, answer.url, found, etag, modified, reason)


def look_at(asks: Iterable[Ask], fetch: Fetch, pace: Pace, at_once: int = AT_ONCE) -> Iterator[Look]:
    """Look at many, side by side and at this pace; yields in the order asked."""

    def one(ask: Ask) -> Look:
        pace.wait()
        return look(ask, fetch)

    with ThreadPoolExecutor(max_workers=max(1, at_once), thread_name_prefix="probe") as pool:
        yield from pool.map(one, asks)
