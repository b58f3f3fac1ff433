"""Find the installed channel kinds by their entry points.

Ours come through the same door as a stranger's: the group `contenthub.channels` in a package's metadata, each
entry naming a kind or a function without arguments that returns one. A kind that cannot be loaded, or that was
written for another version of the contract, is reported by name and reason and left out; the rest works on.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points

from channels.kinds.base import API, ITEM, Kind

GROUP = "contenthub.channels"

logger = logging.getLogger(__name__)

_KEY = re.compile(r"[a-z][a-z0-9_-]{0,59}")


class UnknownKindError(LookupError):
    """A channel names a kind that is not installed, or that could not be loaded."""


@dataclass(frozen=True)
class Broken:
    """An entry point that gave no usable kind, and why."""

    name: str
    origin: str
    reason: str


@dataclass(frozen=True)
class Registry:
    """The usable kinds by key, and the entries that are not usable."""

    kinds: Mapping[str, Kind]
    broken: tuple[Broken, ...] = ()

    def kind(self, key: str) -> Kind:
        """Return the kind with this key, or raise UnknownKindError with what is known about it."""
        if key in self.kinds:
            return self.kinds[key]
        reason = next((one.reason for one in self.broken if one.name == key), "It is not installed.")
        known = ", ".join(sorted(self.kinds)) or "none"
        raise UnknownKindError(f"There is no channel kind {key!r}. {reason} Installed kinds: {known}.")


@cache
def installed() -> Registry:
    """Return the registry of this process, read once."""
    return load(entry_points(group=GROUP))


def load(entries: Iterable[EntryPoint]) -> Registry:
    """Return the registry of these entry points; of two with the same name the hub's own counts."""
    kinds: dict[str, Kind] = {}
    broken: list[Broken] = []
    for entry in sorted(entries, key=lambda entry: (not entry.value.startswith("channels."), entry.name, entry.value)):
        try:
            kind = _load_kind(entry)
            if entry.name in kinds:
                raise ValueError("Another kind with this name is already installed.")
        except Exception as problem:
            logger.exception("The channel kind %r (%s) cannot be used.", entry.name, entry.value)
            broken.append(Broken(entry.name, entry.value, f"{type(problem).__name__}: {problem}"))
        else:
            kinds[entry.name] = kind
    return Registry(kinds, tuple(broken))


def _load_kind(entry: EntryPoint) -> Kind:
    found = entry.load()
    kind = found if isinstance(found, Kind) and not isinstance(found, type) else found()
    if not isinstance(kind, Kind):
        raise TypeError(f"It lacks {', '.join(_missing(kind))}.")
    if kind.api != API:
        raise ValueError(f"It was written for version {kind.api!r} of the contract; this hub has version {API}.")
    if kind.key != entry.name or not _KEY.fullmatch(kind.key):
        raise ValueError(f"Its key {kind.key!r} must be the name of its entry point, in lower case.")
    if ITEM not in kind.queries or not all(isinstance(text, str) and text.strip() for text in kind.queries.values()):
        raise ValueError(f"It needs a query text named {ITEM!r}, and no empty ones.")
    if not kind.template_version or set(kind.template_version) & set("; \n"):
        raise ValueError("Its template_version must be a word.")
    return kind


def _missing(kind: object) -> list[str]:
    wanted = ("key", "label", "api", "media_type", "queries", "template_version", "render_item", "render_index")
    return [name for name in wanted if not hasattr(kind, name)]
