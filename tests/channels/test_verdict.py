"""Verdicts about channels: every state by its table, and a simulated month without a false alarm."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.verdict import Channel, Expected, Seen, Shows, State, Window, judge

START = datetime(2026, 3, 1, tzinfo=UTC)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def at(days: float) -> datetime:
    return START + DAY * days


def channel(**more: Any) -> Channel:
    return Channel(**{"interval": DAY, "created": START, **more})


def page(number: int = 3, since: float = 0, **more: Any) -> Expected:
    return Expected("/nl/paspoort", number, since=at(since), **more)


def seen(days: float, number: int | None = 3, **more: Any) -> Seen:
    return Seen("/nl/paspoort", at(days), number=number, **more)


@pytest.mark.parametrize(
    ("known", "expected", "sightings", "day", "state"),
    [
        (channel(), [], [], 0.5, State.NEW),
        (channel(), [page()], [], 2, State.SILENT),
        (channel(signs=[at(1.9)]), [page()], [], 2, State.ALIVE),
        (channel(), [page()], [seen(1.9)], 2, State.ALIVE),
        (channel(), [page(3, since=1.8)], [seen(1.8, 2), seen(1.9, 2)], 2, State.LATE),
        (channel(), [page(3, since=0.5)], [seen(1.8, 2), seen(1.9, 2)], 2, State.DRIFTING),
        (channel(signs=[at(1.9)]), [page(3, since=0.5)], [seen(1.8, 2), seen(1.9, 2)], 2, State.DRIFTING),
        (channel(), [page(3, since=1)], [seen(5.8, 2), seen(5.9, 2)], 6, State.ZOMBIE),
        (channel(signs=[at(5.9)]), [page(3, since=1)], [seen(5.8, 2), seen(5.9, 2)], 6, State.DRIFTING),
        (channel(owned=False), [page()], [seen(1.9)], 2, State.ZOMBIE),
        (channel(), [page()], [seen(0.5), seen(1, online=False), seen(1.2, online=False)], 1.4, State.LATE),
        (channel(), [page()], [seen(0.5), seen(1, online=False), seen(2, online=False)], 2.1, State.SILENT),
        (channel(signs=[at(0.2)]), [page()], [], 2, State.SILENT),
        (channel(retired=at(1)), [page()], [seen(0.5)], 2, State.RETIRED),
        (channel(retired=at(1)), [page()], [seen(0.5), seen(1.5)], 2, State.REVENANT),
        (channel(maintenance=[Window(at(1), at(3))]), [page()], [seen(0.5), seen(1.9, 1)], 2, State.ALIVE),
    ],
)
def test_the_state_of_a_channel(
    known: Channel, expected: list[Expected], sightings: list[Seen], day: float, state: State
) -> None:
    assert judge(known, expected, sightings, at(day)).state is state


@pytest.mark.parametrize(
    ("wanted", "sightings", "shows", "days"),
    [
        (page(), [seen(1)], Shows.CURRENT, None),
        (page(), [], Shows.UNSEEN, None),
        (page(3, since=0.5), [seen(1, 2), seen(2, 2)], Shows.BEHIND, 0.5),
        (page(), [seen(1), seen(2, 2), seen(3, 2)], Shows.BEHIND, 2),
        (page(), [seen(1), seen(2, None), seen(3, None)], Shows.DIVERGENT, 2),
        (page(), [seen(1), seen(2, online=False), seen(3, online=False)], Shows.MISSING, 2),
        (page(withdrawn=at(1)), [seen(2), seen(3)], Shows.UNKNOWN, 1),
        (page(withdrawn=at(1)), [seen(2, None), seen(3, online=False)], Shows.CURRENT, None),
        (page(facts={"price": 4}), [seen(1, facts={"price": 3}), seen(2, facts={"price": 3})], Shows.BEHIND, 0),
        (page(facts={"price": 4}), [seen(1, facts={"price": 4})], Shows.CURRENT, None),
        (page(), [seen(1), seen(2, 2)], Shows.CURRENT, None),
    ],
)
def test_what_a_place_shows(wanted: Expected, sightings: list[Seen], shows: Shows, days: float | None) -> None:
    (place,) = judge(channel(), [wanted], sightings, at(3.5)).places
    assert (place.shows, place.since) == (shows, None if days is None else at(days))


def test_a_fact_in_another_version_is_named_with_both() -> None:
    wanted = page(facts={"price": 4, "phone": 1})
    sightings = [seen(1, facts={"price": 3, "phone": 1}), seen(2, facts={"price": 3, "phone": 1})]
    (place,) = judge(channel(), [wanted], sightings, at(3)).places
    assert place.facts == {"price": (3, 4)}


def test_what_stands_online_and_is_not_ours_is_unknown() -> None:
    other = Seen("/nl/oud", at(1), number=7)
    places = judge(channel(), [page()], [seen(1), other], at(1.5)).places
    assert [(one.address, one.shows) for one in places] == [
        ("/nl/paspoort", Shows.CURRENT),
        ("/nl/oud", Shows.UNKNOWN),
    ]


def test_the_share_of_what_is_current() -> None:
    wanted = [Expected(f"/{number}", 1, since=START) for number in range(4)]
    sightings = [Seen(f"/{number}", at(1), number=int(number != 2)) for number in range(3)]
    assert judge(channel(), wanted, sightings, at(1.5)).share == pytest.approx(2 / 3)


FAULTS = st.sampled_from(["frozen", "down", "stampless", "none"])


@settings(max_examples=120, deadline=None)
@given(
    changes=st.lists(st.integers(0, 29 * 24), max_size=12, unique=True),
    delay=st.integers(0, 10),
    outages=st.lists(st.integers(0, 9), max_size=4).map(lambda days: [72 * day + 30 for day in days]),
    fault=FAULTS,
    begins=st.integers(5 * 24, 20 * 24),
)
def test_a_month_in_which_every_fault_is_found_and_nothing_else(
    changes: list[int], delay: int, outages: list[int], fault: str, begins: int
) -> None:
    """A site that is looked at every four hours, follows within a day, and is away for up to seven hours at times."""
    interval, month = 24, 30 * 24
    published = sorted({0, *changes, begins + 1})
    sightings: list[Seen] = []
    found_at = None
    for hour in range(0, month, 4):
        now = START + HOUR * hour
        broken = fault != "none" and hour >= begins
        down = any(one <= hour < one + 7 for one in outages) or (broken and fault == "down")
        frozen = begins if broken and fault == "frozen" else hour
        shown = sum(one + delay <= frozen for one in published)
        stamp = None if broken and fault == "stampless" else shown
        if hour > delay:
            sightings.append(Seen("/page", now, online=not down, number=None if down else stamp))
        number = sum(one <= hour for one in published)
        since = START + HOUR * max(one for one in published if one <= hour)
        history = {place: START + HOUR * one for place, one in enumerate(published, 1) if one <= hour}
        verdict = judge(
            Channel(timedelta(hours=interval), START),
            [Expected("/page", number, since=since, published=history)],
            sightings,
            now,
        )
        trouble = verdict.state in (State.DRIFTING, State.SILENT, State.ZOMBIE)
        if not broken:
            assert not trouble, (hour, verdict.state, verdict.reason)
        elif trouble and found_at is None:
            found_at = hour
    if fault != "none":
        assert found_at is not None
        away = 7 if any(begins <= one + 7 and one <= begins + interval + 12 for one in outages) else 0
        assert found_at <= begins + 1 + interval + 12 + away
