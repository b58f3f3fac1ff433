"""Which files an image needs in a channel: one for each rendition the query answered, under a name that never changes.

Image files are immutable in the hub, so a path made of the image's id and the rendition's name can be cached for ever.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from channels.kinds.read import integer, mapping, text
from channels.output import Asset

FOLDER = "assets/images"
ORIGINAL = "original"
SHOWN = ("small", "medium", "large")
"""The renditions that show the whole image, in sizes for a screen; others are for other channels."""

EXTENSIONS = {".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".svg"}


@dataclass(frozen=True)
class Size:
    """One rendition of an image: the file and its size in pixels."""

    asset: Asset
    width: int
    height: int


def sizes(value: Mapping[str, Any]) -> list[Size]:
    """Return the renditions of an image value, one for each width, the smallest first; none of an unusable value."""
    uuid, file = text(value.get("image")), text(value.get("file"))
    if not file or not re.fullmatch(r"[\w-]{1,64}", uuid):
        return []
    renditions = mapping(value.get("renditions"))
    named = ((name, mapping(renditions.get(name))) for name in SHOWN)
    found = [size for name, one in named if (size := _size(one, uuid, file, name, one.get("src")))]
    if not found and (original := _size(value, uuid, file, ORIGINAL, file)):
        return [original]
    widths = {size.width: size for size in reversed(found)}
    return [widths[width] for width in sorted(widths)]


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
