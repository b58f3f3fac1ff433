"""Who decides reads what readers will get: values of facts, titles of items, labels of choices; never an id."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from content_models.entities import fact_data
from content_models.factwords import value_words
from content_models.models import ContentModel, Fact, HubImage, Item
from content_models.spec import ModelSpec
from contenthub.admin.decisions.content import Field, changes_of, snapshot_fields
from contenthub.admin.reading import names_in, words
from contenthub.models import Snapshot
from contenthub.publishing.digest import digest_of_json
from contenthub.publishing.timelines import fact_digest
from contenthub.users import User
from tests.contenthub.governance.conftest import *  # noqa: F403
from tests.contenthub.governance.conftest import Submit

FIELDS: list[dict[str, Any]] = [
    {"key": "text", "kind": "rich_text", "label": "Text"},
    {"key": "price", "kind": "fact", "label": "Price", "options": {"format": "short"}},
    {"key": "one", "kind": "reference", "label": "One"},
    {"key": "many", "kind": "reference", "label": "Many", "options": {"many": True}},
    {"key": "photo", "kind": "image", "label": "Photo"},
    {"key": "open", "kind": "boolean", "label": "Open"},
    {"key": "who", "kind": "choice", "label": "Who", "options": {"choices": [{"value": "res", "label": "Residents"}]}},
    {"key": "day", "kind": "date", "label": "Day"},
    {"key": "moment", "kind": "datetime", "label": "Moment"},
    {"key": "lines", "kind": "list", "label": "Lines", "fields": [{"key": "line", "kind": "text", "label": "Line"}]},
    {
        "key": "costs",
        "kind": "group",
        "label": "Costs",
        "fields": [
            {"key": "fee", "kind": "fact", "label": "Fee"},
            {"key": "note", "kind": "text", "label": "Note"},
        ],
    },
]
SPEC = ModelSpec.read({"key": "all", "name": "All", "fields": FIELDS})


def text_with(fact: str) -> list[Any]:
    child = {"_type": "fact", "_key": "b", "fact": fact, "format": "short"}
    return [
        {
            "_type": "block",
            "_key": "a",
            "style": "normal",
            "children": [{"_type": "span", "_key": "s", "text": "Het kost "}, child],
        }
    ]


def read(document: dict[str, Any], locale: str = "nl") -> dict[str, str]:
    names = names_in(SPEC, [document], locale, timezone.now())
    return {field.key: said for field in SPEC.fields if (said := words(field, document.get(field.key), names))}


def test_every_value_is_read_as_readers_get_it(
    fact: Fact, make_item: Callable[..., Item], image: HubImage, publish: Callable[..., Item]
) -> None:
    first, second = make_item("Verhuizen"), publish(make_item("Rijbewijs"))
    document = {
        "text": text_with(str(fact.uuid)),
        "price": {"fact": str(fact.uuid), "format": "short"},
        "one": first.uuid,
        "many": [second.uuid, first.uuid],
        "photo": {"image": str(image.uuid), "alt": "Een balie", "decorative": False},
        "open": False,
        "who": "res",
        "day": "2026-12-05",
        "moment": "2026-12-05T17:00:00+00:00",
        "lines": ["een", "twee"],
        "costs": {"fee": {"fact": str(fact.uuid), "format": "spoken"}, "note": "per stuk"},
    }
    assert read(document) == {
        "text": "Het kost €\xa075,80",
        "price": "€\xa075,80",
        "one": "Verhuizen",
        "many": "Rijbewijs\nVerhuizen",
        "photo": "Balie: Een balie",
        "open": "no",
        "who": "Residents",
        "day": "5 December 2026",
        "moment": "5 December 2026, 18:00",
        "lines": "een\ntwee",
        "costs": "Fee: vijfenzeventig euro tachtig\nNote: per stuk",
    }
    assert read({"text": document["text"]}, "en") == {"text": "Het kost €75.80"}


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"one": "00000000-0000-0000-0000-000000000001"}, {"one": "(unknown item)"}),
        ({"price": {"fact": "00000000-0000-0000-0000-000000000001"}}, {"price": "(unknown fact)"}),
        ({"price": 7, "many": "x", "lines": {"a": 1}}, {"price": "7", "many": "x", "lines": "{'a': 1}"}),
        ({"text": "no nodes", "costs": [1]}, {"text": "no nodes", "costs": "[1]"}),
        ({"day": "soon", "moment": "2026-13-01"}, {"day": "soon", "moment": "2026-13-01"}),
    ],
)
def test_what_is_not_there_or_is_misshapen_is_said(db: None, document: Any, said: dict[str, str]) -> None:
    assert read(document) == said


def test_a_fact_without_a_value_is_named(db: None) -> None:
    fact = Fact.objects.create(key="passport-price", kind="money", label="passport-price")
    assert read({"price": {"fact": str(fact.uuid)}}) == {"price": "(passport-price: no value now)"}


def test_a_fact_is_named_in_the_language_of_the_interface(fact: Fact, submit: Submit) -> None:
    told = {"uuid": str(fact.uuid), "key": fact.key, "kind": fact.kind, "label": fact.label, "timeline": fact.timeline}
    assert fact_digest(fact) == digest_of_json(told)  # what was signed before there were labels stays signed
    fact.label, fact.labels = "Prijs paspoort", {"en": "Price of a passport"}
    assert fact_digest(fact) == digest_of_json({**told, "label": "Prijs paspoort", "labels": fact.labels})
    approval = submit(fact)
    assert (str(fact), fact_data(str(fact.uuid), "short")["label"]) == ("Price of a passport", "passport-price")
    assert changes_of(approval)[0] == Field("label", "Prijs paspoort\nen: Price of a passport", "passport-price")
    with override("nl"):
        assert str(fact) == "Prijs paspoort"


def test_a_submission_and_a_snapshot_are_read_alike(item: Item, submit: Submit, model: ContentModel) -> None:
    item.title = "Paspoort kopen"
    approval = submit(item)
    text = "Een paspoort kost €\xa075,80."
    memo = "Vraag naar de spoedbalie."
    assert changes_of(approval) == [
        Field("title", "Paspoort kopen", "Paspoort"),
        Field("Text", text, text),
        Field("Price", "€\xa075,80", "€\xa075,80"),
        Field("Memo", memo, memo),
    ]
    assert snapshot_fields(Snapshot.objects.get()) == [
        Field("title", "Paspoort", ""),
        Field("Text", text, ""),
        Field("Price", "€\xa075,80", ""),
        Field("Memo", memo, ""),
    ]


PRICES = [
    {"value": {"amount": "75,8", "currency": "eur"}, "valid_from": None, "valid_until": "2026-12-31T23:00:00+00:00"},
    {"value": {"amount": "80", "currency": "EUR"}, "valid_from": "2027-02-01T00:00:00+01:00", "valid_until": None},
]


def test_the_values_of_a_fact_are_read_in_the_language_of_who_decides(fact: Fact, submit: Submit) -> None:
    fact.timeline = PRICES
    approval = submit(fact)
    assert changes_of(approval)[1] == Field(
        "values over time",
        "Until 1 January 2027, 00:00: 75.80\xa0euros\n"
        "From 1 January 2027, 00:00 until 1 February 2027, 00:00: no value\n"
        "From 1 February 2027, 00:00: 80\xa0euros",
        "75.80\xa0euros",
    )
    with override("nl"):
        assert changes_of(approval)[1].now.splitlines() == [
            "Tot 1 januari 2027 00:00: 75,80\xa0euro",
            "Van 1 januari 2027 00:00 tot 1 februari 2027 00:00: geen waarde",
            "Vanaf 1 februari 2027 00:00: 80\xa0euro",
        ]


def test_the_same_value_typed_in_another_way_is_no_change_to_decide_about(fact: Fact, submit: Submit) -> None:
    fact.timeline = [{"value": {"amount": "75,8", "currency": "eur"}, "valid_from": None, "valid_until": None}]
    assert changes_of(submit(fact))[1].changed is False


def test_what_is_no_value_any_more_is_read_as_it_was_filled_in(fact: Fact, submit: Submit) -> None:
    approval = submit(fact)
    rows = [{**PRICES[0], "value": {"amount": "abc", "currency": "EUR"}}, {**PRICES[1], "valid_from": "soon"}]
    approval.revision.content["timeline"] = rows
    assert changes_of(approval)[1].now == "Until 1 January 2027, 00:00: abc EUR\n80\xa0euros"


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("text", {"nl": "Ja", "en": "Yes"}, "en: Yes\nnl: Ja"),
        ("phone", {"number": "+31201234567", "label": "Balie"}, "+31 20 123 4567 (Balie)"),
        ("url", {"href": "https://example.org/a", "text": "example"}, "https://example.org/a (example)"),
        ("period", {"from": "2027-01-01", "to": "2027-01-31"}, "1 januari 2027 tot en met 31 januari 2027"),
        ("percentage", "5,9", "5,9 procent"),
    ],
)
def test_all_that_a_value_says_is_read(kind: str, value: Any, said: str) -> None:
    assert value_words(kind, value, "nl").replace("\xa0", " ") == said


def test_opening_hours_are_read_with_their_notes_in_every_language() -> None:
    christmas = {"date": "2026-12-25", "hours": [], "label": {"nl": "Kerst", "en": "Christmas"}}
    hours = {"week": {"mon": [["09:00", "17:00"]]}, "exceptions": [christmas], "note": {"nl": "Bel aan", "en": "Ring"}}
    said = value_words("opening_hours", hours, "nl").splitlines()
    assert (said[0], said[7:]) == (
        "maandag: 9.00–17.00\xa0uur",
        ["vrijdag 25 december 2026 (Kerst): gesloten", "Bel aan", "en: Christmas; Ring"],
    )


def test_two_versions_of_a_fact_are_compared_in_words(fact: Fact, publisher: User, client: Client) -> None:
    fact.timeline = [PRICES[0], {**PRICES[1], "valid_from": PRICES[0]["valid_until"]}]
    revision = fact.save_revision(user=publisher)
    client.force_login(publisher)
    compare = Fact.snippet_viewset.get_url_name("revisions_compare")
    (row,) = client.get(reverse(compare, args=[fact.pk, "live", revision.pk])).context["comparison"]
    assert row.htmldiff() == (
        '<div style="white-space: pre-line"><span class="deletion">75.80\xa0euros</span>\n'
        '<span class="addition">Until 1 January 2027, 00:00: 75.80\xa0euros</span>\n'
        '<span class="addition">From 1 January 2027, 00:00: 80\xa0euros</span></div>'
    )
    same = fact.save_revision(user=publisher)
    assert client.get(reverse(compare, args=[fact.pk, revision.pk, same.pk])).context["comparison"] == []
