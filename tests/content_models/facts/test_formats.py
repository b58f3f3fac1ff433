"""Every format of every fact kind, to the character: what Babel and phonenumbers really give."""

from typing import Any

import pytest

from content_models.facts import NoValue, fact_kind

EURO = {"amount": "16.60", "currency": "EUR"}
PHONE = {"number": "+31141234567"}
SERVICE = {"number": "140123", "region": "NL"}
WEB = {"href": "https://www.voorbeeldstad.nl/verhuizen"}
HALL = {"street": "Stationsstraat", "number": "12", "addition": "a", "postcode": "1234 AB", "city": "Voorbeeldstad"}
BOX = {"lines": ["Postbus 1"], "postcode": "1000 AA", "city": "Voorbeeldstad", "country": "NL"}
OFFICE = [["09:00", "17:00"]]
WEEK = {
    "week": {**dict.fromkeys(("mon", "tue", "wed", "fri"), OFFICE), "thu": [["09:00", "12:30"], ["13:30", "20:00"]]},
}
WORKDAYS = {"week": dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), OFFICE)}
ALWAYS = {"week": dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), [["00:00", "24:00"]])}
HOLIDAYS = {
    "week": {"mon": OFFICE},
    "exceptions": [
        {"date": "2026-12-24", "hours": [["09:00", "16:00"]]},
        {"date": "2026-12-25", "until": "2026-12-26", "hours": [], "label": {"nl": "Kerst", "en": "Christmas"}},
    ],
    "note": {"nl": "Alleen op afspraak."},
}
MARCH = {"from": "2026-03-01", "to": "2026-03-31"}
TURN = {"from": "2026-12-24", "to": "2027-01-02"}
DAY = {"from": "2026-03-01", "to": "2026-03-01"}
OPEN = {"from": "2026-03-01", "to": None}
MORNING = {"from": "2026-03-01T09:00:00+01:00", "to": "2026-03-01T12:30:00+01:00"}
NIGHT = {"from": "2026-03-01T22:00:00+01:00", "to": "2026-03-02T06:00:00+01:00"}

FORMATS: list[tuple[str, Any, str, str, str]] = [
    ("money", EURO, "short", "nl", "€\u00a016,60"),
    ("money", EURO, "long", "nl", "16,60\u00a0euro"),
    ("money", EURO, "spoken", "nl", "zestien euro zestig"),
    ("money", EURO, "amount", "nl", "16,60"),
    ("money", EURO, "short", "en", "€16.60"),
    ("money", EURO, "long", "en", "16.60\u00a0euros"),
    ("money", EURO, "spoken", "en", "sixteen euros and sixty cents"),
    ("money", EURO, "short", "de", "16,60\u00a0€"),
    ("money", EURO, "short", "ar", "\u200f16.60\u00a0€"),
    ("money", EURO, "short", "zh-hans", "€16.60"),
    ("money", EURO, "spoken", "cy", "16.60\u00a0ewro"),
    ("money", {"amount": "0.00", "currency": "EUR"}, "short", "nl", "€\u00a00,00"),
    ("money", {"amount": "0.00", "currency": "EUR"}, "long", "nl", "gratis"),
    ("money", {"amount": "0.00", "currency": "EUR"}, "spoken", "en", "free"),
    ("money", {"amount": "0.00", "currency": "EUR"}, "long", "fr", "0\u00a0euro"),
    ("money", {"amount": "16.00", "currency": "EUR"}, "long", "nl", "16\u00a0euro"),
    ("money", {"amount": "16.00", "currency": "EUR"}, "spoken", "nl", "zestien euro"),
    ("money", {"amount": "0.01", "currency": "EUR"}, "spoken", "en", "one cent"),
    ("money", {"amount": "1.01", "currency": "EUR"}, "spoken", "nl", "één euro één"),
    ("money", {"amount": "-5.50", "currency": "EUR"}, "spoken", "nl", "min vijf euro vijftig"),
    ("money", {"amount": "1.00", "currency": "GBP"}, "spoken", "en", "one British pound"),
    ("money", {"amount": "12.50", "currency": "CHF"}, "spoken", "nl", "twaalf komma vijf nul Zwitserse frank"),
    ("money", {"amount": "1250", "currency": "JPY"}, "amount", "nl", "1.250"),
    ("phone", PHONE, "short", "nl", "014\u00a0123\u00a04567"),
    ("phone", PHONE, "long", "nl", "+31\u00a014\u00a0123\u00a04567"),
    ("phone", PHONE, "spoken", "nl", "nul één vier, één twee drie, vier vijf zes zeven"),
    ("phone", PHONE, "spoken", "en", "zero one four, one two three, four five six seven"),
    ("phone", PHONE, "spoken_long", "nl", "plus drie één, één vier, één twee drie, vier vijf zes zeven"),
    ("phone", PHONE, "spoken_long", "cy", "+31\u00a014\u00a0123\u00a04567"),
    ("phone", PHONE, "uri", "nl", "tel:+31141234567"),
    ("phone", PHONE, "short", "ar", "\u2066014\u00a0123\u00a04567\u2069"),
    ("phone", {**PHONE, "extension": "12"}, "short", "nl", "014\u00a0123\u00a04567\u00a0toestel\u00a012"),
    ("phone", {**PHONE, "extension": "12"}, "short", "ar", "\u2066014\u00a0123\u00a04567\u2069\u00a0تحويلة\u00a012"),
    ("phone", {**PHONE, "extension": "12"}, "uri", "nl", "tel:+31141234567;ext=12"),
    ("phone", SERVICE, "short", "nl", "14\u00a00123"),
    ("phone", SERVICE, "long", "en", "14\u00a00123"),
    ("phone", SERVICE, "spoken", "nl", "veertien, nul één twee drie"),
    ("phone", SERVICE, "spoken_long", "nl", "veertien, nul één twee drie"),
    ("phone", SERVICE, "uri", "nl", "tel:140123"),
    ("phone", {"number": "112", "region": "NL"}, "long", "nl", "112"),
    ("phone", {"number": "112", "region": "NL"}, "spoken", "nl", "één één twee"),
    ("phone", {"number": "+318001234"}, "long", "nl", "0800\u00a01234"),
    ("phone", {"number": "+31612345678"}, "spoken", "nl", "nul zes, één twee, drie vier, vijf zes, zeven acht"),
    ("phone", {"number": "+442079460958"}, "long", "nl", "+44\u00a020\u00a07946\u00a00958"),
    ("email", "info@voorbeeldstad.nl", "short", "nl", "info@voorbeeldstad.nl"),
    ("email", "info@voorbeeldstad.nl", "spoken", "nl", "info apenstaartje voorbeeldstad punt n l"),
    ("email", "info@voorbeeldstad.nl", "spoken", "en", "info at voorbeeldstad dot n l"),
    ("email", "info@voorbeeldstad.nl", "uri", "nl", "mailto:info@voorbeeldstad.nl"),
    ("address", HALL, "short", "nl", "Stationsstraat\u00a012a, 1234\u00a0AB Voorbeeldstad"),
    ("address", HALL, "long", "nl", "Stationsstraat\u00a012a\n1234\u00a0AB Voorbeeldstad"),
    ("address", HALL, "spoken", "nl", "Stationsstraat twaalf a, twaalf vierendertig A B, Voorbeeldstad"),
    ("address", HALL, "spoken", "en", "Stationsstraat twelve a, twelve thirty-four A B, Voorbeeldstad"),
    (
        "address",
        {**HALL, "addition": "bis"},
        "short",
        "nl",
        "Stationsstraat\u00a012\u00a0bis, 1234\u00a0AB Voorbeeldstad",
    ),
    ("address", {**HALL, "addition": "2"}, "short", "nl", "Stationsstraat\u00a012-2, 1234\u00a0AB Voorbeeldstad"),
    ("address", BOX, "short", "en", "Postbus 1, 1000\u00a0AA Voorbeeldstad"),
    (
        "address",
        {**BOX, "lines": ["Postbus 142", "Hal 007, 3e"]},
        "spoken",
        "nl",
        "Postbus honderdtweeënveertig, Hal nul nul zeven, 3e, tien nul nul A A, Voorbeeldstad",
    ),
    ("address", BOX, "long", "en", "Postbus 1\n1000\u00a0AA Voorbeeldstad\nNetherlands"),
    ("address", BOX, "long", "nl", "Postbus 1\n1000\u00a0AA Voorbeeldstad\nNederland"),
    ("address", BOX, "long", "ar", "\u2068Postbus 1\u2069\n\u20681000\u00a0AA Voorbeeldstad\u2069\nهولندا"),
    (
        "address",
        {"street": "Downing Street", "number": "10", "city": "London", "postcode": "SW1A 2AA", "country": "GB"},
        "short",
        "nl",
        "10\u00a0Downing Street, London SW1A\u00a02AA",
    ),
    ("opening_hours", WORKDAYS, "short", "nl", "ma–vr 9.00–17.00\u00a0uur"),
    ("opening_hours", WORKDAYS, "short", "en", "Mon–Fri 09:00–17:00"),
    ("opening_hours", WORKDAYS, "short", "en-US", "Mon–Fri 9:00\u202fAM–5:00\u202fPM"),
    ("opening_hours", WORKDAYS, "spoken", "nl", "maandag tot en met vrijdag van negen uur tot zeventien uur"),
    ("opening_hours", WORKDAYS, "spoken", "en", "Monday to Friday from nine a.m. to five p.m."),
    ("opening_hours", HOLIDAYS, "spoken_week", "nl", "maandag van negen uur tot zeventien uur"),
    (
        "opening_hours",
        {"week": {"mon": [["08:30", "12:15"], ["12:45", "16:30"]]}},
        "spoken",
        "nl",
        "maandag van acht uur dertig tot twaalf uur vijftien en van twaalf uur vijfenveertig tot zestien uur dertig",
    ),
    ("opening_hours", WEEK, "short", "nl", "ma–wo en vr 9.00–17.00\u00a0uur; do 9.00–12.30 en 13.30–20.00\u00a0uur"),
    (
        "opening_hours",
        {"week": {"mon": OFFICE, "tue": OFFICE, "sat": [["10:00", "12:00"]]}},
        "short",
        "nl",
        "ma en di 9.00–17.00\u00a0uur; za 10.00–12.00\u00a0uur",
    ),
    ("opening_hours", ALWAYS, "short", "nl", "dag en nacht open"),
    ("opening_hours", ALWAYS, "spoken", "en", "open 24 hours a day"),
    ("opening_hours", ALWAYS, "short", "de", "Mo.–So. 00:00–24:00"),
    ("opening_hours", {"week": {}}, "short", "nl", "gesloten"),
    ("opening_hours", {"week": {}}, "short", "cy", "—"),
    ("opening_hours", {"week": {"sun": [["00:00", "24:00"]]}}, "short", "en", "Sun 24 hours"),
    ("opening_hours", {"week": {}}, "short", "ar", "مغلق"),
    (
        "opening_hours",
        {"week": {"mon": OFFICE, "tue": [["10:00", "12:00"]]}},
        "short",
        "ar",
        "الاثنين 9:00 ص–5:00 م؛ الثلاثاء 10:00 ص–12:00 م",
    ),
    ("opening_hours", ALWAYS, "short", "ar", "مفتوح على مدار الساعة"),
    (
        "opening_hours",
        HOLIDAYS,
        "long",
        "nl",
        "maandag: 9.00–17.00\u00a0uur\ndinsdag: gesloten\nwoensdag: gesloten\ndonderdag: gesloten\nvrijdag: gesloten\n"
        "zaterdag: gesloten\nzondag: gesloten\ndonderdag 24 december 2026: 9.00–16.00\u00a0uur\n"
        "vrijdag 25 december 2026 tot en met zaterdag 26 december 2026 (Kerst): gesloten\nAlleen op afspraak.",
    ),
    (
        "opening_hours",
        HOLIDAYS,
        "week",
        "en",
        "Monday: 09:00–17:00\nTuesday: closed\nWednesday: closed\nThursday: closed\nFriday: closed\n"
        "Saturday: closed\nSunday: closed",
    ),
    (
        "opening_hours",
        HOLIDAYS,
        "spoken",
        "en",
        "Monday from nine a.m. to five p.m.\nThe twenty-fourth of December twenty twenty-six: from nine a.m. to four"
        " p.m.\nChristmas, the twenty-fifth of December to the twenty-sixth of December: closed.",
    ),
    (
        "opening_hours",
        {
            "week": {},
            "exceptions": [
                {"date": "2026-12-25", "until": "2026-12-26", "hours": []},
                {"date": "2026-12-31", "hours": [["09:00", "15:30"]], "label": "Oudejaarsdag"},
                {"date": "2027-01-01", "hours": []},
                {"date": "2027-12-31", "until": "2028-01-01", "hours": []},
            ],
        },
        "spoken",
        "nl",
        "gesloten.\nVijfentwintig december tot en met zesentwintig december tweeduizend zesentwintig: gesloten.\n"
        "Oudejaarsdag, eenendertig december: van negen uur tot vijftien uur dertig.\n"
        "Één januari tweeduizend zevenentwintig: gesloten.\n"
        "Eenendertig december tweeduizend zevenentwintig tot en met één januari tweeduizend achtentwintig: gesloten.",
    ),
    ("date", "2026-03-01", "short", "nl", "1 mrt 2026"),
    ("date", "2026-03-01", "long", "nl", "1 maart 2026"),
    ("date", "2026-03-01", "full", "nl", "zondag 1 maart 2026"),
    ("date", "2026-03-01", "numeric", "nl", "01-03-2026"),
    ("date", "2026-03-01", "spoken", "nl", "één maart tweeduizend zesentwintig"),
    ("date", "2026-03-01", "spoken", "en", "the first of March twenty twenty-six"),
    ("date", "2026-03-01", "long", "en", "1 March 2026"),
    ("date", "2026-03-01", "long", "en-us", "March 1, 2026"),
    ("date", "2026-03-01", "spoken", "zh-hans", "2026年3月1日"),
    ("date", "2026-03-01", "long", "ur", "1 مارچ، 2026"),
    ("period", MARCH, "short", "nl", "1–31 mrt 2026"),
    ("period", MARCH, "long", "nl", "1 maart 2026 tot en met 31 maart 2026"),
    ("period", MARCH, "long", "de", "1. März 2026 – 31. März 2026"),
    ("period", TURN, "short", "nl", "24 dec 2026\u2009–\u20092 jan 2027"),
    ("period", DAY, "short", "nl", "1 mrt 2026"),
    ("period", DAY, "long", "en", "1 March 2026"),
    ("period", OPEN, "long", "nl", "vanaf 1 maart 2026"),
    ("period", OPEN, "short", "en", "from 1 Mar 2026"),
    ("period", OPEN, "spoken", "nl", "vanaf één maart tweeduizend zesentwintig"),
    ("period", MORNING, "short", "nl", "1 mrt 2026, 9.00\u00a0uur tot 12.30\u00a0uur"),
    ("period", MORNING, "spoken", "en", "the first of March twenty twenty-six, nine a.m. to twelve thirty p.m."),
    ("period", NIGHT, "long", "nl", "1 maart 2026, 22.00\u00a0uur tot 2 maart 2026, 6.00\u00a0uur"),
    ("period", MORNING, "long", "ar", "من 1 مارس 2026، 9:00 ص إلى 12:30 م"),
    ("period", MORNING, "long", "fa", "1 مارس 2026، 9:00 – 12:30"),
    ("percentage", "5.9", "short", "nl", "5,9%"),
    ("percentage", "5.9", "long", "nl", "5,9\u00a0procent"),
    ("percentage", "5.9", "spoken", "nl", "vijf komma negen procent"),
    ("percentage", "21", "spoken", "en", "twenty-one per cent"),
    ("percentage", "-0.25", "spoken", "en", "minus zero point two five per cent"),
    ("percentage", "21", "short", "de", "21\u00a0%"),
    ("percentage", "21", "spoken", "de", "21\u00a0Prozent"),
    ("quantity", {"amount": "8", "unit": "week"}, "short", "nl", "8\u00a0weken"),
    ("quantity", {"amount": "1", "unit": "week"}, "short", "nl", "1\u00a0week"),
    ("quantity", {"amount": "8", "unit": "week"}, "spoken", "nl", "acht weken"),
    ("quantity", {"amount": "8", "unit": "week"}, "abbreviated", "nl", "8\u00a0wkn"),
    ("quantity", {"amount": "8", "unit": "week"}, "amount", "nl", "8"),
    ("quantity", {"amount": "8", "unit": "week"}, "long", "ur", "8\u00a0ہفتے"),
    ("quantity", {"amount": "1", "unit": "week"}, "long", "ar", "أسبوع"),
    ("quantity", {"amount": "8", "unit": "week"}, "long", "zh-hans", "8周"),
    ("quantity", {"amount": "8", "unit": "week"}, "long", "cy", "8\u00a0wythnos"),
    ("quantity", {"amount": "5", "unit": "working_day"}, "short", "nl", "5\u00a0werkdagen"),
    ("quantity", {"amount": "1", "unit": "working_day"}, "spoken", "en", "one working day"),
    ("quantity", {"amount": "1", "unit": "working_day"}, "long", "ar", "يوم عمل"),
    ("quantity", {"amount": "2", "unit": "working_day"}, "long", "ar", "يوما عمل"),
    ("quantity", {"amount": "5", "unit": "working_day"}, "long", "ar", "5\u00a0أيام عمل"),
    ("quantity", {"amount": "12", "unit": "person"}, "long", "ar", "12\u00a0شخصًا"),
    ("quantity", {"amount": "100", "unit": "page"}, "long", "ar", "100\u00a0صفحة"),
    ("quantity", {"amount": "2.5", "unit": "kilogram"}, "short", "nl", "2,5\u00a0kg"),
    ("quantity", {"amount": "2.5", "unit": "kilogram"}, "long", "en", "2.5\u00a0kilograms"),
    ("quantity", {"amount": "2.5", "unit": "kilogram"}, "spoken", "nl", "twee komma vijf kilogram"),
    ("url", WEB, "short", "nl", "voorbeeldstad.nl/verhuizen"),
    ("url", {**WEB, "text": "Verhuizing doorgeven"}, "short", "nl", "Verhuizing doorgeven"),
    ("url", WEB, "long", "nl", "https://www.voorbeeldstad.nl/verhuizen"),
    ("url", WEB, "spoken", "nl", "voorbeeldstad punt n l slash verhuizen"),
    ("url", WEB, "spoken", "en", "voorbeeldstad dot n l slash verhuizen"),
    ("url", WEB, "uri", "nl", "https://www.voorbeeldstad.nl/verhuizen"),
    ("text", {"nl": "Gemeente Voorbeeldstad"}, "short", "nl", "Gemeente Voorbeeldstad"),
    ("text", {"nl": "Gemeente Voorbeeldstad"}, "spoken", "nl-BE", "Gemeente Voorbeeldstad"),
    ("text", {"zh-hans": "市政厅", "zh-hant": "市政廳"}, "short", "zh-Hant", "市政廳"),
    ("text", {"zh-hant": "市政廳"}, "short", "zh-TW", "市政廳"),
    ("text", {"pap": "Kas di stat", "en": "Town hall"}, "long", "pap", "Kas di stat"),
]


@pytest.mark.parametrize(("kind", "value", "form", "locale", "text"), FORMATS)
def test_format(kind: str, value: Any, form: str, locale: str, text: str) -> None:
    assert fact_kind(kind).normalise(value) == fact_kind(kind).normalise(fact_kind(kind).normalise(value))
    assert fact_kind(kind).format(fact_kind(kind).normalise(value), form, locale) == text


@pytest.mark.parametrize("locale", ["en", "de", "pap", "n", ""])
def test_a_text_in_no_language_of_the_reader_is_unresolved(locale: str) -> None:
    with pytest.raises(NoValue):
        fact_kind("text").format({"nl": "Gemeente Voorbeeldstad"}, "short", locale)


@pytest.mark.parametrize(
    ("locale", "text"),
    [("xx-yy", "€16.60"), ("", "€16.60"), ("nl_NL", "€\u00a016,60"), ("nl-Latn-XX", "€\u00a016,60"), ("🙂", "€16.60")],
)
def test_an_unknown_locale_falls_back(locale: str, text: str) -> None:
    assert fact_kind("money").format(EURO, "short", locale) == text


def test_an_unknown_format_is_the_short_one() -> None:
    assert fact_kind("money").format(EURO, "upside_down", "nl") == "€\u00a016,60"
