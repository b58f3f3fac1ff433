"""Answers kept as bytes, with what they depend on; bounded in bytes, the longest unused thrown out first."""

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass, field
from threading import Lock
from time import time
from typing import Any

import brotli

from contenthub.query.kept.tags import touched
from contenthub.query.kept.watch import Commit

ENTRY_BYTES = 1500
"""What an answer costs beside its bytes: keys, headers, tags."""
TAG_BYTES = 150
WORTH_PACKING = 800
"""Bytes below which a packed answer is no smaller on the way."""

Headers = list[tuple[str, str]]


@dataclass(slots=True, weakref_slot=True)
class Kept:
    """One answer: its bytes, what it depends on, and until when it holds by itself (seconds since 1970)."""

    body: bytes
    tags: frozenset[str]
    until: float
    key: Any
    etag: str = ""
    packed: dict[str, bytes] = field(default_factory=dict)
    ready: dict[Any, Any] = field(default_factory=dict)
    """Whole responses, by what the request said beside its question."""

    def __post_init__(self) -> None:
        self.etag = hashlib.blake2b(self.body, digest_size=16).hexdigest()

    @property
    def stamp(self) -> Any:
        """Of the content models by which it was answered; see `question.Asked.key`."""
        return self.key[0]

    def bytes_for(self, encoding: str) -> bytes:
        """Return the body in an encoding, packed once."""
        if encoding == "gzip" and "gzip" not in self.packed:
            self.packed["gzip"] = gzip.compress(self.body, 6, mtime=0)
        elif encoding == "br" and "br" not in self.packed:
            self.packed["br"] = brotli_of(self.body)
        return self.packed.get(encoding, self.body)

    @property
    def size(self) -> int:
        return ENTRY_BYTES + 2 * len(self.body) + TAG_BYTES * len(self.tags)


def brotli_of(body: bytes) -> bytes:
    packed: bytes = brotli.compress(body, quality=5)
    return packed


class Answers:
    """Answers by key: everything that decides what is answered, the channel and the rights of the token among it."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes, self.bytes, self.generation = most_bytes, 0, 0
        self.kept: OrderedDict[Any, Kept] = OrderedDict()
        self.by_tag: dict[str, set[Any]] = {}
        self.lock = Lock()
        self.hits = self.misses = self.evicted = 0

    def get(self, key: Any, now: float) -> Kept | None:
        """Return an answer that still holds."""
        found = self.kept.get(key)
        if found is None or now >= found.until:
            self.misses += 1
            return None
        self.hits += 1
        try:
            self.kept.move_to_end(key)
        except KeyError:  # another thread just threw it out
            return found
        return found

    def put(self, key: Any, answer: Kept, generation: int) -> None:
        """Keep an answer, unless something changed since the request that it answers began."""
        with self.lock:
            if generation != self.generation or answer.size > self.most_bytes // 8:
                return
            self._throw(key)
            self.kept[key] = answer
            self.bytes += answer.size
            for tag in answer.tags:
                self.by_tag.setdefault(tag, set()).add(key)
            while self.bytes > self.most_bytes and self.kept:
                self._throw(next(iter(self.kept)))

    def hear(self, generation: int, commit: Commit) -> None:
        """Throw out what a commit touches."""
        with self.lock:
            self.generation = generation
            if commit.everything:
                self.evicted += len(self.kept)
                self.kept.clear()
                self.by_tag.clear()
                self.bytes = 0
                return
            self.evict(set(touched(commit.lines, time())))

    def evict(self, tags: Collection[str]) -> None:
        keys = {key for tag in tags for key in self.by_tag.get(tag, ())}
        self.evicted += len(keys)
        for key in keys:
            self._throw(key)

    def _throw(self, key: Any) -> None:
        found = self.kept.pop(key, None)
        if found is None:
            return
        self.bytes -= found.size
        for tag in found.tags:
            holders = self.by_tag.get(tag)
            if holders is not None:
                holders.discard(key)
                if not holders:
                    del self.by_tag[tag]
