"""No line ends inside a date or a time; what is read and compared is what was written."""

from __future__ import annotations

import pytest

from channels.extract import plain
from channels.portable_text import bound, unbroken


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("donderdag 24 december 2026", "donderdag 24_december_2026"),
        ("do 24 dec: 9.00–12.00\u00a0uur", "do 24_dec: 9.00–|12.00\u00a0uur"),
        ("24 december 2026 tot en met 5 januari 2027", "24_december_2026 tot en met 5_januari_2027"),
        ("1–31 mrt 2026", "1–|31_mrt_2026"),
        ("24 en 31 december, 15:00", "24 en 31_december, 15:00"),
        ("Thursday, December 24, 2026", "Thursday, December_24,_2026"),
        ("Thu, Dec 24: 9:00\u202fAM–3:00\u202fPM", "Thu, Dec_24: 9:00\u202fAM–|3:00\u202fPM"),
        ("Thursday 24 December 2026", "Thursday 24_December_2026"),
        ("الخميس، 24 ديسمبر 2026: 9:00 ص–5:00 م", "الخميس، 24_ديسمبر_2026: 9:00_ص–|5:00_م"),
        ("9.00–12.30 en 13.30–17.00 uur", "9.00–|12.30 en 13.30–|17.00 uur"),
        ("12.30 tot 13.00", "12.30 tot 13.00"),
        ("ma–wo 8.00–17.30 uur; vr 8.00–17.00 uur", "ma–|wo_8.00–|17.30 uur; vr_8.00–|17.00 uur"),
        ("ma, wo en vr 8.00–17.00\u00a0uur", "ma, wo en vr_8.00–|17.00\u00a0uur"),
        ("Mon–Fri 09:00–17:00; Sat 10:00–16:00", "Mon–|Fri_09:00–|17:00; Sat_10:00–|16:00"),
        ("maandag: 8.30–17.00\u00a0uur", "maandag: 8.30–|17.00\u00a0uur"),
        ("gesloten", "gesloten"),
    ],
)
def test_dates_and_times_stay_whole(written: str, shown: str) -> None:
    assert unbroken(written) == shown.replace("_", "\u00a0").replace("|", "\u2060")
    assert plain(unbroken(written)) == plain(written)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("om twee uur 's middags en ’s avonds", "om twee uur 's_middags en ’s_avonds"),
        ("Neem bus 14, of lijn 14 en 81.", "Neem bus_14, of lijn_14 en 81."),
        ("Line 3 stops here", "Line_3 stops here"),
        ("de airbus 3 van Anne's broer", "de airbus 3 van Anne's broer"),
        ("binnen 3 werkdagen", "binnen 3 werkdagen"),
    ],
)
def test_a_small_word_stays_with_what_it_belongs_to(written: str, shown: str) -> None:
    assert bound(written) == shown.replace("_", "\u00a0")
    assert plain(bound(written)) == plain(written)
