"""Which files an image needs in a channel: one for each rendition the query answered, under a name that never changes.

Image files are immutable in the hub, so a path made of the image's id and the rendition's name can be cached for ever.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from channels.kinds.read import integer, mapping, text
from channels.output import Asset

FOLDER = "assets/images"
ORIGINAL = "original"
SHOWN = ("small", "medium", "large")
"""The renditions that show the whole image, in sizes for a screen; others are for other channels."""
FORMATS = (("image/avif", tuple(f"{name}_avif" for name in SHOWN)), ("image/webp", SHOWN))
"""Media types with their renditions, the smallest files first. Where the hub cannot make AVIF there are none of it."""
PLAIN = "jpeg"
"""The rendition that every browser can show."""

EXTENSIONS = {".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".svg"}


@dataclass(frozen=True)
class Size:
    """One rendition of an image: the file and its size in pixels."""

    asset: Asset
    width: int
    height: int


def sizes(value: Mapping[str, Any]) -> list[Size]:
    """Return the renditions of an image value, one for each width, the smallest first; none of an unusable value."""
    if found := _named(value, SHOWN):
        return found
    uuid, file = _file(value)
    original = _size(value, uuid, file, ORIGINAL, file) if file else None
    return [original] if original else []


def formats(value: Mapping[str, Any]) -> list[tuple[str, list[Size]]]:
    """Return the media types an image may be had in, each with its sizes; the one to be tried first stands first."""
    return [(media_type, found) for media_type, names in FORMATS if (found := _named(value, names))]


def plain(value: Mapping[str, Any]) -> Size | None:
    """Return the image as every browser can show it; None when the query did not answer that."""
    return next(iter(_named(value, (PLAIN,))), None)


def _named(value: Mapping[str, Any], names: Sequence[str]) -> list[Size]:
    """Return these renditions of an image, one for each width, the smallest first."""
    uuid, file = _file(value)
    renditions = mapping(value.get("renditions"))
    named = ((name, mapping(renditions.get(name))) for name in names if file)
    found = [size for name, one in named if (size := _size(one, uuid, file, name, one.get("src")))]
    widths = {size.width: size for size in reversed(found)}
    return [widths[width] for width in sorted(widths)]


def _file(value: Mapping[str, Any]) -> tuple[str, str]:
    """Return an image's id and stored file; the file is empty when either cannot be used."""
    uuid, file = text(value.get("image")), text(value.get("file"))
    return uuid, file if re.fullmatch(r"[\w-]{1,64}", uuid) else ""


def _size(one: Mapping[str, Any], uuid: str, file: str, name: str, source: object) -> Size | None:
    width, height = integer(one.get("width")), integer(one.get("height"))
    if not width or not height:
        return None
    return Size(Asset(file, name, f"{FOLDER}/{uuid}-{name}{_suffix(source, file)}"), width, height)


def _suffix(source: object, file: str) -> str:
    """Return the file extension of a rendition's address, or that of the stored file."""
    for name in (urlsplit(text(source)).path, file):
        suffix = posixpath.splitext(name)[1].lower()
        if suffix in EXTENSIONS:
            return suffix
    return ".jpg"
