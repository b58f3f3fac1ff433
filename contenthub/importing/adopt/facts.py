"""Facts on a page that is not ours: which of ours it contradicts. Plain: text and facts in, findings out.

Only kinds that can be recognised in running text are looked for. A contradiction is a value of the same kind near the
name of the fact, or in place of one, where none of the ways to write ours is to be found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

NEAR = 120
"""Signs behind the name of a fact in which its value is looked for."""
AMOUNT = r"\d{1,3}(?:[.\s]\d{3})*"
PATTERNS: Mapping[str, re.Pattern[str]] = {
    "money": re.compile(rf"(?:€|EUR|euro)\s?{AMOUNT}(?:,(?:\d{{2}}|-))?|{AMOUNT},\d{{2}}\s?(?:euro|€)"),
    "phone": re.compile(r"(?:\+\d\d\s?(?:\(0\))?|\(?0\d{1,3}\)?)[\s-]?\d{2,4}(?:[\s-]?\d{2,4}){1,3}|\b14\s?0\d{2,3}\b"),
    "email": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "percentage": re.compile(r"\d{1,3}(?:[,.]\d+)?\s?(?:%|procent|percent)"),
}
SPACES = re.compile(r"[\s\u00a0\u202f]+")


@dataclass(frozen=True)
class Ours:
    """One of our facts: its name, its kind, and every way in which its value is written; `before`: earlier values."""

    uuid: str
    label: str
    kind: str
    written: Sequence[str]
    before: Sequence[str] = ()


@dataclass(frozen=True)
class Contradiction:
    """A fact that a page gives with another value. `before`: it is one that we had ourselves, earlier."""

    fact: str
    label: str
    ours: str
    theirs: str
    before: bool = False


def contradictions(text: str, facts: Sequence[Ours]) -> Iterator[Contradiction]:
    """Yield the facts that a page contradicts: at most one value for each."""
    page = plain(text)
    for fact in facts:
        if fact.kind not in PATTERNS or any(same(one, page, fact.kind) for one in fact.written):
            continue
        old = next((one for one in fact.before if same(one, page, fact.kind)), "")
        theirs = old or value_near(page, fact.label, PATTERNS[fact.kind], alone=len(of_kind(facts, fact.kind)) == 1)
        if theirs and fact.written:
            yield Contradiction(fact.uuid, fact.label, fact.written[0], theirs, bool(old))


def of_kind(facts: Sequence[Ours], kind: str) -> list[Ours]:
    return [one for one in facts if one.kind == kind]


def plain(text: str) -> str:
    return SPACES.sub(" ", text)


def same(written: str, page: str, kind: str) -> bool:
    """Tell whether a page holds a value, however it is spaced."""
    if kind == "phone":
        return digits(written) in {digits(one) for one in PATTERNS["phone"].findall(page)}
    if kind == "money":
        return amount(written) in {amount(one) for one in PATTERNS["money"].findall(page)}
    return plain(written).lower() in page.lower()


def digits(text: str) -> str:
    """Return a number as its digits from the first that is not of the country: +31 (0)142 is 0142."""
    found = re.sub(r"\D", "", text.replace("(0)", ""))
    return found[2:] if text.strip().startswith("+31") else found.removeprefix("0")


def amount(text: str) -> str:
    """Return an amount as euros and cents."""
    whole, _comma, cents = re.sub(r"[^\d,]", "", text).partition(",")
    return f"{whole or '0'},{cents.ljust(2, '0') if cents else '00'}"


def value_near(page: str, label: str, pattern: re.Pattern[str], *, alone: bool) -> str:
    """Return the value at the name of a fact; `alone`: where it is the only fact of its kind, the only one there is."""
    near = []
    for name in re.finditer(re.escape(label), page, re.IGNORECASE):
        if found := pattern.search(page[name.end() : name.end() + NEAR]):
            near.append((found.start(), found[0].strip()))
    if near:
        return min(near)[1]
    every = list(dict.fromkeys(one[0].strip() for one in pattern.finditer(page)))
    return every[0] if alone and len(every) == 1 else ""
