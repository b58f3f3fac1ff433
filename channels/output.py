"""The plain data that goes into a channel kind and comes out of it.

A kind receives a `Payload` (what its stored query answered, and for whom) and gives `Output`s. Nothing here
knows the database, the settings or the clock, so a kind written by a stranger gets exactly what ours get.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Level = Literal["error", "warning", "info"]

MAX_PATH = 400
MAX_PART = 200


class UnsafePathError(ValueError):
    """A path that could leave the folder it is written to, or that no file system can hold."""


@dataclass(frozen=True)
class Finding:
    """Something a kind noticed while it rendered; an `error` blocks the approval of what it was rendered for."""

    level: Level
    message: str
    where: str = ""


@dataclass(frozen=True)
class Organisation:
    """Who speaks: the name, languages and house style that every channel shows.

    `colours` may hold `brand`, `accent`, `ink` and `paper` as `#rrggbb`. `logo` is a storage file name.
    `contact` may hold `phone`, `email`, `address` and `url`. The first of `locale_names` is the default language.
    """

    name: str
    hub: str
    locale_names: Mapping[str, str] = field(default_factory=dict)
    base_url: str = ""
    colours: Mapping[str, str] = field(default_factory=dict)
    logo: str | None = None
    contact: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Context:
    """Where a payload is going: the channel, the language, the moment, and the channel's own settings.

    `unlisted` holds locale and key of those items in the answer that have no page on the public site.
    """

    channel: str
    title: str
    locale: str
    base_url: str
    organisation: Organisation
    now: datetime
    settings: Mapping[str, Any] = field(default_factory=dict)
    unlisted: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class Payload:
    """What one stored query answered: `query` is its name in the channel ("item", "index"), `data` the answer.

    `before` holds, by path, what stands in the channel now of the shared files that the kind remembers.
    """

    query: str
    data: Mapping[str, Any]
    context: Context
    before: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Asset:
    """A stored file that an output shows: which file, in which rendition, and the path it needs in the channel.

    The rendition "original" is the file as it is.
    """

    file: str
    rendition: str
    path: str

    def __post_init__(self) -> None:
        check_path(self.path)


@dataclass(frozen=True)
class Made:
    """A file that is costly to make, so it is made only where it is missing: its path holds a hash of what it shows."""

    path: str
    make: Callable[[], bytes] = field(compare=False)

    def __post_init__(self) -> None:
        check_path(self.path)


@dataclass(frozen=True)
class Produced:
    """One output that exists in the channel; the index pages may list these and no others."""

    path: str
    sha256: str
    media_type: str
    uuid: str
    locale: str
    key: str
    stamp: str


@dataclass(frozen=True)
class Output:
    """One finished file of a channel, with the stamps of everything it shows.

    Raises UnsafePathError when `path` is not a relative, normal POSIX path.
    """

    path: str
    media_type: str
    content: bytes
    stamps: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    assets: tuple[Asset, ...] = ()
    made: tuple[Made, ...] = ()

    def __post_init__(self) -> None:
        check_path(self.path)

    @property
    def sha256(self) -> str:
        """Return the SHA-256 of the content in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()

    def produced(self, *, uuid: str, locale: str, key: str, stamp: str) -> Produced:
        """Return the record of this output for the index pages."""
        return Produced(self.path, self.sha256, self.media_type, uuid, locale, key, stamp)


def check_path(path: str) -> str:
    """Return the path unchanged, or raise UnsafePathError when it could leave its folder or cannot be written."""
    parts = path.split("/")
    problem = (
        "is empty"
        if not path
        else "is too long"
        if len(path) > MAX_PATH or any(len(part.encode("utf-8", "replace")) > MAX_PART for part in parts)
        else "holds a backslash, a colon or a control character"
        if not _is_plain(path)
        else "is absolute, or has an empty, '.' or '..' part"
        if any(part in ("", ".", "..") for part in parts)
        else ""
    )
    if problem:
        raise UnsafePathError(
            f"The output path {path[:80]!r} {problem}. Use a relative path such as 'nl/key/index.html'."
        )
    return path


def _is_plain(path: str) -> bool:
    return path.isprintable() and not set(path) & set('\\:*?"<>|')
