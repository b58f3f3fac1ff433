"""Who may decide what, as a table: no database, the day is an argument."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contenthub.governance.rights import Book, Grant, Person, Standin

DAY = date(2026, 6, 15)
ANNA, BART, CARO, GONE = Person(1, "Anna"), Person(2, "Bart"), Person(3, "Caro"), Person(4, "Gone", active=False)


def grant(pk: int, holder: Person, path: str = "/", **more: Any) -> Grant:
    return Grant(**{"pk": pk, "decision": "content", "path": path, "holders": (holder,), "four_eyes": False, **more})


EVERYTHING = grant(1, ANNA)
LIVING = grant(2, BART, "/living/")
MOVING = grant(3, CARO, "/living/moving/")
LEFT = grant(4, GONE, "/living/moving/")
ENDED = grant(5, CARO, "/living/moving/", valid_until=date(2026, 6, 14))
TODAY_LAST = grant(6, CARO, "/living/moving/", valid_until=DAY)
LATER = grant(7, CARO, "/living/moving/", valid_from=date(2026, 6, 16))
WEB = grant(8, BART, decision="signoff", channel="web")
ALL_CHANNELS = grant(9, ANNA, decision="signoff")
ALL_HERE = grant(10, CARO, "/living/", decision="signoff")
AWAY = grant(
    11,
    ANNA,
    "/living/",
    deputies=(Standin(BART, date(2026, 6, 10), date(2026, 6, 20)), Standin(CARO, date(2026, 7, 1))),
)
TEAM = grant(12, ANNA, "/living/", holders=(ANNA, BART, GONE))
OTHER = grant(13, BART, "/living-abroad/")

TABLE = [
    ("nobody at all", [], "content", "/living/", None, []),
    ("everything reaches every subject", [EVERYTHING], "content", "/living/moving/", None, ["Anna"]),
    ("the nearest subject overrides", [EVERYTHING, LIVING], "content", "/living/moving/", None, ["Bart"]),
    ("the nearest of three", [EVERYTHING, LIVING, MOVING], "content", "/living/moving/", None, ["Caro"]),
    ("an override does not reach upwards", [EVERYTHING, MOVING], "content", "/living/", None, ["Anna"]),
    ("another decision is another matter", [EVERYTHING], "facts", "/living/", None, []),
    ("a path is no prefix of a name", [LIVING, OTHER], "content", "/living-abroad/", None, ["Bart"]),
    ("who left does not decide, the level above does", [LIVING, LEFT], "content", "/living/moving/", None, ["Bart"]),
    ("who left, and nobody above", [LEFT], "content", "/living/moving/", None, []),
    ("an ended mandate does not count", [LIVING, ENDED], "content", "/living/moving/", None, ["Bart"]),
    ("the last day counts", [LIVING, TODAY_LAST], "content", "/living/moving/", None, ["Caro"]),
    ("one that begins later does not count", [LIVING, LATER], "content", "/living/moving/", None, ["Bart"]),
    ("this channel before all channels", [ALL_CHANNELS, WEB], "signoff", "/living/", "web", ["Bart"]),
    ("all channels where none is named", [ALL_CHANNELS, WEB], "signoff", "/living/", "print", ["Anna"]),
    ("the subject before the channel", [WEB, ALL_HERE], "signoff", "/living/", "web", ["Caro"]),
    ("a channel's mandate says nothing of another", [WEB], "signoff", "/living/", "print", []),
    ("a deputy within the period", [AWAY], "content", "/living/", None, ["Anna", "Bart"]),
    ("a group, less who left", [TEAM], "content", "/living/", None, ["Anna", "Bart"]),
]


@pytest.mark.parametrize(
    ("case", "grants", "decision", "path", "channel", "names"), TABLE, ids=[row[0] for row in TABLE]
)
def test_who_decides(
    case: str, grants: list[Grant], decision: str, path: str, channel: str | None, names: list[str]
) -> None:
    assert [one.name for one in Book(grants, DAY).seat(decision, path, channel).people()] == names


EYES = [
    ("the author is out", [grant(1, ANNA, four_eyes=True, holders=(ANNA, BART))], {1}, ["Bart"]),
    ("without four eyes the author decides", [grant(1, ANNA, holders=(ANNA, BART))], {1}, ["Anna", "Bart"]),
    (
        "the author alone: the level above decides",
        [grant(1, BART), grant(2, ANNA, "/a/", four_eyes=True)],
        {1},
        ["Bart"],
    ),
    ("the author alone, nobody above", [grant(1, ANNA, four_eyes=True)], {1}, []),
    ("a deputy who wrote it is out too", [grant(1, ANNA, four_eyes=True, deputies=(Standin(BART),))], {2}, ["Anna"]),
]


@pytest.mark.parametrize(("case", "grants", "authors", "names"), EYES, ids=[row[0] for row in EYES])
def test_four_eyes(case: str, grants: list[Grant], authors: set[int], names: list[str]) -> None:
    assert [one.name for one in Book(grants, DAY).seat("content", "/a/").people(authors)] == names


def test_a_step_up_adds_the_level_above() -> None:
    seat = Book([EVERYTHING, LIVING, MOVING], DAY).seat("content", "/living/moving/")
    assert [one.name for one in seat.people(steps=1)] == ["Caro", "Bart"]
    assert [one.name for one in seat.people(steps=9)] == ["Caro", "Bart", "Anna"]
    assert seat.right_of(1) is None
    right = seat.right_of(1, steps=2)
    assert right is not None
    assert right.pk == 1


@pytest.mark.parametrize(
    ("book", "held"),
    [
        ([MOVING], True),
        ([], False),
        ([grant(3, BART, "/living/moving/")], False),
        ([grant(3, CARO, "/living/moving/", valid_until=date(2026, 6, 14))], False),
        ([grant(3, Person(3, "Caro", active=False), "/living/moving/")], False),
        ([grant(3, CARO, "/coast/")], False),
        ([grant(3, CARO, "/living/moving/", decision="facts")], False),
        ([grant(3, ANNA, "/living/moving/", deputies=(Standin(CARO),))], True),
        ([grant(3, ANNA, "/living/moving/", deputies=(Standin(CARO, None, date(2026, 6, 14)),))], False),
    ],
    ids=["stands", "taken away", "of another", "ended", "left", "moved", "other decision", "deputy", "deputy ended"],
)
def test_a_mandate_must_still_stand(book: list[Grant], held: bool) -> None:
    assert Book(book, DAY).still(3, 3, "content", "/living/moving/", None) is held


people = st.builds(Person, pk=st.integers(1, 4), name=st.just("x"), active=st.booleans())
grants = st.builds(
    Grant,
    pk=st.integers(1, 99),
    decision=st.just("content"),
    path=st.sampled_from(["/", "/a/", "/a/b/", "/c/"]),
    holders=st.tuples(people),
    four_eyes=st.booleans(),
    valid_until=st.sampled_from([None, date(2026, 1, 1), date(2027, 1, 1)]),
)


@given(st.lists(grants, max_size=6), st.frozensets(st.integers(1, 4)), st.integers(0, 3))
def test_nobody_decides_without_a_mandate_that_covers_it(
    found: list[Grant], authors: frozenset[int], steps: int
) -> None:
    seat = Book(found, DAY).seat("content", "/a/b/")
    for person in seat.people(authors, steps=steps):
        right = seat.right_of(person.pk, authors, steps=steps)
        assert right is not None
        assert right.covers("content", "/a/b/", None)
        assert person.active
        assert right.valid_until != date(2026, 1, 1)
        assert not (right.four_eyes and person.pk in authors)
