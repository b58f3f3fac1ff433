"""Facts through the editor's form and back."""

from typing import Any

import pytest

from content_models.factform.form import from_form, timeline_block, to_form
from content_models.factform.hours import as_pairs
from content_models.factform.values import FORMS
from content_models.facts import fact_kind, fact_kinds
from content_models.timeline import check_timeline

VALUES: dict[str, Any] = {
    "money": {"amount": "16.60", "currency": "EUR"},
    "phone": {"number": "+31141234567", "label": "Balie"},
    "email": "info@example.org",
    "address": {"lines": ["Postbus 1", "t.a.v. Burgerzaken"], "postcode": "1234 AB", "city": "Duinrijk"},
    "opening_hours": {
        "week": {"mon": [["09:00", "12:30"], ["13:30", "17:00"]], "fri": [["09:00", "12:00"]]},
        "exceptions": [
            {"date": "2026-12-25", "until": "2026-12-26", "hours": [], "label": {"nl": "Kerst", "en": "Xmas"}}
        ],
    },
    "date": "2027-01-31",
    "period": {"from": "2027-01-01", "to": "2027-01-31"},
    "percentage": "21",
    "quantity": {"amount": "8", "unit": "week"},
    "url": {"href": "https://example.org", "text": "voorbeeld"},
    "text": {"nl": "Ja", "en": "Yes"},
}


def test_every_fact_kind_has_a_form() -> None:
    assert set(FORMS) == {kind.key for kind in fact_kinds()} == set(VALUES)


@pytest.mark.parametrize("kind", VALUES)
def test_a_timeline_survives_the_form(kind: str) -> None:
    timeline = [
        {"value": VALUES[kind], "valid_from": None, "valid_until": "2027-01-01T00:00:00+01:00"},
        {"value": VALUES[kind], "valid_from": "2027-01-01T00:00:00+01:00", "valid_until": None},
    ]
    block = timeline_block(kind, ["nl", "en"])
    bound = block.to_python(to_form(kind, timeline))
    again = from_form(kind, block.get_prep_value(bound))
    assert again == timeline
    assert check_timeline(kind, again) == []
    assert fact_kind(kind).normalise(again[0]["value"]) == fact_kind(kind).normalise(VALUES[kind])


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("09:00-12:30, 13:30-17:00", [["09:00", "12:30"], ["13:30", "17:00"]]),
        ("9:00 – 17:00", [["9:00", "17:00"]]),
        ("", []),
        ("always", [["always"]]),
    ],
)
def test_hours(text: str, pairs: list[list[str]]) -> None:
    assert as_pairs(text) == pairs
