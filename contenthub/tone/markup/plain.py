"""Plain text: paragraphs are what empty lines leave."""

from __future__ import annotations

import regex

from contenthub.tone.blocks import MASK, Block
from contenthub.tone.markup.source import Source

PARAGRAPH = regex.compile(r"\S(?:.*?\S)??(?=\s*(?:\n\s*\n|\Z))", regex.V1 | regex.DOTALL)
ADDRESS = regex.compile(r"(?<![\w@])(?:https?://|www\.)[^\s<>\"”]*[^\s<>\"”.,;:!?)\]'’*_]", regex.V1)


def without_addresses(text: str) -> str:
    """Return the text with web addresses masked, at equal length: rules are about words."""
    if "://" not in text and "www." not in text:
        return text
    return ADDRESS.sub(lambda match: MASK * len(match[0]), text)


def read_plain(text: str) -> Source:
    """Read plain text."""
    source = Source(text)
    hidden = without_addresses(text)
    for match in PARAGRAPH.finditer(text):
        shown = hidden[match.start() : match.end()]
        source.blocks.append(Block(shown, ("text",), base=match.start(), prose=True))
    return source
