"""Numbers in words."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_models.facts.language.numbers import (
    LARGEST,
    decimal_words,
    digit_words,
    number_words,
    ordinal_words,
    year_words,
)

WORDS = [
    (0, "nul", "zero"),
    (1, "één", "one"),
    (8, "acht", "eight"),
    (12, "twaalf", "twelve"),
    (14, "veertien", "fourteen"),
    (20, "twintig", "twenty"),
    (21, "eenentwintig", "twenty-one"),
    (22, "tweeëntwintig", "twenty-two"),
    (33, "drieëndertig", "thirty-three"),
    (48, "achtenveertig", "forty-eight"),
    (80, "tachtig", "eighty"),
    (99, "negenennegentig", "ninety-nine"),
    (100, "honderd", "one hundred"),
    (101, "honderdeen", "one hundred and one"),
    (115, "honderdvijftien", "one hundred and fifteen"),
    (222, "tweehonderdtweeëntwintig", "two hundred and twenty-two"),
    (1000, "duizend", "one thousand"),
    (1001, "duizend een", "one thousand and one"),
    (1100, "duizend honderd", "one thousand one hundred"),
    (2026, "tweeduizend zesentwintig", "two thousand and twenty-six"),
    (12_345, "twaalfduizend driehonderdvijfenveertig", "twelve thousand three hundred and forty-five"),
    (100_000, "honderdduizend", "one hundred thousand"),
    (1_000_000, "één miljoen", "one million"),
    (2_000_010, "twee miljoen tien", "two million and ten"),
    (1_001_001, "één miljoen duizend een", "one million one thousand and one"),
    (
        LARGEST,
        "negenhonderdnegenennegentig miljoen negenhonderdnegenennegentigduizend negenhonderdnegenennegentig",
        "nine hundred and ninety-nine million nine hundred and ninety-nine thousand nine hundred and ninety-nine",
    ),
]


@pytest.mark.parametrize(("number", "dutch", "english"), WORDS)
def test_number_words(number: int, dutch: str, english: str) -> None:
    assert (number_words(number, "nl"), number_words(number, "en")) == (dutch, english)


@pytest.mark.parametrize(("number", "language"), [(-1, "nl"), (LARGEST + 1, "en"), (1, "de")])
def test_no_words(number: int, language: str) -> None:
    with pytest.raises(ValueError, match="No words for"):
        number_words(number, language)


@given(st.integers(0, LARGEST), st.integers(0, LARGEST), st.sampled_from(["nl", "en"]))
def test_different_numbers_have_different_words(one: int, other: int, language: str) -> None:
    assert (number_words(one, language) == number_words(other, language)) is (one == other)


@pytest.mark.parametrize(
    ("number", "language", "words"),
    [
        ("5.9", "nl", "vijf komma negen"),
        ("0.05", "nl", "nul komma nul vijf"),
        ("-2.5", "en", "minus two point five"),
        ("1", "nl", "één"),
        ("21", "en", "twenty-one"),
    ],
)
def test_decimal_words(number: str, language: str, words: str) -> None:
    assert decimal_words(Decimal(number), language) == words


def test_digit_words() -> None:
    assert digit_words("0123", "nl") == "nul één twee drie"


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "first"), (2, "second"), (3, "third"), (5, "fifth"), (8, "eighth"), (12, "twelfth"), (14, "fourteenth")]
    + [(20, "twentieth"), (21, "twenty-first"), (30, "thirtieth"), (31, "thirty-first")],
)
def test_ordinal_words(number: int, words: str) -> None:
    assert ordinal_words(number) == words


@pytest.mark.parametrize(
    ("year", "dutch", "english"),
    [
        (2026, "tweeduizend zesentwintig", "twenty twenty-six"),
        (2000, "tweeduizend", "two thousand"),
        (2005, "tweeduizend vijf", "two thousand and five"),
        (1999, "negentien negenennegentig", "nineteen ninety-nine"),
        (1900, "negentienhonderd", "nineteen hundred"),
        (1905, "negentien vijf", "nineteen oh five"),
        (800, "achthonderd", "eight hundred"),
    ],
)
def test_year_words(year: int, dutch: str, english: str) -> None:
    assert (year_words(year, "nl"), year_words(year, "en")) == (dutch, english)
