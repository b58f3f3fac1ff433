"""From a file of some kind to its blocks: Markdown, HTML or plain text."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from contenthub.tone.markup.html import read_html
from contenthub.tone.markup.markdown import read_markdown
from contenthub.tone.markup.plain import read_plain
from contenthub.tone.markup.source import Source

READERS: Mapping[str, Callable[[str], Source]] = {"md": read_markdown, "html": read_html, "txt": read_plain}
"""What can be read, by the name a command or a call uses."""

__all__ = ["READERS", "Source", "read_html", "read_markdown", "read_plain"]
