"""Who decides reads what readers will get: values of facts, titles of items, labels of choices; never an id."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import override

from content_models.entities import fact_data
from content_models.models import ContentModel, Fact, HubImage, Item
from content_models.spec import ModelSpec
from contenthub.admin.decisions.content import Field, changes_of, snapshot_fields
from contenthub.admin.reading import names_in, words
from contenthub.models import Snapshot
from contenthub.publishing.digest import digest_of_json
from contenthub.publishing.timelines import fact_digest
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
