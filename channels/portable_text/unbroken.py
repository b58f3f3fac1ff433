"""Keep dates and times on one line, in media that break lines themselves.

Only spaces and dashes change, into characters that look alike: who compares texts takes them for what they were.
"""

from __future__ import annotations

import re

DATED = ("date", "period", "opening_hours")
"""Kinds of facts that are dates and times."""

_WORD, _YEAR = r"[^\W\d_]", r"(?:19|20)\d\d\b"
_SPACE = re.compile(
    rf"(?<![.:]\d)(?<![.:]\d\d)(?<!\d\d\d)(?<=\d) (?={_WORD}{{3}})"  # 24 december
    rf"|(?<={_WORD}) (?={_YEAR})|(?<={_WORD}\.) (?={_YEAR})|(?<=\d,) (?={_YEAR})"  # december 2026; 24, 2026
    rf"|(?<={_WORD}{{3}}) (?=\d\d?(?![.:]?\d| {_WORD}))"  # December 24
    r"|(?<=:\d\d) (?=[صم]\b)"  # 9:00 in the morning
)
_DASH = re.compile(r"–(?=\d)")


def unbroken(written: str) -> str:
    """Return written dates and times so that no line ends inside one; a range of days may be divided between them."""
    return _DASH.sub("–\u2060", _SPACE.sub("\u00a0", written))
