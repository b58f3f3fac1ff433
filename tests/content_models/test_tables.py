"""Tables as an editor writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_models.fields.table import lines_of, table_of

CELL = st.text(alphabet=st.sampled_from("ab |\\#-é"), max_size=6).map(str.strip)


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("a | b\nc | d", {"caption": "", "header": ["a", "b"], "rows": [["c", "d"]]}),
        ("# Prices\n| a | b |\n| c | d |", {"caption": "Prices", "header": ["a", "b"], "rows": [["c", "d"]]}),
        ("-\n| a |  | b |", {"caption": "", "header": [], "rows": [["a", "", "b"]]}),
        ("| a | |\n| | b |", {"caption": "", "header": ["a", ""], "rows": [["", "b"]]}),
        (r"a \| b | c", {"caption": "", "header": ["a | b", "c"], "rows": []}),
        ("", {"caption": "", "header": [], "rows": []}),
    ],
)
def test_lines(text: str, table: dict[str, object]) -> None:
    assert table_of(text) == table


@given(st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=4))
def test_a_table_survives_the_form(rows: list[list[str]]) -> None:
    table = {"caption": "Prijzen", "header": ["x", "y"], "rows": rows}
    assert table_of(lines_of(table)) == table
