"""Snippets: the place in a text where what was searched stands, in pieces, so that nobody has to mark up or escape."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from contenthub.publishing.fulltext import stemmed

WORDS = 24
"""How many words a snippet holds."""
BEFORE = 6
"""How many of them stand before the first that was found."""
MOST = 20_000
"""Words of a text that are looked through."""
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class SnippetPart:
    """A piece of a snippet; `found` says that it is a word that was looked for."""

    text: str
    found: bool


def snippet(text: str, searched: str, locale: str) -> list[SnippetPart]:
    """Return the words of a text around the first that was looked for; its beginning when none is in it."""
    words = [found for _number, found in zip(range(MOST), WORD.finditer(text), strict=False)]
    if not words:
        return []
    hits = _hits([one.group().lower() for one in words], WORD.findall(searched.lower()), locale)
    first = next((number for number, hit in enumerate(hits) if hit), 0)
    start = max(0, min(first - BEFORE, len(words) - WORDS))
    end = min(len(words), start + WORDS)
    begin = words[start].start() if start else 0
    finish = words[end - 1].end() if end < len(words) else len(text)
    parts = list(_parts(text, words[start:end], hits[start:end], begin, finish))
    return [
        *([SnippetPart("… ", found=False)] if start else []),
        *parts,
        *([SnippetPart(" …", found=False)] if end < len(words) else []),
    ]


def _hits(words: Sequence[str], searched: Sequence[str], locale: str) -> list[bool]:
    """Return of each word whether it was looked for, in any form; the last that was typed may be a beginning."""
    if not searched:
        return [False] * len(words)
    wanted = {*searched, *stemmed(searched, locale)}
    starts = (searched[-1], *stemmed(searched[-1:], locale))
    stems = stemmed(words, locale)
    return [
        word in wanted or stem in wanted or word.startswith(starts) for word, stem in zip(words, stems, strict=True)
    ]


def _parts(
    text: str, words: Sequence[re.Match[str]], hits: Sequence[bool], begin: int, finish: int
) -> Iterator[SnippetPart]:
    place = begin
    for word, hit in zip(words, hits, strict=True):
        if hit:
            if word.start() > place:
                yield SnippetPart(_flat(text[place : word.start()]), found=False)
            yield SnippetPart(word.group(), found=True)
            place = word.end()
    if place < finish:
        yield SnippetPart(_flat(text[place:finish]), found=False)


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)
