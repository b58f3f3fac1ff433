"""Facts through the editor's form and back."""

from typing import Any

import pytest
from django.forms import modelform_factory
from django.utils import timezone, translation
from wagtail.blocks import StructBlockValidationError
from wagtail.blocks.base import get_error_json_data

from content_models.factform.errors import block_error
from content_models.factform.form import FactForm, from_form, timeline_block, to_form
from content_models.factform.holidays import choices
from content_models.factform.hours import as_pairs, hours_from_form, hours_to_form
from content_models.factform.values import FORMS
from content_models.facts import fact_kind, fact_kinds
from content_models.models import Fact, Subject
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


WORKDAYS = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "09:00-17:00")


def test_public_holidays_become_days_on_which_a_place_is_closed() -> None:
    said = [{"value": {"date": "2027-05-05", "until": "2027-05-07", "hours": "", "label": "Meivakantie"}}]
    found = hours_from_form({"week": WORKDAYS, "exceptions": said, "holidays": "NL-2027"})
    assert [(one["date"], one["label"]) for one in found["exceptions"][1:]] == [
        ("2027-01-01", {"nl": "Nieuwjaarsdag", "en": "New Year's Day"}),
        ("2027-03-26", {"nl": "Goede vrijdag", "en": "Good Friday"}),
        ("2027-03-29", {"nl": "Tweede paasdag", "en": "Easter Monday"}),
        ("2027-04-27", {"nl": "Koningsdag", "en": "King's Day"}),
        ("2027-05-17", {"nl": "Tweede pinksterdag", "en": "Pentecost Monday"}),
    ]
    assert all(one["hours"] == [] for one in found["exceptions"])
    assert fact_kind("opening_hours").check(found) == []
    again = hours_to_form(found)
    assert hours_from_form({**again, "holidays": "NL-2027"}) == found


def test_a_holiday_that_no_language_of_the_hub_names_keeps_its_name_at_home(settings: Any) -> None:
    settings.HUB_LOCALES = ["cy"]
    found = hours_from_form({"week": WORKDAYS, "exceptions": [], "holidays": "NL-2027"})["exceptions"]
    assert (len(found), found[0]["date"], found[0]["label"]) == (6, "2027-01-01", "Nieuwjaarsdag")


@pytest.mark.parametrize("wanted", ["", "XX-2027", "NL-", "NL-soon"])
def test_what_is_no_choice_adds_nothing(wanted: str) -> None:
    assert hours_from_form({"week": WORKDAYS, "exceptions": [], "holidays": wanted}).get("exceptions") is None


def test_choices_are_the_holidays_of_the_hubs_country(settings: Any) -> None:
    this = timezone.localdate().year
    with translation.override("nl"):
        assert choices() == [(f"NL-{this}", f"Nederland, {this}"), (f"NL-{this + 1}", f"Nederland, {this + 1}")]
    settings.TIME_ZONE = "UTC"
    assert choices() == []


def wrong(kind: str, *rows: dict[str, Any]) -> Any:
    timeline = [{"valid_from": None, "valid_until": None, **row} for row in rows]
    error = block_error(check_timeline(kind, timeline), timeline_block(kind, ["nl", "en"]))
    return get_error_json_data(error)["blockErrors"]["values"]


def test_what_is_wrong_with_a_value_stands_at_its_part() -> None:
    right, bad = {"amount": "16.60", "currency": "EUR"}, {"amount": "1.267,20", "currency": "EUR"}
    told = "1.267,20 is not an amount. Write it without thousands separator or currency sign: 16.60"
    later = {"valid_from": "2027-01-01T00:00:00+01:00"}
    found = wrong("money", {"value": right, "valid_until": later["valid_from"]}, {"value": bad, **later})
    assert found == {"blockErrors": {1: {"blockErrors": {"value": {"blockErrors": {"amount": {"messages": [told]}}}}}}}
    found = wrong("date", {"value": "soon"})
    (messages,) = (one["messages"] for one in found["blockErrors"][0]["blockErrors"].values())
    assert len(messages) == 1
    assert "soon" in messages[0]


def test_what_is_wrong_with_periods_stands_at_the_row_or_above_all() -> None:
    right, start = {"amount": "16.60", "currency": "EUR"}, "2027-01-01T00:00:00+01:00"
    found = wrong("money", {"value": right, "valid_from": start, "valid_until": start})
    assert found == {"blockErrors": {0: {"messages": ["The period ends before it starts."]}}}
    found = wrong("money", {"value": right}, {"value": right, "valid_from": start})
    assert found == {"messages": ["Two values hold at the same time, from 1 January 2027, 00:00."]}
    found = wrong("money", {"value": right}, {"value": right})
    assert found == {"messages": ["Two values hold at the same time: neither has a beginning."]}


def price_form(amount: str, **more: Any) -> Any:
    """Return the form of a price of one value, as it was sent."""
    subject = Subject.objects.get_or_create(key="taxes", defaults={"title": "Taxes"})[0]
    data = {"kind": "money", "label": "Price", "key": "price", "subject": subject.pk, "timeline-values-count": "1"}
    row = "timeline-values-0"
    data |= {f"{row}-deleted": "", f"{row}-order": "0", f"{row}-type": "", f"{row}-id": ""}
    data |= {f"{row}-value-value-amount": amount, f"{row}-value-value-currency": "EUR"}
    data |= {f"{row}-value-valid_from": "2027-01-01 00:00"}
    return modelform_factory(Fact, form=FactForm, fields=["kind", "label", "key", "subject", "timeline"])(data, **more)


@pytest.mark.django_db
@pytest.mark.parametrize(("amount", "errors"), [("16,60", []), ("abc", ["timeline"])])
def test_the_form_of_a_fact_refuses_a_value_that_is_none(amount: str, errors: list[str]) -> None:
    form = price_form(amount)
    assert sorted(form.errors) == errors
    assert isinstance(form.errors.as_data().get("timeline", [None])[0], StructBlockValidationError) == bool(errors)


MIDNIGHT = {"valid_from": "2026-12-31T23:00:00+00:00", "valid_until": None}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stored", "typed", "changed", "kept"),
    [
        ("88.60", "88,60", False, "88.60"),
        ("88.60", "88.6", False, "88.60"),
        ("88,6", "88,60", False, "88,6"),
        ("88.60", "88,70", True, "88.70"),
        ("88.60", "abc", True, ""),
    ],
)
def test_the_same_amount_typed_otherwise_is_no_change(stored: str, typed: str, changed: bool, kept: str) -> None:
    fact = Fact(kind="money", timeline=[{"value": {"amount": stored, "currency": "EUR"}, **MIDNIGHT}])
    form = price_form(typed, instance=fact)
    form.is_valid()
    assert ("timeline" in form.changed_data) is changed
    start = "2027-01-01T00:00:00+01:00" if changed else MIDNIGHT["valid_from"]
    said = [{"value": {"amount": kept, "currency": "EUR"}, "valid_from": start, "valid_until": None}]
    assert form.cleaned_data.get("timeline", []) == (said if kept else [])


@pytest.mark.parametrize(
    ("language", "amount", "told"), [("en", "16.60", "With a point: 16.60"), ("nl", "16,60", "Met een komma: 16,60")]
)
def test_a_number_stands_in_the_form_as_the_editor_writes_it(language: str, amount: str, told: str) -> None:
    with translation.override(language):
        form = {kind: to_form(kind, [{"value": VALUES[kind]}])["values"][0]["value"] for kind in ("money", "quantity")}
        row = timeline_block("money", ["nl"]).child_blocks["values"].child_block
        assert form == {"money": {"amount": amount, "currency": "EUR"}, "quantity": {"amount": "8", "unit": "week"}}
        assert str(row.child_blocks["value"].child_blocks["amount"].field.help_text) == told
        assert FORMS["percentage"].to_form("5.9") == f"5{amount[2]}9"
