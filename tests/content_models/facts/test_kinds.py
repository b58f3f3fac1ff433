"""The index of fact kinds, what every kind promises, and what people find facts by."""

from typing import Any

import pytest
from babel.localedata import locale_identifiers
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from content_models.facts import FactKind, NoValue, fact_kind, fact_kinds

EXAMPLES: dict[str, Any] = {
    "money": {"amount": "16.60", "currency": "EUR"},
    "phone": {"number": "+31141234567", "extension": "12"},
    "email": "info@voorbeeldstad.nl",
    "address": {
        "street": "Stationsstraat",
        "number": "12",
        "postcode": "1234 AB",
        "city": "Voorbeeldstad",
        "country": "NL",
    },
    "opening_hours": {
        "week": {"mon": [["09:00", "17:00"]], "sun": [["00:00", "24:00"]]},
        "exceptions": [{"date": "2026-12-25", "until": "2026-12-26", "hours": [], "label": "Kerst"}],
        "note": {"nl": "Op afspraak"},
    },
    "date": "2026-03-01",
    "period": {"from": "2026-03-01", "to": "2026-04-30"},
    "percentage": "5.9",
    "quantity": {"amount": "8", "unit": "week"},
    "url": {"href": "https://www.voorbeeldstad.nl/verhuizen"},
    "text": {"nl": "Gemeente Voorbeeldstad"},
}

each_kind = pytest.mark.parametrize("kind", fact_kinds(), ids=lambda kind: kind.key)


def test_index() -> None:
    assert [kind.key for kind in fact_kinds()] == list(EXAMPLES)
    assert fact_kind("money").key == "money"
    with pytest.raises(KeyError, match="There is no fact kind 'colour'; there are money, phone"):
        fact_kind("colour")


@each_kind
def test_every_kind_names_itself_its_formats_and_its_schema(kind: FactKind) -> None:
    assert kind.formats[:3] == ("short", "long", "spoken")
    assert all(callable(getattr(kind, f"as_{form}")) for form in kind.formats)
    assert str(kind.label)
    Draft202012Validator.check_schema(kind.schema)


@each_kind
def test_examples_are_what_the_schema_describes(kind: FactKind) -> None:
    normal = kind.normalise(EXAMPLES[kind.key])
    assert kind.check(normal) == []
    assert [error.message for error in Draft202012Validator(kind.schema).iter_errors(normal)] == []


@each_kind
def test_every_format_in_every_locale_that_babel_knows(kind: FactKind) -> None:
    value = kind.normalise(EXAMPLES[kind.key])
    for locale in locale_identifiers():
        for form in kind.formats:
            try:
                assert kind.format(value, form, locale).strip(), (locale, form)
            except NoValue:
                assert kind.key == "text"
                assert not locale.startswith("nl")


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["EUR", "2026-03-01", "09:00", "NL"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            [
                "amount",
                "currency",
                "number",
                "week",
                "mon",
                "exceptions",
                "date",
                "from",
                "to",
                "href",
                "unit",
                "nl",
                "city",
                "lines",
            ]
        )
        | st.text(max_size=3),
        inner,
        max_size=4,
    ),
    max_leaves=8,
)


@each_kind
@given(value=anything)
def test_checking_never_raises_and_what_passes_can_be_written(kind: FactKind, value: Any) -> None:
    if kind.check(value):
        return
    normal = kind.normalise(value)
    assert kind.check(normal) == []
    assert kind.normalise(normal) == normal
    for form in kind.formats:
        for locale in ("nl", "en", "ar"):
            try:
                assert isinstance(kind.format(normal, form, locale), str)
            except NoValue:
                assert kind.key == "text"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("money", "€ 16,60 16,60 euro €16.60 16.60 euros 16.60 16,60"),
        (
            "phone",
            "014 123 4567 toestel 12 +31 14 123 4567 toestel 12 014 123 4567 extension 12"
            " +31 14 123 4567 extension 12 +31141234567 0141234567",
        ),
        ("date", "1 mrt 2026 1 maart 2026 1 Mar 2026 1 March 2026 2026-03-01"),
        ("text", "Gemeente Voorbeeldstad"),
        ("quantity", "8 weken 8 weeks"),
    ],
)
def test_search_text(kind: str, text: str) -> None:
    assert fact_kind(kind).search_text(EXAMPLES[kind], ["nl", "en"]) == text
