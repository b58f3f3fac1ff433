"""Keep on one line what is read as one, such as dates and times, in media that break lines themselves.

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
_DAY = re.compile(rf"\b(?<!\d )({_WORD}{{2,3}}\.?) (?=\d\d?[.:]\d\d)")  # vr 8.00
_DASH = re.compile(rf"–(?=\d|{_WORD}{{2,3}}\.?\u00a0\d)")
_NAMED = re.compile(
    r"(?<!\w)(['’]s) (?=[^\W\d_])"  # 's middags
    r"|\b((?:lijn|lijnen|bus|kamer|loket|balie|halte|line|lines|room|desk)) (?=\d)",  # lijn 14
    re.IGNORECASE,
)


def unbroken(written: str) -> str:
    """Return written dates and times so that no line ends inside one; a range of days may be divided between them."""
    return _DASH.sub("–\u2060", _DAY.sub("\\1\u00a0", _SPACE.sub("\u00a0", written)))


def bound(written: str) -> str:
    """Return a text in which no line ends behind 's (“'s middags”) or before the number that is a name (“lijn 14”)."""
    return _NAMED.sub(lambda found: f"{found[1] or found[2]}\u00a0", written)
