"""Answers that all processes share, in Redis: a second place to look, behind what a process keeps itself.

Redis is never asked whether an answer still holds. Each answer carries the place in the change log up to which every
commit was known when it was worked out, and what it depends on. Whoever finds it holds that against the lines that it
has itself read from the database: an answer is taken only when none of them, behind that place, touches it.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from threading import Lock
from time import time
from typing import Any

import orjson
from django.conf import settings

from contenthub.query.kept.answers import Kept
from contenthub.query.kept.tags import touched
from contenthub.query.kept.watch import Commit, Place
from contenthub.shared import remote

SEAL = 32
LONGEST = 900.0
"""Seconds for which an answer stays in Redis at most."""
MOST_BYTES = 1024 * 1024
MOST_TAGS = 100_000
NEVER = 2**63
SOURCES = ("contenthub", "content_models", "channels")
SHAPING = ("HUB_ID", "BASE_URL", "TIME_ZONE", "LANGUAGE_CODE", "WAGTAIL_CONTENT_LANGUAGES", "MEDIA_URL", "STORAGES")


@dataclass
class Recent:
    """The last lines of the change log, as this process read them: which tags were touched by which line last."""

    since: int = NEVER
    """All lines behind this one are known here."""
    last: dict[str, int] = field(default_factory=dict)
    marks: dict[int, str] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def hear(self, commit: Commit) -> None:
        """Note what a commit touches."""
        with self.lock:
            if commit.everything:
                self.since, self.last, self.marks = NEVER if commit.since is None else commit.since, {}, {}
            elif max(len(self.last), len(self.marks)) > MOST_TAGS and commit.lines:
                self.since, self.last, self.marks = max(line.seq for line in commit.lines), {}, {}
            now = time()
            for line in commit.lines:
                self.marks[line.seq] = line.mark
                for tag in touched([line], now):
                    self.last[tag] = max(line.seq, self.last.get(tag, 0))

    def mark_of(self, place: int) -> str | None:
        """Return what tells a place of this history from one of another; None when it is not known here."""
        return "" if place == 0 == self.since else self.marks.get(place)

    def is_untouched(self, tags: Collection[str], place: int, mark: str) -> bool:
        """Return whether nothing that this process knows of touched any of the tags after a place of this history."""
        with self.lock:
            known = place >= self.since and self.mark_of(place) == mark
            return known and all(self.last.get(tag, 0) <= place for tag in tags)


@dataclass
class Shared:
    """The way to answers in Redis; without REDIS_URL, or with HUB_SHARE_ANSWERS off, there are none."""

    recent: Recent = field(default_factory=Recent)
    hits: int = 0
    misses: int = 0

    def get(self, key: Any, place: Place | None, now: float) -> Kept | None:
        """Return an answer to the question `key` that holds at `now` (seconds since 1970) and in what is known here."""
        there = remote() if settings.HUB_SHARE_ANSWERS and place is not None else None
        if there is None or place is None:
            return None
        name = name_of(key, place)
        found = read(name, there.get(name) or b"")
        if found is None or now >= found[0].get("until", now) or not self._holds(found[0]):
            self.misses += 1
            return None
        self.hits += 1
        about, body = found
        return Kept(body, frozenset(about["tags"]), about["until"], key)

    def put(self, kept: Kept, place: Place | None, now: float) -> None:
        """Let others have an answer that was worked out from what stood at `place`, or later."""
        there = remote() if settings.HUB_SHARE_ANSWERS and place is not None else None
        mark = self.recent.mark_of(place.settled) if place is not None else None
        if there is None or place is None or mark is None or len(kept.body) > MOST_BYTES or kept.until <= now:
            return
        until = min(kept.until, now + LONGEST)
        about = {"tags": sorted(kept.tags), "until": until, "settled": place.settled, "mark": mark}
        name = name_of(kept.key, place)
        there.put(name, write(name, about, kept.body), until - now)

    def _holds(self, about: Mapping[str, Any]) -> bool:
        return self.recent.is_untouched(about["tags"], about["settled"], about["mark"])


def name_of(key: Any, place: Place) -> str:
    """Return where the answer to a question stands: by everything that decides it beside the change log."""
    told = repr((key, place.epoch, place.stamp, build())).encode(errors="surrogatepass")
    return f"answer:{hashlib.blake2b(told, digest_size=24).hexdigest()}"


def write(name: str, about: Mapping[str, Any], body: bytes) -> bytes:
    text = orjson.dumps(about) + b"\n" + body
    return seal_of(name, text) + text


def read(name: str, given: bytes) -> tuple[dict[str, Any], bytes] | None:
    """Return what was kept under a name and nothing else: what was damaged, moved or put there by others is nothing."""
    text = given[SEAL:]
    if not text or given[:SEAL] != seal_of(name, text):
        return None
    about, _line, body = text.partition(b"\n")
    return orjson.loads(about), body


def seal_of(name: str, text: bytes) -> bytes:
    secret = hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32).digest()
    return hashlib.blake2b(name.encode() + b"\n" + text, key=secret, digest_size=SEAL).digest()


@cache
def build() -> str:
    """Return what tells this code, its libraries and the settings that shape answers from all others."""
    found = hashlib.blake2b(digest_size=16)
    root = Path(settings.BASE_DIR)
    for file in sorted(one for name in SOURCES for one in (root / name).rglob("*.py")):
        found.update(file.read_bytes())
    found.update(repr(sorted(f"{one.name} {one.version}" for one in distributions())).encode())
    found.update(repr([getattr(settings, name) for name in SHAPING]).encode())
    return found.hexdigest()
