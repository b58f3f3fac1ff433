"""What a home page shows of all that a site has: what is different now, what people come for most, what is new.

Notices and news are known by their content model, as mail and screens know them. The setting `home` names other
models, as `{"notices": [...], "news": [...], "first": [...]}`; an index query without `model` leaves everything under
its subject.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from channels.kinds.arrange.subjects import Entry, Shelf, shelve
from channels.kinds.arrange.words import Words
from channels.kinds.read import mapping, mappings, text
from channels.output import Context

USUAL = {
    "notices": ("notice",),
    "news": ("news",),
    "first": ("product", "guide", "procedure", "contact_point", "location"),
}
MOST = 5
"""How much of the news, and of a subject, stands in sight."""

Listed = tuple[Mapping[str, Any], Entry]


@dataclass(frozen=True)
class Dated:
    """A notice or a piece of news, with its period, or the day on which it came out, in words."""

    entry: Entry
    when: str


@dataclass(frozen=True)
class Group:
    """A subject: what people come for most, and all of it when that is more."""

    shelf: Shelf
    top: Sequence[Entry] = ()


@dataclass(frozen=True)
class Home:
    """The lists of a home page."""

    notices: Sequence[Dated] = ()
    groups: Sequence[Group] = ()
    news: Sequence[Dated] = ()

    @property
    def latest(self) -> Sequence[Dated]:
        """Return the news that stands in sight."""
        return self.news[:MOST]

    @property
    def older(self) -> Sequence[Dated]:
        """Return the news that is folded away."""
        return self.news[MOST:]


def arrange_home(shown: Iterable[Listed], context: Context, words: Words) -> Home:
    """Return the items of one locale as its home page lists them."""
    models = {name: _models(context, name) for name in USUAL}
    rest: list[Listed] = []
    found: dict[str, list[Listed]] = {"notices": [], "news": []}
    for item, entry in shown:
        model = text(item.get("model"))
        found.get(next((name for name in found if model in models[name]), ""), rest).append((item, entry))
    shelves = shelve(rest, words.phrases["other_subject"], words.phrases["subjects"])
    rank = {entry.href: _rank(item, models["first"]) for item, entry in rest}
    return Home(
        notices=[Dated(entry, _period(item, words)) for item, entry in _newest(found["notices"])],
        groups=[_group(shelf, rank) for shelf in shelves],
        news=[Dated(entry, words.day(first_published(item))) for item, entry in _newest(found["news"])],
    )


def _models(context: Context, name: str) -> Sequence[str]:
    given = mapping(context.settings.get("home")).get(name)
    return [text(one) for one in given] if isinstance(given, list) else USUAL[name]


def _rank(item: Mapping[str, Any], first: Sequence[str]) -> int:
    model = text(item.get("model"))
    return first.index(model) if model in first else len(first)


def _group(shelf: Shelf, rank: Mapping[str, int]) -> Group:
    every = [*shelf.items, *(entry for child in shelf.children for entry in child.items)]
    if len(every) <= MOST:
        return Group(shelf)
    return Group(shelf, sorted(every, key=lambda one: (rank[one.href], one.title.casefold(), one.href))[:MOST])


def _newest(found: Iterable[Listed]) -> list[Listed]:
    named = sorted(found, key=lambda one: (one[1].title.casefold(), one[1].href))
    return sorted(named, key=lambda one: first_published(one[0]), reverse=True)


def first_published(item: Mapping[str, Any]) -> str:
    """Return the ISO moment in which an item first came out."""
    return text(item.get("firstPublishedAt")) or text(item.get("publishedAt"))


def _period(item: Mapping[str, Any], words: Words) -> str:
    begin, end = _field(item, "starts_at"), _field(item, "ends_at")
    if begin and end:
        return f"{begin} – {end}"
    return words.say("from_then", date=begin) if begin else ""


def _field(item: Mapping[str, Any], key: str) -> str:
    told = (text(one.get("text")) for one in mappings(item.get("fields")) if one.get("key") == key)
    return " ".join(next(told, "").split())
