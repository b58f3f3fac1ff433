"""Opening hours in few lines: equal days together, days that differ only when they are near, the note kept."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from channels.kinds.arrange.hours import compact, with_coming_hours, with_near_hours
from channels.kinds.arrange.words import words
from tests.channels.samples import block, field, item
from tests.channels.test_signage import HOURS

NL = words("nl", {"time_zone": "Europe/Amsterdam"})
WEEK = ["ma, di en vr 8.30–17.00 uur", "do 8.30–20.00 uur"]
FRIDAY, MAY, BOTH = "vr 3 apr: gesloten", "za 2 mei – ma 4 mei: gesloten", "vr 3 apr en za 2 mei – ma 4 mei: gesloten"


def near(value: Any, now: datetime, days: int, *more: dict[str, Any], told: str = "text") -> Any:
    shown = item("Stadhuis", "stadhuis", [field("hours", "fact", "Openingstijden", value), *more])
    return with_near_hours(shown, NL, now, timedelta(days=days))["fields"][0]["value"][told].splitlines()


@pytest.mark.parametrize(
    ("today", "days", "told"),
    [
        ("2026-03-02", 21, []),
        ("2026-03-13", 21, ["", "Andere tijden:", FRIDAY]),
        ("2026-03-13", 92, ["", "Andere tijden:", BOTH]),
        ("2026-04-03", 0, ["", "Andere tijden:", FRIDAY]),
        ("2026-05-04", 21, ["", "Andere tijden:", MAY]),
        ("2026-05-05", 92, []),
    ],
)
def test_only_days_that_are_near_stand_below_the_week(today: str, days: int, told: list[str]) -> None:
    now = datetime.fromisoformat(f"{today}T10:00:00+00:00")
    assert near(HOURS, now, days) == [*WEEK, *told, "", "Kom op tijd."]


def test_an_item_with_a_begin_and_an_end_tells_first_of_the_days_between() -> None:
    dates = [field("a", "datetime", "Begint", "2026-05-01T12:00:00+00:00"), field("b", "date", "Eindigt", "2026-05-09")]
    now = datetime(2026, 3, 13, tzinfo=UTC)
    assert near(HOURS, now, 92, *dates) == ["Andere tijden:", MAY, "", "Gewone tijden:", *WEEK, "", "Kom op tijd."]
    spoken = {**HOURS, "spoken": "week\nvrijdag dicht\nmei dicht\nKom op tijd."}
    assert near(spoken, now, 92, *dates, told="spoken") == ["mei dicht", "Gewone tijden: week", "Kom op tijd."]
    assert near(spoken, now, 92, told="spoken") == spoken["spoken"].splitlines()
    hidden = [{**one, "internal": True} for one in dates]
    assert near(HOURS, now, 21, *hidden) == [*WEEK, "", "Andere tijden:", FRIDAY, "", "Kom op tijd."]


def test_hours_in_a_sentence_and_of_another_shape_stay() -> None:
    now = datetime(2026, 3, 13, tzinfo=UTC)
    for text, more in [("ma 8.30–9.00 uur; di 9.00–9.30 uur", {"format": "short"}), ("altijd", {"value": 3})]:
        assert near({**HOURS, "text": text, **more}, now, 92) == [text]


@pytest.mark.parametrize("written", ["ma 8.30–9.00 uur; di 9.00–9.30 uur", "الاثنين 8:30؛ الثلاثاء 9:00"])
def test_hours_in_few_words_have_a_line_for_each_group(written: str) -> None:
    told = compact({**HOURS, "text": written, "format": "short"}, NL)
    assert told.splitlines() == [part.strip() for part in re.split("[;؛]", written)]


def test_hours_inside_a_text_are_short_too_and_the_item_stays_as_it_was() -> None:
    shown = item("S", "s", [field("body", "rich_text", "", [block("Open:", HOURS)])])
    found = with_near_hours(shown, NL, datetime(2026, 3, 2, tzinfo=UTC), timedelta(days=21))
    assert found["fields"][0]["value"][0]["children"][1]["text"].splitlines() == [*WEEK, "", "Kom op tijd."]
    assert shown["fields"][0]["value"][0]["children"][1] == HOURS


def test_only_an_item_with_a_begin_and_an_end_has_hours_of_its_own() -> None:
    now = datetime(2026, 3, 13, tzinfo=UTC)
    hours = field("hours", "fact", "Openingstijden", HOURS)
    begins, ends = field("a", "date", "Begint", "2026-04-30"), field("b", "date", "Eindigt", "2026-05-02")
    bound = with_coming_hours(item("Dicht", "dicht", [hours, begins, ends]), NL, now)
    days = ["Andere tijden:", MAY, "", "Gewone tijden:", *WEEK, "", "Kom op tijd."]
    assert bound["fields"][0]["value"]["text"].splitlines() == days


@pytest.mark.parametrize(
    ("today", "places"), [("2026-04-03", (7, 8)), ("2026-04-04", (8,)), ("2026-05-04", (8,)), ("2026-05-05", ())]
)
def test_a_page_tells_each_day_that_differs_and_is_not_over(today: str, places: tuple[int, ...]) -> None:
    lines = HOURS["text"].splitlines()
    shown = item("Stadhuis", "stadhuis", [field("hours", "fact", "Openingstijden", HOURS)])
    found = with_coming_hours(shown, NL, datetime.fromisoformat(f"{today}T10:00:00+00:00"))
    told = found["fields"][0]["value"]["text"].splitlines()
    others = ["", "Andere tijden:", *(lines[place] for place in places)] if places else []
    assert told == [*lines[:7], *others, "", "Kom op tijd."]


def test_hours_that_a_page_cannot_divide_stay() -> None:
    for value in ({**HOURS, "format": "short"}, {**HOURS, "text": "altijd"}, {**HOURS, "value": 3}):
        shown = item("S", "s", [field("hours", "fact", "Openingstijden", value)])
        assert with_coming_hours(shown, NL, datetime(2026, 3, 2, tzinfo=UTC)) == shown
