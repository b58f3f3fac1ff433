"""Cut a text into posts: at sentences where possible, else between words, numbered when there is more than one.

A post that ends within a sentence says so with an ellipsis. Lines stay lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import regex

from channels.kinds.letters import cut

ADDRESS = regex.compile(r"https?://\S+")
SENTENCE = regex.compile(r"(?<=[.!?…])[^\S\n]+|\s*\n\s*")
MORE = " …"
NARROW = ((0, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))
"""Letters that X counts once (twitter-text, configuration 3); all others count twice."""


@dataclass(frozen=True)
class Network:
    """What one network allows; see networks.toml."""

    key: str
    name: str
    limit: int
    link: int = 0
    alt: int = 1000
    posts: int = 1
    wide: bool = False
    picture: bool = False
    """Whether nothing can be placed there without a picture."""

    @classmethod
    def read(cls, key: str, written: Mapping[str, Any]) -> Network:
        """Return a network as written. Raises ValueError."""
        known = {name: value for name, value in written.items() if name in cls.__dataclass_fields__}
        found = cls(key, str(known.pop("name", key)), **known)
        if not isinstance(found.limit, int) or found.limit < 50 or found.posts < 1:
            raise ValueError(f"The limit of {key} must be a whole number from 50 and its posts 1 or more.")
        return found

    def size(self, words: str) -> int:
        """Return what a text counts for on this network: signs as people see them, addresses as the network does."""
        links = ADDRESS.findall(words)
        rest = ADDRESS.sub("", words)
        counted = sum(map(self._weight, regex.findall(r"\X", rest)))
        return counted + sum(self.link or len(one) for one in links)

    def _weight(self, sign: str) -> int:
        return 2 if self.wide and not all(any(a <= ord(one) <= b for a, b in NARROW) for one in sign) else 1


def posts(words: str, link: str, network: Network) -> list[str]:
    """Return a text and an address as posts that each fit; the address stands in the last one."""
    whole = f"{words}\n\n{link}" if link else words
    if network.size(whole) <= network.limit:
        return [whole]
    for most in range(2, 100):
        tail = f" ({most}/{most})"
        pieces = _fill(words, network, network.limit - network.size(tail))
        if not _fits(pieces[-1], link, network, tail):
            pieces.append("")
        if len(pieces) <= most:
            return _number(pieces, link)
    return [cut(whole, network.limit)]


def shortened(words: str, link: str, network: Network) -> tuple[list[str], int]:
    """Return a text as no more posts than the network has room for, and how many all of it would be."""
    whole = posts(words, link, network)
    if len(whole) <= network.posts:
        return whole, len(whole)
    fits, most = 0, len(words)
    while most - fits > 1:
        middle = (fits + most) // 2
        fits, most = (
            (middle, most) if len(posts(cut(words, middle), link, network)) <= network.posts else (fits, middle)
        )
    return posts(cut(words, fits), link, network), len(whole)


def _fits(last: str, link: str, network: Network, tail: str) -> bool:
    return not link or network.size(f"{last}{tail}\n\n{link}") <= network.limit


def _number(pieces: Sequence[str], link: str) -> list[str]:
    total = len(pieces)
    numbered = [f"{one} ({place}/{total})".strip() for place, one in enumerate(pieces, 1)]
    return [*numbered[:-1], f"{numbered[-1]}\n\n{link}" if link else numbered[-1]]


def _fill(words: str, network: Network, room: int) -> list[str]:
    """Return pieces of at most this size, filled with sentences, and with words where a sentence is too long."""
    pieces, filled, between = [""], 0, ""
    for sentence, gap in _sentences(words):
        whole = network.size(sentence) <= room
        most = room if whole else room - network.size(MORE)
        parts = [sentence] if whole else sentence.split()
        for place, bit in enumerate(bit for part in parts for bit in _bits(part, network, most)):
            size, joint = network.size(bit), " " if place else between
            if pieces[-1] and filled + len(joint) + size > most:
                pieces[-1] += MORE if place else ""
                pieces.append("")
            joint = joint if pieces[-1] else ""
            filled = (filled if pieces[-1] else 0) + len(joint) + size
            pieces[-1] += f"{joint}{bit}"
        between = gap
    return pieces


def _sentences(words: str) -> Iterator[tuple[str, str]]:
    """Yield each sentence or line with what stands between it and the next."""
    place = 0
    for found in SENTENCE.finditer(words):
        if found.start() > place:
            yield words[place : found.start()], "\n" * min(found[0].count("\n"), 2) or " "
        place = found.end()
    if place < len(words):
        yield words[place:], ""


def _bits(part: str, network: Network, room: int) -> list[str]:
    """Return a word, cut where it alone is too long for a post."""
    if network.size(part) <= room:
        return [part]
    bits, filled = [""], 0
    for sign in regex.findall(r"\X", part):
        size = network.size(sign)
        if filled + size > room:
            bits.append("")
            filled = 0
        bits[-1] += sign
        filled += size
    return bits
