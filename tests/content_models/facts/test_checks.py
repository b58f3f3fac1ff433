"""What each fact kind accepts, in which canonical form, and what it says about the rest."""

from typing import Any

import pytest

from content_models.facts import fact_kind

ACCEPTED: list[tuple[str, Any, Any]] = [
    ("money", {"amount": "16,6", "currency": "eur"}, {"amount": "16.60", "currency": "EUR"}),
    ("money", {"amount": 16, "currency": "EUR"}, {"amount": "16.00", "currency": "EUR"}),
    ("money", {"amount": "-0", "currency": "EUR"}, {"amount": "0.00", "currency": "EUR"}),
    ("money", {"amount": "1250.0", "currency": "JPY"}, {"amount": "1250", "currency": "JPY"}),
    ("phone", {"number": "+31 14 123 4567"}, {"number": "+31141234567"}),
    ("phone", {"number": "(014) 123 45 67", "region": "nl"}, {"number": "+31141234567"}),
    ("phone", {"number": "14 0123", "region": "nl"}, {"number": "140123", "region": "NL"}),
    ("phone", {"number": "14010", "region": "NL"}, {"number": "14010", "region": "NL"}),
    (
        "phone",
        {"number": "112", "region": "NL", "label": " Alarm "},
        {"number": "112", "region": "NL", "label": "Alarm"},
    ),
    ("phone", {"number": "0800-1234", "region": "NL"}, {"number": "+318001234"}),
    ("phone", {"number": "+31141234567", "extension": "12"}, {"number": "+31141234567", "extension": "12"}),
    ("email", " mailto:Info@Voorbeeldstad.NL ", "Info@voorbeeldstad.nl"),
    ("email", "info@münchen.de", "info@münchen.de"),
    (
        "address",
        {"street": " Stationsstraat ", "number": "12", "addition": "", "postcode": "1234ab", "city": "Voorbeeldstad"},
        {"street": "Stationsstraat", "number": "12", "postcode": "1234 AB", "city": "Voorbeeldstad"},
    ),
    (
        "address",
        {"lines": ["Postbus 1", " "], "city": "Bonn", "postcode": "53113", "country": "de"},
        {"lines": ["Postbus 1"], "city": "Bonn", "postcode": "53113", "country": "DE"},
    ),
    (
        "opening_hours",
        {"week": {"mon": [["13:00", "17.00"], ["9:00", "12:00"]]}},
        {
            "week": {
                "mon": [["09:00", "12:00"], ["13:00", "17:00"]],
                **{day: [] for day in ("tue", "wed", "thu", "fri", "sat", "sun")},
            }
        },
    ),
    ("date", " 2026-03-01 ", "2026-03-01"),
    ("period", {"from": "2026-03-01"}, {"from": "2026-03-01", "to": None}),
    (
        "period",
        {"from": "2026-03-01T09:00+01:00", "to": "2026-03-01T10:00+01:00"},
        {"from": "2026-03-01T09:00:00+01:00", "to": "2026-03-01T10:00:00+01:00"},
    ),
    ("percentage", "21,50 %", "21.5"),
    ("percentage", 9, "9"),
    ("quantity", {"amount": "8,0", "unit": "Week"}, {"amount": "8", "unit": "week"}),
    ("quantity", {"amount": 2.5, "unit": "mass-kilogram"}, {"amount": "2.5", "unit": "kilogram"}),
    ("quantity", {"amount": "5", "unit": "working_day"}, {"amount": "5", "unit": "working_day"}),
    ("url", {"href": " HTTPS://Voorbeeldstad.NL "}, {"href": "https://voorbeeldstad.nl/"}),
    ("url", {"href": "https://münchen.de/Über"}, {"href": "https://münchen.de/Über"}),
    ("url", {"href": "http://voorbeeldstad.nl:8080/a?b=c#d"}, {"href": "http://voorbeeldstad.nl:8080/a?b=c#d"}),
    ("text", {"nl": " Hallo ", "en": ""}, {"nl": "Hallo"}),
]


@pytest.mark.parametrize(("kind", "value", "normal"), ACCEPTED)
def test_accepted(kind: str, value: Any, normal: Any) -> None:
    assert fact_kind(kind).check(value) == []
    assert fact_kind(kind).normalise(value) == normal
    assert fact_kind(kind).check(normal) == []
    assert fact_kind(kind).normalise(normal) == normal


def hours(*ranges: list[str]) -> dict[str, Any]:
    return {"week": {"mon": list(ranges)}}


def exceptions(*found: dict[str, Any]) -> dict[str, Any]:
    return {"week": {}, "exceptions": list(found)}


REFUSED: list[tuple[str, Any, list[tuple[str, str]]]] = [
    ("money", "16.60", [("", "shape")]),
    ("money", {}, [("amount", "required"), ("currency", "required")]),
    ("money", {"amount": "16.60", "currency": "EUR", "vat": 1}, [("vat", "unknown")]),
    ("money", {"amount": "16.605", "currency": "EUR"}, [("amount", "decimals")]),
    ("money", {"amount": "1.5", "currency": "JPY"}, [("amount", "decimals")]),
    ("money", {"amount": "1.234,50", "currency": "EUR"}, [("amount", "amount")]),
    ("money", {"amount": "€ 5", "currency": "EUR"}, [("amount", "amount")]),
    ("money", {"amount": "NaN", "currency": "EUR"}, [("amount", "amount")]),
    ("money", {"amount": True, "currency": "EUR"}, [("amount", "amount")]),
    ("money", {"amount": "1e9", "currency": "EUR"}, [("amount", "amount")]),
    ("money", {"amount": "1000000000", "currency": "EUR"}, [("amount", "amount")]),
    ("money", {"amount": "5", "currency": "EURO"}, [("currency", "currency")]),
    ("phone", "+31141234567", [("", "shape")]),
    ("phone", {"number": 112}, [("number", "type")]),
    ("phone", {"number": "014 123 4567"}, [("number", "phone")]),
    ("phone", {"number": "14 0123"}, [("number", "phone")]),
    ("phone", {"number": "12", "region": "NL"}, [("number", "phone")]),
    ("phone", {"number": "+31 14 123 4567 8901 234"}, [("number", "phone")]),
    ("phone", {"number": "bel ons", "region": "NL"}, [("number", "phone")]),
    ("phone", {"number": "+31141234567", "extension": "1a"}, [("extension", "extension")]),
    ("email", "info@", [("", "email")]),
    ("email", "info@localhost", [("", "email")]),
    ("email", "a b@example.org", [("", "email")]),
    ("email", None, [("", "email")]),
    ("address", [], [("", "shape")]),
    ("address", {"city": "Voorbeeldstad"}, [("street", "required")]),
    ("address", {"street": "Stationsstraat", "number": "1"}, [("city", "required")]),
    ("address", {"street": "Plein", "number": 1, "city": "Voorbeeldstad"}, [("number", "type")]),
    ("address", {"lines": "Postbus 1", "city": "Voorbeeldstad"}, [("lines", "type")]),
    ("address", {"lines": ["x"], "city": "X", "postcode": "123 AB", "country": "NL"}, [("postcode", "postcode")]),
    ("address", {"lines": ["x"], "city": "X", "postcode": "1234 SS", "country": "NL"}, [("postcode", "postcode")]),
    ("address", {"lines": ["x"], "city": "X", "country": "Nederland"}, [("country", "country")]),
    ("opening_hours", None, [("", "shape")]),
    ("opening_hours", {"mon": []}, [("mon", "unknown")]),
    ("opening_hours", {"note": "x"}, [("week", "shape")]),
    ("opening_hours", {"week": {"maandag": []}}, [("week.maandag", "day")]),
    ("opening_hours", {"week": {"mon": "9-5"}}, [("week.mon", "type")]),
    ("opening_hours", hours(["09:00"]), [("week.mon.0", "time")]),
    ("opening_hours", hours(["9 uur", "17:00"]), [("week.mon.0", "time")]),
    ("opening_hours", hours(["09:00", "24:01"]), [("week.mon.0", "time")]),
    ("opening_hours", hours(["17:00", "09:00"]), [("week.mon.0", "reversed")]),
    ("opening_hours", hours(["09:00", "09:00"]), [("week.mon.0", "reversed")]),
    ("opening_hours", hours(["09:00", "13:00"], ["12:30", "17:00"]), [("week.mon", "overlap")]),
    ("opening_hours", exceptions({"hours": []}), [("exceptions.0.date", "required")]),
    ("opening_hours", exceptions({"date": "25 december", "hours": []}), [("exceptions.0.date", "date")]),
    (
        "opening_hours",
        exceptions({"date": "2026-12-26", "until": "2026-12-25"}),
        [("exceptions.0.until", "reversed")],
    ),
    (
        "opening_hours",
        exceptions({"date": "2026-12-24", "until": "2026-12-26"}, {"date": "2026-12-25"}),
        [("exceptions.1", "overlap")],
    ),
    ("opening_hours", exceptions({"date": "2026-12-25", "label": 1}), [("exceptions.0.label", "type")]),
    ("opening_hours", {"week": {}, "note": ["x"]}, [("note", "type")]),
    ("date", "1-3-2026", [("", "date")]),
    ("date", "2026-02-30", [("", "date")]),
    ("date", "20260301", [("", "date")]),
    ("date", 20260301, [("", "date")]),
    ("period", {"to": "2026-03-01"}, [("from", "required")]),
    ("period", {"from": "maart"}, [("from", "moment")]),
    ("period", {"from": "2026-03-01T09:00"}, [("from", "moment")]),
    ("period", {"from": "2026-03-01", "to": "ooit"}, [("to", "moment")]),
    ("period", {"from": "2026-03-01", "to": "2026-02-01"}, [("to", "reversed")]),
    ("period", {"from": "2026-03-01T09:00+01:00", "to": "2026-03-01T08:00Z"}, [("to", "reversed")]),
    ("period", {"from": "2026-03-01", "to": "2026-03-01T09:00Z"}, [("to", "mixed")]),
    ("percentage", "veel", [("", "percentage")]),
    ("percentage", None, [("", "percentage")]),
    ("quantity", {"amount": "veel", "unit": "week"}, [("amount", "amount")]),
    ("quantity", {"amount": "8", "unit": "weken"}, [("unit", "unit")]),
    ("quantity", {"amount": "8", "unit": 7}, [("unit", "unit")]),
    ("url", "https://example.org", [("", "shape")]),
    ("url", {"href": "example.org"}, [("href", "url")]),
    ("url", {"href": "javascript:alert(1)"}, [("href", "url")]),
    ("url", {"href": "ftp://example.org/"}, [("href", "url")]),
    ("url", {"href": "https://localhost/"}, [("href", "url")]),
    ("url", {"href": "https://exa mple.org/"}, [("href", "url")]),
    ("url", {"href": "https://[::1"}, [("href", "url")]),
    ("url", {"href": "https://example.org:99999/"}, [("href", "url")]),
    ("url", {"href": "https://user:pass@example.org/"}, [("href", "credentials")]),
    ("text", "Hallo", [("", "shape")]),
    ("text", {}, [("", "shape")]),
    ("text", {"nl": " "}, [("", "required")]),
    ("text", {"nl": "een\ntwee"}, [("nl", "type")]),
    ("text", {"Dutch!": "x"}, [("Dutch!", "locale")]),
    ("text", {"nl": "x" * 501}, [("nl", "length")]),
]


@pytest.mark.parametrize(("kind", "value", "problems"), REFUSED)
def test_refused(kind: str, value: Any, problems: list[tuple[str, str]]) -> None:
    found = fact_kind(kind).check(value)
    assert [(problem.path, problem.code) for problem in found] == problems
    assert all(problem.message for problem in found)
