"""StreamField values to HTML, whatever blocks a site has made: text in its order, headings as headings."""

import re
from collections.abc import Mapping
from html import escape
from typing import Any

from contenthub.importing.media import tag
from contenthub.importing.records import BadFile, Losses

DEEPEST = 50
HTML = re.compile(r"<(p|h[1-6]|ul|ol|li|a|b|i|strong|em|br|blockquote|hr|embed|table)\b", re.IGNORECASE)
WEB = re.compile(r"https?://\S+")
HEADING = re.compile(r"heading|title")
PICTURE = re.compile(r"(^|_)(image|photo|picture)(_|$)")
PICTURES = "wagtail-image:"
"""Stands before the number of a picture in the dump."""
OF_PICTURES = {"image", "caption", "attribution", "alt_text", "alt", "decorative"}
SKIPPED = {"id", "size", "alignment", "theme", "style", "class"}


def html_of(value: Any, name: str, dropped: Losses, depth: int = 0) -> str:
    """Return the HTML of the value of a block called `name`. Raises BadFile when it is too deep."""
    if depth > DEEPEST:
        raise BadFile(f"A StreamField is nested more than {DEEPEST} deep.")
    if isinstance(value, str):
        return text(value, name)
    if isinstance(value, list):
        return "\n".join(
            html_of(one["value"], str(one["type"]), dropped, depth + 1)
            if is_block(one)
            else html_of(one, name, dropped, depth + 1)
            for one in value
        )
    if isinstance(value, Mapping):
        return struct(value, name, dropped, depth)
    if isinstance(value, int) and not isinstance(value, bool) and PICTURE.search(name):
        return tag(f"{PICTURES}{value}")
    if isinstance(value, int | float) and not isinstance(value, bool):
        dropped[f"{name} (a number or what it points to)"] += 1
    return ""


def is_block(one: Any) -> bool:
    return isinstance(one, Mapping) and "type" in one and "value" in one


def struct(value: Mapping[str, Any], name: str, dropped: Losses, depth: int) -> str:
    """Return the members of a struct; a quotation and what is said by whom stay together."""
    if "image" in value and isinstance(value["image"], int):
        value, shown = {key: one for key, one in value.items() if key not in OF_PICTURES}, picture(value)
    else:
        shown = ""
    parts = [
        html_of(one, heading_name(key, value), dropped, depth + 1)
        for key, one in value.items()
        if key not in SKIPPED and one not in ("", None)
    ]
    inner = "\n".join(part for part in (shown, *parts) if part)
    return f"<blockquote>{inner}</blockquote>" if inner and "quote" in name and not HTML.match(name) else inner


def picture(value: Mapping[str, Any]) -> str:
    """Return the picture of a struct, with what stands below it and who made it."""
    alt = value.get("alt_text") or value.get("alt")
    below = [str(value[key]).strip() for key in ("caption", "attribution") if value.get(key)]
    said = "" if value.get("decorative") else str(alt) if alt else None
    return tag(f"{PICTURES}{value['image']}", said, " · ".join(part for part in below if part))


def heading_name(key: str, value: Mapping[str, Any]) -> str:
    """Return the name of a member, with the level that stands beside a heading: `heading_text` with `size` h3."""
    size = str(value.get("size") or "")
    return f"{key}:{size}" if HEADING.search(key) and re.fullmatch(r"h[2-6]", size) else key


def text(value: str, name: str) -> str:
    if HTML.search(value):
        return value
    if not value.strip():
        return ""
    if WEB.fullmatch(value.strip()):
        address = escape(value.strip())
        return f'<p><a href="{address}">{address}</a></p>'
    if HEADING.search(name):
        tag = name.rpartition(":")[2] if ":" in name else "h2"
        return f"<{tag}>{escape(value)}</{tag}>"
    return "".join(f"<p>{escape(line)}</p>" for line in value.splitlines() if line.strip())
