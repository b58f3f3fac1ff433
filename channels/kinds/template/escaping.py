"""Make content harmless in the kind of file that a template makes: escaped before it goes in, judged when it is out.

HTML and XML are escaped by Liquid itself where a value is written. In the other kinds every text of the answer is
escaped beforehand, so that a template cannot forget it: in JSON and CSV put values between quotes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree

from channels.portable_text import Run
from channels.portable_text.emphasis import decorate

ESCAPED = ("text/html", "application/xhtml+xml", "application/xml", "text/xml", "image/svg+xml")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def escapes(media_type: str) -> bool:
    """Tell whether Liquid escapes values in this kind of file."""
    return media_type in ESCAPED or media_type.endswith("+xml")


def harmless(value: Any, media_type: str) -> Any:
    """Return an answer whose texts cannot become more than text in this kind of file."""
    write = _writer(media_type)
    return _each(value, write) if write else value


def wrong(content: str, media_type: str) -> str:
    """Return what is wrong with a finished file, nothing when it is what it says it is."""
    try:
        if media_type == "application/json" or media_type.endswith("+json"):
            json.loads(content)
        elif media_type in ESCAPED[1:] or media_type.endswith("+xml"):
            etree.fromstring(content.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    except (ValueError, etree.XMLSyntaxError) as problem:
        return f"This is not {media_type}: {problem}"
    return ""


def _writer(media_type: str) -> Callable[[str], str] | None:
    if media_type == "application/json" or media_type.endswith("+json"):
        return lambda text: json.dumps(text, ensure_ascii=False)[1:-1]
    return {"text/csv": _cell, "text/markdown": _markdown}.get(media_type)


def _cell(text: str) -> str:
    """Return a text for a quoted cell, which no spreadsheet takes for a formula."""
    line = " ".join(text.split()).replace('"', '""')
    return f"'{line}" if line.startswith(FORMULA) else line


def _markdown(text: str) -> str:
    return "\n".join(decorate([Run(text)], None)) if text.strip() else text


def _each(value: Any, write: Callable[[str], str]) -> Any:
    """Return the value with every text written; Portable Text stays as it is, since its filters escape."""
    if isinstance(value, str):
        return write(value)
    if isinstance(value, Mapping):
        return {key: _each(one, write) for key, one in value.items()}
    if isinstance(value, list):
        blocks = any(isinstance(one, Mapping) and one.get("_type") in ("block", "break") for one in value)
        return value if blocks else [_each(one, write) for one in value]
    return value
