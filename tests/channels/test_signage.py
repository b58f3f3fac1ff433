"""A screen in a hall: hours in their compact form before addresses, days that differ, and nothing outside its place."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

import pytest
from PIL import Image

from channels.kinds.arrange.words import words
from channels.kinds.print.sheet import PHRASES
from channels.kinds.signage import kind
from channels.kinds.signage.facts import facts
from channels.kinds.signage.kind import sign
from channels.output import Output
from tests.channels.samples import ARABIC, NOW, block, context, field, item, payload
from tests.channels.test_every_kind import CONTENT

LINES = [
    *("maandag: 8.30–17.00 uur", "dinsdag: 8.30–17.00 uur", "woensdag: gesloten", "donderdag: 8.30–20.00 uur"),
    *("vrijdag: 8.30–17.00 uur", "zaterdag: gesloten", "zondag: gesloten"),
    *("vrijdag 3 april 2026 (Goede Vrijdag): gesloten", "zaterdag 2 mei 2026 tot en met maandag 4 mei 2026: gesloten"),
    "Kom op tijd.",
]
DAY = [["08:30", "17:00"]]
HOURS = {
    "_type": "fact",
    "kind": "opening_hours",
    "format": "long",
    "label": "Openingstijden",
    "text": "\n".join(LINES),
    "value": {
        "week": {"mon": DAY, "tue": DAY, "wed": [], "thu": [["08:30", "20:00"]], "fri": DAY, "sat": [], "sun": []},
        "exceptions": [
            {"date": "2026-04-03", "hours": [], "label": {"nl": "Goede Vrijdag"}},
            {"date": "2026-05-02", "until": "2026-05-04", "hours": []},
        ],
    },
}


def address(text: str, **value: str) -> dict[str, Any]:
    return {"_type": "fact", "kind": "address", "format": "long", "text": text, "value": value}


PHONE = {"_type": "fact", "kind": "phone", "text": "14 010", "value": {"number": "14010"}}
HALL = item(
    "Stadhuis",
    "stadhuis",
    [
        field("postal", "fact", "Postadres", address("Postbus 1\n1000 AA Stad", city="Stad")),
        field("visit", "fact", "Bezoekadres", address("Plein 1\n1000 AA Stad", street="Plein", city="Stad")),
        field("hours", "fact", "Openingstijden", HOURS),
        field("phone", "fact", "Telefoon", PHONE),
    ],
)
NL = words("nl", {"time_zone": "Europe/Amsterdam"}, PHRASES)


def told(shown: dict[str, Any]) -> list[tuple[str, str]]:
    return [(row.label, row.text) for row in facts(shown, NL, NOW)]


def picture(shown: dict[str, Any]) -> tuple[Output, Image.Image]:
    (output,) = kind().render_item(payload(shown))
    return output, Image.open(io.BytesIO(output.content)).convert("RGB")


def test_hours_are_grouped_and_come_before_addresses_for_letters() -> None:
    assert told(HALL) == [
        ("Openingstijden", "ma, di en vr 8.30–17.00 uur\ndo 8.30–20.00 uur"),
        ("Andere tijden", "vr 3 apr: gesloten"),
        ("Bezoekadres", "Plein 1\n1000 AA Stad"),
        ("Telefoon", "14 010"),
    ]


def test_the_note_of_hours_stands_with_the_last_of_them() -> None:
    notes = [(row.label, row.note) for row in facts(HALL, NL, NOW)]
    assert notes == [("Openingstijden", ""), ("Andere tijden", "Kom op tijd."), ("Bezoekadres", ""), ("Telefoon", "")]
    usual = {**HOURS, "value": {**HOURS["value"], "exceptions": []}, "text": "\n".join([*LINES[:7], LINES[-1]])}
    (row,) = facts(item("S", "s", [field("h", "fact", "Open", usual)]), NL, NOW)
    assert row.note == "Kom op tijd."
    output, shown = picture(HALL)
    assert (output.findings, "gesloten\nKom op tijd." in shown.info["Description"]) == ((), True)


def test_a_notice_names_the_days_it_is_about() -> None:
    message = [block("Stadhuis", style="h2"), block({**HOURS})]
    dates = [field("a", "datetime", "Begint", "2026-05-01T12:00:00+00:00"), field("b", "date", "Eindigt", "2026-05-09")]
    notice = item("Dicht", "dicht", [field("message", "rich_text", "Bericht", message), *dates])
    assert told(notice) == [("Stadhuis", "za 2 mei – ma 4 mei: gesloten")]
    road = item("Weg dicht", "weg", [field("message", "rich_text", "Bericht", [block("Rijd om.")]), *dates])
    assert told(road) == [("Begint", "1 mei 2026, 14.00 uur"), ("Eindigt", "9 mei 2026")]


def test_a_day_is_over_at_midnight_where_the_hall_is() -> None:
    before, after = (facts(HALL, NL, datetime(2026, 5, 4, hour, 30, tzinfo=UTC)) for hour in (21, 22))
    assert [row.text for row in before if "mei" in row.text] == ["za 2 mei – ma 4 mei: gesloten"]
    assert [row.text for row in after if "mei" in row.text] == []


@pytest.mark.parametrize("value", [None, {"week": 3}, {"week": {"mon": [[1]]}, "exceptions": [{"date": "x"}]}])
def test_hours_of_another_shape_are_shown_as_they_are(value: Any) -> None:
    odd = {**HOURS, "text": "altijd open", "value": value}
    assert told(item("S", "s", [field("h", "fact", "Open", odd)])) == [("Open", "altijd open")]


def test_what_is_least_useful_goes_first_when_room_is_short() -> None:
    long = field("summary", "long_text", "S", "Deze zin vult het scherm tot het bijna vol is. " * 16)
    output, _ = picture({**HALL, "fields": [long, *HALL["fields"]]})
    note, *left_out = [one.message for one in output.findings]
    assert note == "The note of opening hours does not fit and was left out."
    assert left_out == [
        f"“{label}” does not fit on the screen and was left out." for label in ("Telefoon", "Bezoekadres")
    ]


def test_facts_stand_beside_each_other_where_rows_would_leave_one_out() -> None:
    long = field("summary", "long_text", "S", "Deze zin vult het scherm tot het bijna vol is. " * 14)
    output, _ = picture({**HALL, "fields": [long, *HALL["fields"]]})
    assert output.findings == ()


def test_the_lines_of_a_title_are_about_as_long() -> None:
    _, shown = picture(item("Tachtig nieuwe bomen in de Zeewijk", "bomen", []))
    band = shown.crop((96, 110, 1900, 330)).convert("L").point(lambda light: 255 if light > 200 else 0)
    rows = [band.crop((0, y, band.width, y + 1)).getbbox() for y in range(band.height)]
    widths = [max(box[2] for box in line if box) for inked, same in groupby(rows, bool) if inked for line in [[*same]]]
    longest = sorted(widths)[-2:]
    assert len(longest) == 2
    assert round(longest[0] / longest[1], 1) == 0.7


@pytest.mark.parametrize("content", ["long", "one long word"])
def test_what_is_too_long_is_cut_after_a_whole_line(content: str) -> None:
    _, shown = picture(CONTENT[content])
    band = shown.getpixel((2, 2))
    assert [shown.getpixel((x, 470)) for x in range(0, 1800, 7)] == [band] * 258
    assert [shown.getpixel((2, y)) for y in (400, 520)] == [band, (255, 255, 255)]
    rows = [shown.crop((96, y, 1500, y + 1)).getcolors() != [(1404, (255, 255, 255))] for y in range(490, 1015)]
    *lines, last = [sum(same) for inked, same in groupby(rows) if inked]
    assert len(lines) > 5
    assert last in lines


PERIOD = {"_type": "fact", "fact": "f", "kind": "period", "label": "Inspraak", "format": "long", "version": 1}


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ([field("d", "date", "Datum", "2026-02-20")], []),
        ([field("d", "date", "Datum", "2026-03-01")], []),
        ([field("d", "date", "Datum", "2026-04-01")], [("Datum", "1 april 2026")]),
        ([field("a", "datetime", "Sinds", "2026-02-01T12:00:00+00:00")], [("Sinds", "1 februari 2026, 13.00 uur")]),
        (
            [
                field("a", "datetime", "Begint", "2026-01-01T12:00:00+00:00"),
                field("b", "datetime", "Eindigt", "2026-02-01T12:00:00+00:00"),
            ],
            [],
        ),
        ([field("s", "datetime", "Stil", "2026-05-01T12:00:00+00:00", metadata=True)], []),
        (
            [
                field("b", "blocks", "B", [{"_type": "group", "fields": [field("t", "rich_text", "T", [block(
                    {**PERIOD, "text": "1 feb tot en met 9 mei", "value": {"from": "2026-02-01", "to": "2026-05-09"}},
                    {**PERIOD, "text": "in januari", "value": {"from": "2026-01-01", "to": "2026-01-31"}},
                )])]}])
            ],
            [("Inspraak", "1 feb tot en met 9 mei")],
        ),
    ],
)  # fmt: skip
def test_only_days_that_are_not_over_stand_on_a_screen(fields: list[dict[str, Any]], shown: list[Any]) -> None:
    news = {**item("Nieuws", "nieuws", fields), "publishedAt": "2026-03-05T10:00:00+00:00"}
    assert told({**news, "firstPublishedAt": "2026-03-01T10:00:00+00:00"}) == shown


def test_a_screen_has_no_words_of_another_language() -> None:
    data = sign({**ARABIC, "locale": "he"}, context("he"))
    assert data["as_of"] == "28 בפברואר 2026"
    assert "".join(re.findall("[A-Za-z]", data["as_of"] + "".join(row["label"] for row in data["facts"]))) == ""
