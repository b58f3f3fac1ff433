"""What a press needs to know: the printer's ICC profile, and the house colours as inks.

Screen colours become CMYK by the profile the printer gave. Text stays black ink alone, since four inks in register make
small type unsharp. With a spot colour (a named ink) the house colour is that ink and everything else is black.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms, ImageOps

from channels.kinds.arrange.colours import palette
from channels.kinds.read import text
from channels.output import Context, Finding

MOST_BYTES = 16 * 1024**2
BLACK, WHITE, SOFT, PALE = [0, 0, 0, 100], [0, 0, 0, 0], [0, 0, 0, 72], [0, 0, 0, 12]
SCREEN = {"ink": "#16191d", "soft": "#4a535c", "notice": "#fff4d6"}
"""What is not a house colour, as a screen shows it."""

CLASS, SPACE, MAGIC = slice(12, 16), slice(16, 20), slice(36, 40)
"""Where a profile says what it is for, in which colours it is, and that it is one (ICC.1, 7.2)."""


@dataclass(frozen=True)
class Press:
    """One printing condition: the profile with its name as the printer gave it, and a spot colour if there is one."""

    profile: bytes
    condition: str = ""
    spot: str = ""

    @cached_property
    def described(self) -> str:
        """Return what the profile calls itself."""
        return str(ImageCms.getProfileDescription(self._opened)).strip() or "CMYK"

    def colours(self, light: Mapping[str, str]) -> dict[str, Any]:
        """Return colours by use, as the templates read them: four percentages, or a tint of the spot colour."""
        found: dict[str, Any] = {name: self._ink(shown) for name, shown in {**light, **SCREEN}.items()}
        found |= {"ink": BLACK, "soft": SOFT}
        if self.spot:
            shown = found["brand"]
            found |= {name: {"spot": self.spot, "shown": shown, "tint": tint} for name, tint in SPOTS.items()}
            found |= {"line": PALE, "notice": PALE}
        return found

    def separate(self, image: Image.Image) -> Image.Image:
        """Return a picture in the inks of this press."""
        if not self.spot:
            return self._from_screen(image)
        none = Image.new("L", image.size, 0)
        return Image.merge("CMYK", (none, none, none, ImageOps.invert(image.convert("L"))))

    def _ink(self, shown: str) -> list[int]:
        if shown.lower() in ("#ffffff", "#000000"):
            return WHITE if shown.lower() == "#ffffff" else BLACK
        dot = Image.new("RGB", (1, 1), shown)
        pixel = self._from_screen(dot).getpixel((0, 0))
        return [round(part / 255 * 100) for part in pixel] if isinstance(pixel, tuple) else BLACK

    def _from_screen(self, image: Image.Image) -> Image.Image:
        made = ImageCms.applyTransform(image, self._transform)
        if made is None:
            raise ValueError("The picture cannot be turned into the colours of the press.")
        return made

    @cached_property
    def _opened(self) -> ImageCms.ImageCmsProfile:
        return ImageCms.ImageCmsProfile(io.BytesIO(self.profile))

    @cached_property
    def _transform(self) -> ImageCms.ImageCmsTransform:
        return ImageCms.buildTransform(
            ImageCms.createProfile("sRGB"),
            self._opened,
            "RGB",
            "CMYK",
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )


SPOTS = {"brand": 100, "link": 100, "tint": 8}
"""How much of the spot colour is printed where, in percent."""


def press_of(context: Context) -> tuple[Press | None, tuple[Finding, ...]]:
    """Return the press of a channel, none when no profile is named, and why a profile cannot be used.

    Settings: `press_profile` (a file), `press_condition` (its registered name, such as FOGRA51), `press_spot`.
    """
    settings = context.settings
    file = text(settings.get("press_profile"))
    if not file:
        return None, ()
    try:
        profile = read_profile(Path(file))
        found = Press(profile, text(settings.get("press_condition")).strip(), text(settings.get("press_spot")).strip())
        _ = found.described, found.colours(palette({}).light)
    except (OSError, ValueError, ImageCms.PyCMSError) as problem:
        message = f"No file for the press was made: {problem} Give the CMYK profile of the printer (.icc)."
        return None, (Finding("warning", message, "press_profile"),)
    return found, ()


def read_profile(file: Path) -> bytes:
    """Return an ICC profile of a printer with four inks. Raises OSError, ValueError."""
    if not file.is_file():
        raise ValueError("the profile is no file.")
    if file.stat().st_size > MOST_BYTES:
        raise ValueError("the profile is too large.")
    profile = file.read_bytes()
    if profile[MAGIC] != b"acsp" or profile[CLASS] != b"prtr" or profile[SPACE] != b"CMYK":
        raise ValueError("the profile is not that of a printer with four inks.")
    return profile
