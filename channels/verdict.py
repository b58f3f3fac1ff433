"""What is to be said of a channel: does it live, does it show what it ought to? Plain: what is known in, verdict out.

    new       nothing was ever due, or it is too early to say
    alive     it gives signs of life in time, and shows what is current
    late      it shows something older, but not for longer than it may
    drifting  it shows something else than what is published, for longer than it may
    silent    it gave no sign of life in time
    zombie    silent for long, but online; or nobody owns it
    retired   it was ended, and is offline
    revenant  it was ended, and is online all the same

Time is an argument. Nothing here remembers: a state that flaps is kept steady by asking for two sightings that agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from operator import attrgetter
from types import MappingProxyType
from typing import Any, NamedTuple

LONG = 3
"""Silent for so many of its intervals makes a channel that is online a zombie."""
GRACE = 0.25
"""The part of its interval that a retired channel has to go offline."""
AGREE = 2
"""So many sightings in a row have to say the same before a deviation counts."""


class State(StrEnum):
    """The state of a channel."""

    NEW = "new"
    ALIVE = "alive"
    LATE = "late"
    DRIFTING = "drifting"
    SILENT = "silent"
    ZOMBIE = "zombie"
    RETIRED = "retired"
    REVENANT = "revenant"


class Shows(StrEnum):
    """What one place shows, against what it should."""

    CURRENT = "current"
    BEHIND = "behind"
    DIVERGENT = "divergent"
    UNKNOWN = "unknown"
    MISSING = "missing"
    UNSEEN = "unseen"


NOTHING: Mapping[Any, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Expected:
    """What one address ought to show: an item's snapshot, with the versions of its facts, published at a moment.

    `withdrawn`: since when it should not be there at all, or say that it has ended.
    """

    address: str
    number: int
    facts: Mapping[str, int] = field(default_factory=dict)
    since: datetime | None = None
    withdrawn: datetime | None = None
    title: str = ""
    published: Mapping[int, datetime] = field(default_factory=dict)
    """When earlier snapshots were published, so that one that never arrived is counted from then."""
    held: Mapping[str, Mapping[int, datetime]] = field(default_factory=dict)
    """From when the versions of each fact held, for the same reason."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One sighting of one address. `number` is None where there was no stamp; `online` false: it was not there.

    `ended`: it says that the item has ended.
    """

    address: str
    at: datetime
    online: bool = True
    number: int | None = None
    facts: Mapping[str, int] = field(default_factory=dict)
    ended: bool = False


@dataclass(frozen=True)
class Window:
    """A time in which a channel is not looked at."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class Channel:
    """What is known of a channel. `interval`: it must give a sign of life, and follow changes, within this time."""

    interval: timedelta
    created: datetime
    retired: datetime | None = None
    owned: bool = True
    signs: Sequence[datetime] = ()
    """When it pulled or reported: proof that its program runs."""
    fed: datetime | None = None
    """When the hub delivered to it last; that it arrived is no proof that anybody sees it."""
    maintenance: Sequence[Window] = ()


class Place(NamedTuple):
    """The verdict about one address."""

    address: str
    shows: Shows
    expected: int | None = None
    seen: int | None = None
    since: datetime | None = None
    """Since when it should show something else."""
    facts: Mapping[str, tuple[int, int]] = NOTHING
    """Facts that are shown in another version: (shown, current)."""
    title: str = ""


@dataclass(frozen=True)
class Verdict:
    """The verdict about a channel, with a reason in words of this module and its places."""

    state: State
    reason: str
    places: tuple[Place, ...] = ()
    last_sign: datetime | None = None
    lag: timedelta = timedelta()
    """For how long the place that is furthest behind should have shown something else."""

    @property
    def share(self) -> float:
        """The share of places seen that are current; 1 of none. Pages that were never the hub's do not count."""
        seen = [one for one in self.places if one.shows is Shows.CURRENT or counts(one)]
        return sum(one.shows is Shows.CURRENT for one in seen) / len(seen) if seen else 1.0


def judge(channel: Channel, expected: Iterable[Expected], seen: Iterable[Seen], now: datetime) -> Verdict:
    """Return the verdict about a channel at a moment."""
    latest = _latest(seen, now)
    wanted = {one.address: one for one in expected}
    places = tuple(_places(wanted, latest))
    online = [sightings[0] for sightings in latest.values() if sightings[0].online]
    last = _last_sign(channel, latest, online, now)
    if channel.retired is not None and channel.retired <= now:
        return _of_retired(channel, online, places, last)
    lag = max((now - one.since for one in places if one.since and counts(one)), default=timedelta())
    if any(window.start <= now < window.end for window in channel.maintenance):
        return Verdict(State.ALIVE if last else State.NEW, "maintenance", places, last)
    return _of_living(channel, places, last, bool(online), lag, now)


def _last_sign(
    channel: Channel, latest: Mapping[str, Sequence[Seen]], online: Sequence[Seen], now: datetime
) -> datetime | None:
    """Return when the channel last pulled, reported, or was seen online."""
    own = (at for at in channel.signs if at <= now)
    before = (one.at for sightings in latest.values() if not sightings[0].online for one in sightings if one.online)
    return max((*own, *map(AT, online), *before), default=None)


def counts(place: Place) -> bool:
    """Tell whether a place is wrong. A page that was never the hub's is only mentioned."""
    return place.shows in WRONG and not (place.shows is Shows.UNKNOWN and place.seen is None)


WRONG = (Shows.BEHIND, Shows.DIVERGENT, Shows.UNKNOWN, Shows.MISSING)


def _of_retired(channel: Channel, online: list[Seen], places: tuple[Place, ...], last: datetime | None) -> Verdict:
    """A notice that says that the channel has ended may stand; its content may not, once it had time to go."""
    grace = channel.interval * GRACE
    if any(channel.retired and one.at > channel.retired + grace and not one.ended for one in online):
        return Verdict(State.REVENANT, "retired, and online all the same", places, last)
    if any(channel.retired and at > channel.retired + grace for at in channel.signs):
        return Verdict(State.REVENANT, "retired, and still asking", places, last)
    return Verdict(State.RETIRED, "retired", (), last)


def _of_living(
    channel: Channel,
    places: tuple[Place, ...],
    last: datetime | None,
    online: bool,  # noqa: FBT001 (one of the facts that decide)
    lag: timedelta,
    now: datetime,
) -> Verdict:
    own = max((at for at in channel.signs if at <= now), default=None)
    quiet = now - max(at for at in (own, channel.fed, channel.created) if at)
    if last is None:
        young = now - channel.created < channel.interval
        return Verdict(State.NEW if young else State.SILENT, "no sign of life yet", places, last)
    if not channel.owned and online:
        return Verdict(State.ZOMBIE, "online, and nobody owns it", places, last, lag)
    if not online and now - last >= channel.interval:
        return Verdict(State.SILENT, "no sign of life in time", places, last, lag)
    if lag >= channel.interval:
        ghost = quiet > LONG * channel.interval
        state = State.ZOMBIE if ghost and online else State.DRIFTING
        reason = "online, and no longer fed" if state is State.ZOMBIE else "shows something else than what is published"
        return Verdict(state, reason, places, last, lag)
    if now - last >= channel.interval:
        return Verdict(State.SILENT, "no sign of life in time", places, last, lag)
    if lag:
        return Verdict(State.LATE, "on its way to what is published", places, last, lag)
    return Verdict(State.ALIVE, "shows what is published", places, last)


AT = attrgetter("at")


def _latest(seen: Iterable[Seen], now: datetime) -> dict[str, list[Seen]]:
    """Return the sightings of each address up to now, newest first."""
    found: dict[str, list[Seen]] = {}
    for one in seen:
        if one.at <= now:
            if one.address in found:
                found[one.address].append(one)
            else:
                found[one.address] = [one]
    for sightings in found.values():
        if len(sightings) > 1:
            sightings.sort(key=AT, reverse=True)
    return found


def _places(wanted: Mapping[str, Expected], latest: Mapping[str, list[Seen]]) -> Iterable[Place]:
    for address, one in wanted.items():
        sightings = latest.get(address)
        if sightings is None:
            yield Place(address, Shows.UNSEEN, one.number, title=one.title)
            continue
        newest = sightings[0]
        if newest.number == one.number and newest.online and one.withdrawn is None and newest.facts == one.facts:
            yield Place(address, Shows.CURRENT, one.number, one.number, None, NOTHING, one.title)
        else:
            yield _place(one, sightings)
    for address in latest.keys() - wanted.keys():
        sightings = latest[address]
        if sightings[0].online and not sightings[0].ended:
            first = min(one.at for one in sightings)
            yield Place(address, Shows.UNKNOWN, None, sightings[0].number, first)


def _place(wanted: Expected, sightings: Sequence[Seen]) -> Place:
    newest = sightings[0]
    verdicts = [_shown(wanted, one) for one in sightings]
    shows = Shows.CURRENT if Shows.CURRENT in verdicts[:AGREE] else verdicts[0]
    facts = {
        fact: (version, wanted.facts[fact])
        for fact, version in newest.facts.items()
        if wanted.facts.get(fact, version) != version
    }
    since = None if shows is Shows.CURRENT else _wrong_since(wanted, sightings, verdicts)
    return Place(wanted.address, shows, wanted.number, newest.number, since, facts, wanted.title)


STRANGE = (Shows.DIVERGENT, Shows.MISSING)
"""Wrong in a way that has nothing to do with which snapshot is current."""


def _wrong_since(wanted: Expected, sightings: Sequence[Seen], verdicts: Sequence[Shows]) -> datetime:
    """Return since when a place is wrong: since it should show something else, or since it was first seen so."""
    if verdicts[0] in STRANGE:
        same = next((place for place, shows in enumerate(verdicts) if shows not in STRANGE), len(verdicts))
        return sightings[same - 1].at
    run = next((place for place, shows in enumerate(verdicts) if shows is Shows.CURRENT), len(verdicts))
    first = sightings[run - 1].at
    if wanted.withdrawn is not None:
        return wanted.withdrawn if run == len(verdicts) or sightings[run].at < wanted.withdrawn else first
    if run < len(verdicts):
        return first
    shown = max((one.number for one in sightings[:AGREE] if one.number is not None), default=wanted.number)
    missed = [at for number, at in wanted.published.items() if shown < number]
    newest = sightings[0].facts
    missed += [
        at for fact, held in wanted.held.items() for number, at in held.items() if newest.get(fact, number) < number
    ]
    return min(missed, default=wanted.since or first)


def _shown(wanted: Expected, seen: Seen) -> Shows:
    """Return what one sighting shows, against what the address ought to show."""
    if wanted.withdrawn is not None and wanted.withdrawn <= seen.at:
        still = seen.online and seen.number is not None and not seen.ended
        return Shows.UNKNOWN if still else Shows.CURRENT
    if not seen.online:
        return Shows.MISSING
    if seen.number is None:
        return Shows.DIVERGENT
    if seen.number != wanted.number:
        return Shows.BEHIND if seen.number < wanted.number else Shows.CURRENT
    older = any(seen.facts.get(fact, version) < version for fact, version in wanted.facts.items())
    return Shows.BEHIND if older else Shows.CURRENT
