"""Turn an organisation's colours into design tokens that keep AA contrast in light and in dark.

Contrast is that of WCAG 2.2 (relative luminance, 1.4.3). A house colour that is too pale for text on paper is
darkened until it is not (and lightened in dark mode); the colour itself stays in use for areas.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from channels.output import Finding

Colour = tuple[int, int, int]

BRAND: Colour = (0x0B, 0x4F, 0x6C)
LIGHT: Colour = (0xFF, 0xFF, 0xFF)
DARK: Colour = (0x14, 0x18, 0x1C)
BLACK: Colour = (0, 0, 0)
ENOUGH = 5.2
"""A little more than the 4.5 of AA, so that tinted surfaces pass as well."""

_HEX = re.compile(r"#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})")


@dataclass(frozen=True)
class Palette:
    """The house colours by use (`brand`, `on-brand`, `link`, `tint`, `line`) in light and in dark, as `#rrggbb`."""

    light: Mapping[str, str]
    dark: Mapping[str, str]
    findings: tuple[Finding, ...] = ()


def palette(colours: Mapping[str, str]) -> Palette:
    """Return the organisation's colours made readable, and what had to be changed or left out."""
    findings: list[Finding] = []
    brand = _read(colours, "brand", findings) or BRAND
    accent = _read(colours, "accent", findings) or brand
    link = _until(accent, LIGHT, BLACK)
    if link != accent and "accent" in colours:
        findings.append(
            Finding(
                "info",
                f"The accent colour {_hex(accent)} is too pale for text; links use {_hex(link)}.",
                "colours.accent",
            )
        )
    light = {
        "brand": brand,
        "on-brand": LIGHT if contrast(brand, LIGHT) >= contrast(brand, BLACK) else BLACK,
        "link": link,
        "tint": _mix(brand, LIGHT, 0.94),
        "line": _mix(brand, (0xD5, 0xDA, 0xDE), 0.9),
    }
    dark_brand = _mix(brand, DARK, 0.55)
    dark = {
        "brand": dark_brand,
        "on-brand": LIGHT if contrast(dark_brand, LIGHT) >= contrast(dark_brand, BLACK) else BLACK,
        "link": _until(_mix(accent, LIGHT, 0.35), _mix(brand, DARK, 0.86), LIGHT),
        "tint": _mix(brand, DARK, 0.86),
        "line": _mix(brand, (0x3A, 0x42, 0x4A), 0.85),
    }
    return Palette(_hexes(light), _hexes(dark), tuple(findings))


def tokens(colours: Mapping[str, str]) -> tuple[str, tuple[Finding, ...]]:
    """Return the CSS with the organisation's tokens, and what had to be changed or left out."""
    found = palette(colours)
    css = f":root{{{_css(found.light)}}}\n@media (prefers-color-scheme:dark){{:root{{{_css(found.dark)}}}}}\n"
    return css, found.findings


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def brand_hex(colours: Mapping[str, str]) -> tuple[str, str]:
    """Return the brand colour and a colour that is readable on it, as `#rrggbb`."""
    brand = _read(colours, "brand", []) or BRAND
    return _hex(brand), _hex(LIGHT if contrast(brand, LIGHT) >= contrast(brand, BLACK) else BLACK)


def _read(colours: Mapping[str, str], name: str, findings: list[Finding]) -> Colour | None:
    value = colours.get(name)
    if not value:
        return None
    found = _HEX.fullmatch(value.strip()) if isinstance(value, str) else None
    if not found:
        findings.append(Finding("warning", f"{value!r} is no colour. Write it as #rrggbb.", f"colours.{name}"))
        return None
    digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def _until(colour: Colour, ground: Colour, pole: Colour) -> Colour:
    """Move the colour towards the pole until it is readable on the ground."""
    for step in range(21):
        moved = _mix(colour, pole, step / 20)
        if contrast(moved, ground) >= ENOUGH:
            return moved
    return pole


def _mix(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _luminance(colour: Colour) -> float:
    parts = [value / 255 for value in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _hexes(values: Mapping[str, Colour]) -> dict[str, str]:
    return {name: _hex(colour) for name, colour in values.items()}


def _css(values: Mapping[str, str]) -> str:
    return "".join(f"--{name}:{colour};" for name, colour in values.items())
