"""The stamp: one line by which any output tells what it shows.

    ch1:<hub>:<uuid>:<locale>:<snapshot number>:<facts>

where <facts> is `<first 12 hex digits of the fact's uuid>.<version number>` for each fact shown, sorted, joined by `-`.
A channel copies the stamp verbatim; the hub's own renders append `;t=<template version>`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

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

    def __str__(self) -> str:
        facts = "-".join(f"{fact}.{version}" for fact, version in sorted(self.facts.items()))
        text = f"{VERSION}:{self.hub}:{self.uuid}:{self.locale}:{self.number}:{facts}"
        return f"{text};t={self.template}" if self.template else text


def short_fact(uuid: str) -> str:
    return uuid.replace("-", "")[:FACT_DIGITS]


def read_stamp(text: str) -> Stamp:
    """Return the stamp that a text is. Raises StampError."""
    head, _, template = text.strip().partition(";t=")
    try:
        version, hub, uuid, locale, number, facts = head.split(":")
        pairs = [one.rsplit(".", 1) for one in facts.split("-") if one]
        found = Stamp(hub, uuid, locale, int(number), {fact: int(n) for fact, n in pairs}, template)
    except ValueError as error:
        raise StampError(f"{text[:80]!r} is not a stamp.") from error
    if version != VERSION:
        raise StampError(f"{version!r} is not a version of the stamp that this hub reads.")
    return found
