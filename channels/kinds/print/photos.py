"""Make pictures fit for print: read from the media folder that the hub names, sharp enough, and no larger than needed.

A kind has no other way to bytes than the setting `media`, the folder with the stored files. Without it, or when a
file cannot be read, the picture is left out and its description stays behind as text.
"""

from __future__ import annotations

import hashlib
import io
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from channels.kinds.print.inks import Press
from channels.kinds.print.runs import run
from channels.kinds.read import mapping, text
from channels.output import Finding

PPI = 300
LEAST_PPI = 250
LEAST_WIDTH = 30.0
LOGO = 24.0
"""The most that a logo measures, in mm."""

MM = 25.4
MAX_PIXELS = 60_000_000


@dataclass
class Photos:
    """The pictures of one document, at most `width` mm wide and `height` mm high."""

    media: object
    width: float
    height: float
    press: Press | None = None
    files: dict[str, bytes] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def show(self, value: object) -> dict[str, Any] | None:
        """Return an image as the templates place it, or its description when it cannot be printed."""
        found = mapping(value)
        alt = "" if found.get("decorative") else text(found.get("alt")).strip()
        made = self._make(found)
        if made is None:
            return {"k": "alt", "runs": [run(alt, ["em"])]} if alt else None
        name, width = made
        return {"k": "photo", "file": name, "alt": alt, "width": width}

    def logo(self, file: object) -> str:
        """Return the name of the logo, as sharp as a small picture can be; empty when it cannot be printed."""
        made = self._made(text(file), LOGO, LOGO)
        return made[0] if made else ""

    def _make(self, found: Mapping[str, Any]) -> tuple[str, float] | None:
        file = text(found.get("file"))
        made = self._made(file, self.width, self.height)
        if made and made[1] < LEAST_WIDTH:
            self._tell(f"The picture has too few pixels for print: sharp up to {made[1]:.0f} mm wide.", file)
            del self.files[made[0]]
            return None
        return made

    def _made(self, file: str, wide: float, high: float) -> tuple[str, float] | None:
        path = _inside(self.media, file)
        if path is None:
            return None
        try:
            content, width = _scaled(str(path), path.stat().st_mtime_ns, wide, high, self.press)
        except (OSError, ValueError, UnidentifiedImageError, Image.DecompressionBombError) as problem:
            self._tell(f"The picture cannot be read: {problem}", file)
            return None
        name = f"photo-{hashlib.sha256(content).hexdigest()[:16]}.jpg"
        self.files[name] = content
        return name, round(width, 2)

    def _tell(self, message: str, file: str) -> None:
        self.findings.append(Finding("warning", message, posixpath.basename(file)))


def _inside(media: object, file: str) -> Path | None:
    """Return the path of a stored file, when it is one and lies in the media folder."""
    if not media or not isinstance(media, (str, Path)) or not file or not re.fullmatch(r"[\w./ ()+@-]{1,300}", file):
        return None
    root = Path(media).resolve()
    path = (root / file).resolve()
    return path if path.is_relative_to(root) and path.is_file() else None


@lru_cache(maxsize=64)
def _scaled(path: str, _changed: int, width: float, height: float, press: Press | None) -> tuple[bytes, float]:
    """Return the picture as JPEG and its width in mm: 300 ppi where it has the pixels, never under 250.

    It is in RGB, or in the inks of a press.
    """
    with Image.open(path) as source:
        if source.width * source.height > MAX_PIXELS:
            raise ValueError("it has too many pixels")
        source.draft("RGB", (round(width / MM * PPI), round(height / MM * PPI)))
        image = ImageOps.exif_transpose(source)
        if image.mode in ("RGBA", "LA", "P"):
            ground = Image.new("RGB", image.size, "white")
            image = image.convert("RGBA")
            ground.paste(image, mask=image.getchannel("A"))
            image = ground
        image = image.convert("RGB")
    wide = min(width, height * image.width / image.height, image.width / LEAST_PPI * MM)
    pixels = round(wide / MM * PPI)
    if pixels < image.width:
        image = image.resize((pixels, max(1, round(image.height * pixels / image.width))), Image.Resampling.LANCZOS)
    image = press.separate(image) if press else image
    target = io.BytesIO()
    image.save(target, "JPEG", quality=88)
    return target.getvalue(), wide
