"""Cleaning: what an editor, a paste or an import gave, reduced to what is allowed, and what was dropped.

Two nets. The reader builds the text anew from the allow-list, keeping words and paragraphs apart; bleach then checks
the result independently, so that a mistake in ours is not a hole.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import bleach

from .read import read
from .tokens import Start, tokens
from .vocabulary import EDITOR, EDITOR_WITH_TABLES, MAX_CHARS, SCHEMES, TABLE_TAGS, words
from .write import to_editor_html

ATTRIBUTES = {
    "a": ["href", "linktype", "item", "source", "title"],
    "embed": ["embedtype", "fact", "format"],
    **{tag: ["data-block-key"] for tag in ("p", "h2", "h3", "h4", "li", "blockquote")},
}
TAGS = words("p h2 h3 h4 ol ul li b i strong em code sup sub blockquote hr br a embed")
VOID = re.compile(r"<(br|hr|embed)\b([^>]*)>")


@dataclass(frozen=True)
class Dropped:
    """Something that was taken out: a tag ("<script>"), an attribute ("onclick="), a comment ("<!-- -->")."""

    what: str
    count: int


def sanitise(html: str, allow_tables: bool = False, max_chars: int | None = MAX_CHARS) -> tuple[str, list[Dropped]]:
    """Return allowed HTML and what was dropped, in alphabetical order. Cleaning clean HTML changes nothing.

    Raises TooLarge over `max_chars` characters, TooDeep over MAX_LEVEL levels of lists.
    """
    counts: Counter[str] = Counter()
    grammar = EDITOR_WITH_TABLES if allow_tables else EDITOR
    nodes = read(html, grammar, report=lambda what: counts.update([what]), max_chars=max_chars)
    counts.update(unknown_attributes(html, with_tables=allow_tables))
    tags = TAGS | TABLE_TAGS if allow_tables else TAGS
    checked = bleach.clean(
        to_editor_html(nodes), tags=tags, attributes=ATTRIBUTES, protocols=SCHEMES, strip=True, strip_comments=True
    )
    dropped = [Dropped(what, counts[what]) for what in sorted(counts)]
    return VOID.sub(r"<\1\2/>", checked), dropped


def unknown_attributes(html: str, *, with_tables: bool) -> list[str]:
    """Return "name=" for each attribute that an allowed tag may not have; a dropped tag is told as a whole."""
    allowed_tags = TAGS | TABLE_TAGS if with_tables else TAGS
    return [
        f"{name}="[:80]
        for token in tokens(html)
        if isinstance(token, Start) and token.name in allowed_tags
        for name in token.attributes
        if name not in ATTRIBUTES.get(token.name, ())
    ]
