"""A moment is written in one way, by whoever writes it: an answer, a channel, or a fact beside it."""

import pytest

from channels.kinds.arrange.words import words
from content_models.facts import fact_kind
from contenthub.dispatch.organisation import written_as
from contenthub.query.values.words import datetime_words, number_words


@pytest.mark.parametrize(
    ("locale", "written", "number"),
    [
        ("nl", "24 december 2026, 15.00\u00a0uur", "1.234,5"),
        ("en", "24 December 2026, 15:00", "1,234.5"),
        ("en-us", "December 24, 2026, 3:00\u202fPM", "1,234.5"),
        ("de", "24. Dezember 2026, 15:00", "1.234,5"),
        ("ar", "24 ديسمبر 2026، 3:00 م", "1,234.5"),
    ],
)
def test_a_moment_is_written_in_one_way(locale: str, written: str, number: str) -> None:
    moment = "2026-12-24T15:00:00+01:00"
    say = words(locale, {"time_zone": "Europe/Amsterdam", "written_as": written_as([locale])})
    fact = fact_kind("period").format({"from": moment, "to": None}, "long", locale)
    assert (datetime_words(moment, locale), say.clock(moment), written in fact) == (written, written, True)
    assert (number_words(1234.5, locale), say.number(1234.5)) == (number, number)
