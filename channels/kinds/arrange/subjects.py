"""Place items under their subjects, in the order of a table of contents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from channels.kinds.read import mapping, text

MAX_DEPTH = 6


@dataclass(frozen=True)
class Subject:
    """One subject in a line from the root down."""

    key: str
    title: str

    @property
    def anchor(self) -> str:
        """Return the place of the subject on the home page."""
        return f"subject-{re.sub(r'[^A-Za-z0-9_-]', '-', self.key)}"


@dataclass(frozen=True)
class Entry:
    """One item as a list shows it."""

    title: str
    href: str
    stamp: str
    words: str = ""
    withdrawn: bool = False


@dataclass
class Shelf:
    """A subject with its own items and, one level down, those of the subjects below it."""

    title: str
    anchor: str
    items: list[Entry] = field(default_factory=list)
    children: list[Shelf] = field(default_factory=list)

    def sort(self) -> None:
        """Put items and subjects in the order of their titles."""
        self.items.sort(key=lambda entry: (entry.title.casefold(), entry.href))
        self.children.sort(key=lambda shelf: (shelf.title.casefold(), shelf.anchor))
        for child in self.children:
            child.sort()


def lineage(subject: object) -> tuple[Subject, ...]:
    """Return the subjects from the root down to this one."""
    line: list[Subject] = []
    found = mapping(subject)
    while found and len(line) < MAX_DEPTH:
        key, title = text(found.get("key")), text(found.get("title"))
        if key and title:
            line.append(Subject(key, title))
        found = mapping(found.get("parent"))
    return tuple(reversed(line))


def shelve(entries: Iterable[tuple[Mapping[str, Any], Entry]], rest: str, only: str) -> list[Shelf]:
    """Return the entries by subject; those without one come last, headed `rest`, or `only` when all are without."""
    shelves: dict[str, Shelf] = {}
    children: dict[tuple[str, str], Shelf] = {}
    loose = Shelf(rest, "subject-")
    for item, entry in entries:
        line = lineage(item.get("subject"))
        if not line:
            loose.items.append(entry)
            continue
        shelf = shelves.setdefault(line[0].key, Shelf(line[0].title, line[0].anchor))
        if len(line) > 1:
            pair = (line[0].key, line[-1].key)
            if pair not in children:
                children[pair] = Shelf(line[-1].title, line[-1].anchor)
                shelf.children.append(children[pair])
            shelf = children[pair]
        shelf.items.append(entry)
    root = Shelf("", "", [], list(shelves.values()))
    root.sort()
    if not loose.items:
        return root.children
    loose.sort()
    loose.title = rest if root.children else only
    return [*root.children, loose]
