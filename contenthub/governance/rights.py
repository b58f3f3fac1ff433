"""Who may decide what, about which subject, on which channel, on which day. Plain: mandates in, people out.

The nearest subject that has a valid mandate counts; at one subject a mandate for this very channel comes before one for
all channels. Where nobody of that level can decide (no longer active, or the author while four eyes are demanded),
the level above does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

EVERYTHING = "/"


@dataclass(frozen=True)
class Person:
    """Somebody with an account; `active` false: can no longer sign in."""

    pk: int
    name: str
    active: bool = True


@dataclass(frozen=True)
class Standin:
    """A deputy, with the days on which that holds; None: no bound."""

    person: Person
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True)
class Grant:
    """A mandate as plain data. `path`: of its subject, `/` for everything; `channel`: a key, None for all."""

    pk: int
    decision: str
    path: str = EVERYTHING
    channel: str | None = None
    holders: tuple[Person, ...] = ()
    deputies: tuple[Standin, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    four_eyes: bool = True
    days: int = 3
    by_link: bool = False
    words: str = ""

    def covers(self, decision: str, path: str, channel: str | None) -> bool:
        return (
            self.decision == decision
            and path.startswith(self.path)
            and (self.channel is None or self.channel == channel)
        )

    def people(self, on: date) -> list[Person]:
        """Return who may decide by this mandate on a day: holders first, then deputies; active people only."""
        if not within(on, self.valid_from, self.valid_until):
            return []
        standins = [one.person for one in self.deputies if within(on, one.valid_from, one.valid_until)]
        return [one for one in (*self.holders, *standins) if one.active]

    def absent(self, on: date) -> bool:
        """Tell whether a deputy was named for a period that includes this day: then the deputy is asked at once."""
        return any(
            within(on, one.valid_from, one.valid_until) for one in self.deputies if one.valid_from or one.valid_until
        )


def within(on: date, first: date | None, last: date | None) -> bool:
    return (first is None or first <= on) and (last is None or on <= last)


@dataclass(frozen=True)
class Level:
    """The mandates that count at one subject, on one day."""

    grants: tuple[Grant, ...]
    on: date

    def right_of(self, person: int) -> Grant | None:
        """Return the mandate by which this person may decide here."""
        found = (grant for grant in self.grants if person in {one.pk for one in grant.people(self.on)})
        return next(found, None)

    def people(self, without: Iterable[int] = ()) -> list[Person]:
        """Return who may decide here, each once, less the authors where four eyes are demanded."""
        out = set(without) if self.four_eyes else set()
        found = {one.pk: one for grant in self.grants for one in grant.people(self.on)}
        return [one for pk, one in found.items() if pk not in out]

    @property
    def four_eyes(self) -> bool:
        return any(grant.four_eyes for grant in self.grants)

    @property
    def holders(self) -> set[int]:
        return {one.pk for grant in self.grants for one in grant.holders if one.active}

    @property
    def days(self) -> int:
        return min(grant.days for grant in self.grants)


@dataclass(frozen=True)
class Seat:
    """Everybody above one decision about one subject: the nearest level first."""

    levels: tuple[Level, ...] = ()

    @property
    def demanded(self) -> bool:
        """Tell whether any valid mandate is about this; if not, the publisher role stands in."""
        return bool(self.levels)

    def nearest(self, without: Iterable[int] = (), *, steps: int = 0) -> list[Level]:
        """Return the levels that decide: the first where somebody can, and `steps` more above it."""
        authors = frozenset(without)
        able = [level for level in self.levels if level.people(authors)]
        return able[: steps + 1]

    def people(self, without: Iterable[int] = (), *, steps: int = 0) -> list[Person]:
        authors = frozenset(without)
        found = {one.pk: one for level in self.nearest(authors, steps=steps) for one in level.people(authors)}
        return list(found.values())

    def right_of(self, person: int, without: Iterable[int] = (), *, steps: int = 0) -> Grant | None:
        """Return the mandate by which this person may decide, None when there is none."""
        authors = frozenset(without)
        for level in self.nearest(authors, steps=steps):
            if person in {one.pk for one in level.people(authors)}:
                return level.right_of(person)
        return None


@dataclass(frozen=True)
class Book:
    """All mandates at one moment."""

    grants: Sequence[Grant] = ()
    on: date = field(default_factory=date.today)

    def seat(self, decision: str, path: str, channel: str | None = None) -> Seat:
        """Return who is above this decision on the book's day."""
        found = [
            grant
            for grant in self.grants
            if grant.covers(decision, path, channel) and within(self.on, grant.valid_from, grant.valid_until)
        ]
        levels = []
        for at in sorted({grant.path for grant in found}, key=len, reverse=True):
            here = [grant for grant in found if grant.path == at]
            own = [grant for grant in here if grant.channel is not None]
            levels.append(Level(tuple(own or here), self.on))
        return Seat(tuple(levels))

    def grant(self, pk: int | None) -> Grant | None:
        return next((one for one in self.grants if one.pk == pk), None)

    def still(self, pk: int | None, person: int | None, decision: str, path: str, channel: str | None) -> bool:
        """Tell whether the mandate by which somebody once decided still gives that right on the book's day."""
        grant = self.grant(pk)
        if grant is None or not grant.covers(decision, path, channel):
            return False
        return person in {one.pk for one in grant.people(self.on)}
