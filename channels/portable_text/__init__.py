"""Portable Text, as the hub answers it, turned into HTML, plain text and Markdown.

Every function takes whatever the answer held: a node it does not know is skipped, a malformed one never raises,
and no text can become markup. Facts and item links arrive resolved; how an item link becomes an address is the
caller's business, given as a callable.
"""

from __future__ import annotations

from channels.portable_text.html import to_html
from channels.portable_text.links import safe_href
from channels.portable_text.markdown import to_markdown
from channels.portable_text.nodes import Block, Break, Mark, Run, clean, read_nodes
from channels.portable_text.plain import to_plain
from channels.portable_text.unbroken import DATED, bound, unbroken

__all__ = [
    "DATED",
    "Block",
    "Break",
    "Mark",
    "Run",
    "bound",
    "clean",
    "read_nodes",
    "safe_href",
    "to_html",
    "to_markdown",
    "to_plain",
    "unbroken",
]
