"""Sentences of running text, in Dutch and English, with their offsets."""

from __future__ import annotations

from collections.abc import Mapping

import regex

from contenthub.tone.words import words

END = regex.compile(r"""(?P<sign>[.!?…]+)(?P<close>["'”’»)\]]*)(?P<space>\s+|$)""", regex.V1)
LAST = regex.compile(r"[\p{L}\p{N}.]+(?:'[\p{L}]+)?$", regex.V1)
FIRST = regex.compile(r"""["'“‘«(\[¿¡*_]*(.)""", regex.V1)
APOSTROPHE = regex.compile(r"['’]s \p{Lu}", regex.V1)
"""How a sentence may begin in Dutch: 's Avonds."""
LETTERED = regex.compile(r"[a-z]\. \p{Lu}", regex.V1)
QUOTES = (("„“", "”"), ("‘", "’"), ("«", "»"), ('"', '"'))
LONGEST_QUOTE = 300
PAUSES = ("…", "...")
INITIALS = regex.compile(r"\p{Lu}(?:\.\p{Lu})+", regex.V1)
PARAGRAPH = regex.compile(r"\n\s*\n", regex.V1)

NEVER: Mapping[str, frozenset[str]] = {
    "nl": words(
        "dhr mevr mw hr drs ir ing mr dr prof ds st d.d ong stb stcrt th burg past art artt lid blz pag "
        "nr nrs tel bijv bv vb ca circa evt incl excl resp max min gem o.a m.b.t t.a.v i.v.m d.w.z t.o.v "
        "z.s.m a.u.b s.v.p i.p.v n.a.v t.n.v m.u.v o.b.v i.o.v o.l.v t.w b.g.g t.b.v t.g.v i.c m.i.v "
        "d.m.v m.n vgl zgn dwz mbt ivm jan feb mrt apr aug sept okt nov dec ma di wo do vr za zo afd ev "
        "bldz dd fam gebr geb fig hfst mej no par red vlg wnd zg p.j p.w p.m i.e"
    ),
    "en": words(
        "mr mrs ms dr prof st rev gen col sgt capt lt hon sen rep gov fig figs no nos vol approx dept est "
        "inc ltd co corp e.g i.e vs cf al eg ie viz jan feb mar apr jun jul aug sep sept oct nov dec u.s "
        "u.k a.m p.m p pp para sec tel"
    ),
}
"""Abbreviations after which a sentence goes on."""

SOMETIMES: Mapping[str, frozenset[str]] = {
    "nl": words("jl a.s n.v.t p.p enz e.a e.d o.i.d c.s e.v etc jr sr n.chr v.chr b.v n.v h.c p.m"),
    "en": words("etc jr sr inc ltd co corp a.m p.m u.s u.k ph.d b.a m.a"),
}
"""Abbreviations that may end a sentence: they do when a capital follows."""


def split(text: str, language: str = "en") -> list[tuple[int, int]]:
    """Return the ranges of the sentences, white space around them left out; none for an empty text."""
    ranges: list[tuple[int, int]] = []
    begin = 0
    for piece in (*PARAGRAPH.finditer(text), None):
        end = piece.start() if piece else len(text)
        ranges += _within(text, begin, end, language.split("-")[0])
        begin = piece.end() if piece else end
    return ranges


def _within(text: str, begin: int, end: int, language: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    start = begin
    for match in END.finditer(text, begin, end):
        if match.end() < end and not _ends(text, start, match, language):
            continue
        found.append((start, match.end("close")))
        start = match.end()
    found.append((start, end))
    return [trimmed for one in found if (trimmed := _trimmed(text, *one))[0] < trimmed[1]]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _ends(text: str, start: int, match: regex.Match[str], language: str) -> bool:
    """Tell whether the sentence ends at this sign, with what stands before and after it."""
    rest = match.end()
    following = FIRST.match(text, rest)
    after = following[1] if following else ""
    if APOSTROPHE.match(text, rest) or LETTERED.match(text, rest):
        after = "A"
    if after.islower() or _is_quoted(text, start, match):
        return False
    if match["sign"] != ".":
        return not (match["sign"] in PAUSES and text[match.start() - 1 : match.start()].isspace())
    last = LAST.search(text, start, match.start())
    word = last[0].lower() if last else ""
    if match["close"]:
        return True
    if word in SOMETIMES.get(language, ()):
        return after.isupper()
    if word in NEVER.get(language, NEVER["en"]):
        return False
    if last and (INITIALS.fullmatch(last[0]) or (word.endswith("str") and after.isdigit())):
        return False
    if last and len(word) == 1 and word.isalpha():
        initial = last[0].isupper() and text[last.start() - 1 : last.start()] != "°"
        return not (initial or _stands_first(text, start, last))
    return not (word.isdigit() and _stands_first(text, start, last) and len(word) < 3)


def _is_quoted(text: str, start: int, match: regex.Match[str]) -> bool:
    """Tell whether the sign stands within a quotation that goes on: what is said there belongs to one sentence."""
    before = text[start : match.start()]
    for opening, closing in QUOTES:
        begun = sum(before.count(sign) for sign in opening)
        open_now = begun % 2 if opening == closing else begun > before.count(closing)
        if open_now and closing not in match["close"] and closing in text[match.end() : match.end() + LONGEST_QUOTE]:
            return True
    return False


def _stands_first(text: str, start: int, last: regex.Match[str] | None) -> bool:
    """Tell whether nothing but white space stands before: the number of a list, not of a house."""
    return last is not None and not text[start : last.start()].strip()
