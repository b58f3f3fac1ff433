"""Draw the sign for the browser's tab."""

from __future__ import annotations

from channels.kinds.arrange.colours import brand_hex
from channels.kinds.web.frame import site_name
from channels.output import Context


def icon(context: Context) -> str:
    """Return a small sign for the browser's tab: the first letter of the name in the house colour."""
    brand, ink = brand_hex(context.organisation.colours)
    letter = next((char for char in site_name(context) if char.isalnum()), "")
    letter = letter.upper() if len(letter.upper()) == 1 else letter
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
        f'<rect width="32" height="32" rx="6" fill="{brand}"/>'
        f'<text x="16" y="23" text-anchor="middle" font-family="sans-serif" font-size="20" fill="{ink}">{letter}</text>'
        "</svg>\n"
    )
