"""What a home page shows of all that a site has: what is different now, what people come for most, what is new.

A notice is different now from its begin until its end, and announced some days before; at other times it stands under
its subject. Notices and news are known by their content model, as mail knows them. The setting `home` names other
models, as `{"notices": [...], "news": [...], "first": [...]}`; an index query without `model` leaves everything under
its subject.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from channels.kinds.arrange.subjects import Entry, Shelf, shelve
from channels.kinds.arrange.words import Words
from channels.kinds.arrange.words import words as words_of
from channels.kinds.read import mapping, mappings, text
from channels.kinds.usual import DAY, FIRST, NEWS, NOTICES
from channels.output import Context

USUAL = {"notices": NOTICES, "news": NEWS, "first": FIRST}
SOON = timedelta(days=14)
"""How long before its begin a notice is announced."""

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
    news: list[Listed] = []
    notices: list[tuple[tuple[bool, str, str], Dated]] = []
    for item, entry in shown:
        model = text(item.get("model"))
        if model in models["notices"] and (dated := _notice(item, entry, context.now, words)):
            notices.append(dated)
        else:
            (news if model in models["news"] else rest).append((item, entry))
    shelves = shelve(rest, words.phrases["other_subject"], words.phrases["subjects"])
    rank = {entry.href: _rank(item, models["first"]) for item, entry in rest}
    return Home(
        notices=[dated for _place, dated in sorted(notices, key=lambda one: one[0])],
        groups=[_group(shelf, rank) for shelf in shelves],
        news=[Dated(entry, words.day(_came_out(item))) for item, entry in _newest(news)],
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
    return sorted(named, key=lambda one: _came_out(one[0]), reverse=True)


def _came_out(item: Mapping[str, Any]) -> str:
    """Return the day of news as it says itself, as an ISO date, or the ISO moment in which it first came out."""
    return _told(item, DAY)[:10] or first_published(item)


def came_out_at(item: Mapping[str, Any], context: Context) -> datetime:
    """Return when an item came out: news at the begin of the day that it names itself, unless it came out that day."""
    zone = words_of("", context.settings).time_zone or UTC
    first = datetime.fromisoformat(first_published(item))
    first = first if first.tzinfo else first.replace(tzinfo=UTC)
    own = _moment(item, DAY, zone) if text(item.get("model")) in _models(context, "news") else None
    return own if own and own.astimezone(zone).date() != first.astimezone(zone).date() else first


def first_published(item: Mapping[str, Any]) -> str:
    """Return the ISO moment in which an item first came out."""
    return text(item.get("firstPublishedAt")) or text(item.get("publishedAt"))


def _notice(
    item: Mapping[str, Any], entry: Entry, now: datetime, words: Words
) -> tuple[tuple[bool, str, str], Dated] | None:
    """Return a notice with its place in the list, those in force first; None when it is over or far away.

    An index query that does not ask for moments does not tell: then it is in force.
    """
    begins, ends = (_moment(item, key, words.time_zone or UTC) for key in ("starts_at", "ends_at"))
    if (ends and ends < now) or (begins and begins > now + SOON):
        return None
    begin, end = _field(item, "starts_at"), _field(item, "ends_at")
    later = bool(begins and begins > now)
    whole = f"{begin} – {end}" if begin and end else words.say("from_then", date=begin) if begin else ""
    when = words.say("until_then", date=end) if end and begins and not later else whole
    return (later, begins.astimezone(UTC).isoformat() if begins else "", entry.title.casefold()), Dated(entry, when)


def _moment(item: Mapping[str, Any], key: str, zone: tzinfo) -> datetime | None:
    try:
        moment = datetime.fromisoformat(_told(item, key))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _told(item: Mapping[str, Any], key: str) -> str:
    """Return a moment of an item as it is stored; empty where it has none."""
    return next((text(one.get("value")) for one in mappings(item.get("moments")) if one.get("key") == key), "")


def _field(item: Mapping[str, Any], key: str) -> str:
    told = (text(one.get("text")) for one in mappings(item.get("fields")) if one.get("key") == key)
    return " ".join(next(told, "").split())
