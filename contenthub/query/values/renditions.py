"""Renditions: the sizes that an image may be asked in, computed without touching file or database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from PIL import features
from wagtail.images.models import Filter
from wagtail.images.rect import Rect

EVERYWHERE: Mapping[str, str] = {
    "small": "width-480|format-webp",
    "medium": "width-960|format-webp",
    "large": "width-1600|format-webp",
    "square": "fill-480x480|format-webp",
    "jpeg": "width-960|format-jpeg",
    "email": "width-600|format-jpeg",
    "print": "width-1600|format-jpeg",
}
WHERE_AVIF_IS: Mapping[str, str] = {
    "small_avif": "width-480|format-avif",
    "medium_avif": "width-960|format-avif",
    "large_avif": "width-1600|format-avif",
}
ALLOWED: Mapping[str, str] = {**EVERYWHERE, **(WHERE_AVIF_IS if features.check("avif") else {})}
"""Rendition -> Wagtail's specification; without AVIF where Pillow was built without it. None makes an image larger."""

DEFAULT = "large"
ENDINGS = {"format-webp": ".webp", "format-jpeg": ".jpg", "format-avif": ".avif"}


@lru_cache(maxsize=20_000)
def file_name(file: str, rendition: str) -> str:
    """Return the name under which a rendition of a stored file is served."""
    return PurePosixPath(file).stem + ENDINGS[ALLOWED[rendition].rpartition("|")[2]]


@lru_cache(maxsize=20_000)
def quoted_name(file: str, rendition: str) -> str:
    return quote(file_name(file, rendition))


def path_of(value: Mapping[str, Any], rendition: str) -> str:
    return f"/images/{value['image']}/{rendition}/{quoted_name(str(value.get('file') or 'image'), rendition)}"


def rendition(value: Mapping[str, Any], name: str, base_url: str) -> dict[str, Any]:
    """Return {"src", "width", "height"} of a document's image in one size; the measures are 0 when unknown."""
    focal = value.get("focal")
    box = tuple(focal) if isinstance(focal, Sequence) and len(focal) == 4 else None
    width, height = size(name, value.get("width") or 0, value.get("height") or 0, box)
    return {"src": base_url + path_of(value, name), "width": width, "height": height}


@dataclass(frozen=True)
class Measures:
    """As much of an image as Wagtail's reckoning looks at; a row of the table would ask the database."""

    width: int
    height: int
    focal: tuple[int, int, int, int] | None

    def is_svg(self) -> bool:
        return False

    def get_focal_point(self) -> Rect | None:
        if self.focal is None:
            return None
        left, top, width, height = self.focal
        return Rect(left, top, left + width, top + height)


@lru_cache(maxsize=4096)
def size(name: str, width: int, height: int, focal: tuple[int, int, int, int] | None) -> tuple[int, int]:
    """Return the size of a rendition, by Wagtail's own reckoning. `focal` is left, top, width, height."""
    if width <= 0 or height <= 0:
        return 0, 0
    found = Filter(spec=ALLOWED[name]).get_transform(Measures(width, height, focal)).size
    return int(found[0]), int(found[1])
