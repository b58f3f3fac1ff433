"""The stamp: one line by which any output tells what it shows.

    ch1:<hub>:<uuid>:<locale>:<snapshot number>:<facts>

where <facts> is `<first 12 hex digits of the fact's uuid>.<version number>` for each fact shown, sorted, joined by `-`.
An item that has ended says how: `;e=withdrawn`, `;e=gone`, `;e=replaced`, `;e=expired`; so a notice can be told from
the text that it stands in for. A channel copies the stamp verbatim; the hub's own renders append
`;t=<template version>`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

VERSION = "ch1"
FACT_DIGITS = 12


class StampError(ValueError):
    """This text is not a stamp."""


@dataclass(frozen=True)
class Stamp:
    """What an output says it shows; `facts` maps the first 12 hex digits of a fact to its version number."""

    hub: str
    uuid: str
    locale: str
    number: int
    facts: Mapping[str, int]
    template: str = ""
    ending: str = ""

    def __str__(self) -> str:
        facts = "-".join(f"{fact}.{version}" for fact, version in sorted(self.facts.items()))
        text = f"{VERSION}:{self.hub}:{self.uuid}:{self.locale}:{self.number}:{facts}"
        text = f"{text};e={self.ending}" if self.ending else text
        return f"{text};t={self.template}" if self.template else text


def short_fact(uuid: str) -> str:
    return uuid.replace("-", "")[:FACT_DIGITS]


def without_template(stamp: str) -> str:
    """Return a stamp as the hub gave it, without the template version that a render of its own appends."""
    return stamp.partition(";t=")[0]


@lru_cache(maxsize=8192)
def read_stamp(text: str) -> Stamp:
    """Return the stamp that a text is. Raises StampError."""
    head, *marks = text.strip().split(";")
    try:
        version, hub, uuid, locale, number, facts = head.split(":")
        pairs = [one.rsplit(".", 1) for one in facts.split("-") if one]
        marked = dict(mark.split("=", 1) for mark in marks)
        known = {fact: int(n) for fact, n in pairs}
        found = Stamp(hub, uuid, locale, int(number), known, marked.get("t", ""), marked.get("e", ""))
    except ValueError as error:
        raise StampError(f"{text[:80]!r} is not a stamp.") from error
    if version != VERSION:
        raise StampError(f"{version!r} is not a version of the stamp that this hub reads.")
    return found
