"""Values as readers get them: typed fields, generic fields, text with facts and links, internal fields."""

from datetime import timedelta
from typing import Any

import pytest

from content_models.models import Fact
from tests.contenthub.query.conftest import DAY, Town, euro, fact_node, paragraph

pytestmark = pytest.mark.django_db

IMAGE = {
    "image": "33333333-3333-4333-8333-333333333333",
    "alt": "A desk",
    "decorative": False,
    "file": "original_images/de balie.png",
    "width": 640,
    "height": 480,
    "focal": [0, 0, 100, 100],
    "title": "Desk",
}


def test_text_resolves_facts_and_links(town: Town) -> None:
    price = town.fact("price", euro("16.60"))
    desk = town.item("balie", model="contact_point", title="De balie")
    english = town.item("only", locale="en", title="Only English")
    links = [
        {"_key": "m1", "_type": "itemLink", "item": str(desk.uuid)},
        {"_key": "m2", "_type": "itemLink", "item": str(english.uuid)},
        {"_key": "m3", "_type": "itemLink", "item": "44444444-4444-4444-8444-444444444444"},
    ]
    spans = [{"_type": "span", "text": word, "marks": [f"m{number}"]} for number, word in enumerate("abc", 1)]
    text = paragraph("Kost ", {**fact_node(price, "long"), "marks": ["strong"]}, *spans, definitions=links)
    town.item("faq", {"answer": [text]})
    found = town.data('{ faq(key: "faq", locale: "nl") { answer { portableText plain html markdown } } }')["faq"][
        "answer"
    ]
    block = found["portableText"][0]
    assert block["children"][1] == {
        "_type": "fact",
        "fact": str(price.uuid),
        "key": "price",
        "label": "Price",
        "kind": "money",
        "format": "long",
        "text": "16,60\u00a0euro",
        "spoken": "zestien euro zestig",
        "value": {"amount": "16.60", "currency": "EUR"},
        "version": 1,
        "marks": ["strong"],
    }
    assert [
        (one["status"], one["locale"], one["title"], one["model"], one["address"]) for one in block["markDefs"]
    ] == [
        ("live", "nl", "De balie", "contact_point", "/nl/balie"),
        ("live", "en", "Only English", "faq", "/en/only"),
        ("missing", "nl", "", "", ""),
    ]
    assert found["plain"] == "Kost 16,60\u00a0euroabc"
    assert '<a href="/nl/balie">a</a><a href="/en/only">b</a>c' in found["html"]
    assert "[a](/nl/balie)" in found["markdown"]


def test_a_telephone_number_is_said_in_the_form_in_which_it_is_written(town: Town) -> None:
    phone = town.fact("phone", {"number": "+31142001200"}, kind="phone")
    town.item("faq", {"answer": [paragraph(fact_node(phone, "long"), " of ", fact_node(phone, "short"))]})
    found = town.data('{ faq(key: "faq", locale: "nl") { answer { portableText } } }')["faq"]["answer"]
    assert [one["spoken"] for one in found["portableText"][0]["children"] if one["_type"] == "fact"] == [
        "plus drie één, één vier, twee nul nul, één twee nul nul",
        "nul één vier, twee nul nul, één twee nul nul",
    ]


def test_a_fact_is_said_in_the_language_of_its_item(town: Town) -> None:
    price = {"fact": str(town.fact("price", euro("16.60")).uuid), "format": "short"}
    uuid = town.item("nl", {"price": price}).uuid
    town.item("en", {"price": price}, locale="en", uuid=uuid)
    town.item("link", {"related": [str(uuid)]}, locale="nl")
    text = 'price { text long: text(format: "long") german: text(locale: "de") version validFrom value }'
    found = town.data(
        f'{{ nl: faq(key: "nl", locale: "nl") {{ {text} }} en: faq(key: "en", locale: "en") {{ {text} }} }}'
    )
    assert found["nl"]["price"] == {
        "text": "€\u00a016,60",
        "long": "16,60\u00a0euro",
        "german": "16,60\u00a0€",
        "version": 1,
        "validFrom": None,
        "value": euro("16.60"),
    }
    assert found["en"]["price"]["text"] == "€16.60"


def test_a_fact_is_called_what_it_is_in_the_language_of_its_item(town: Town) -> None:
    fact = town.fact("price", euro("16.60"))
    Fact.objects.filter(pk=fact.pk).update(label="Prijs", labels={"en": "Fee"})
    body = {"price": {"fact": str(fact.uuid), "format": "short"}, "answer": [paragraph(fact_node(fact))]}
    uuid = town.item("nl", body).uuid
    town.item("en", body, locale="en", uuid=uuid)
    asked = 'price { label other: label(locale: "en-gb") } answer { portableText } fields { value }'
    found = town.data(f"""{{ nl: faq(key: "nl", locale: "nl") {{ {asked} }}
    en: faq(key: "en", locale: "en") {{ {asked} }}
    fact(key: "price") {{ label en: label(locale: "en") }} facts {{ nodes {{ label nl: label(locale: "nl") }} }} }}""")
    for locale, label in (("nl", "Prijs"), ("en", "Fee")):
        assert found[locale]["price"] == {"label": label, "other": "Fee"}
        assert found[locale]["answer"]["portableText"][0]["children"][0]["label"] == label
        assert [one["value"]["label"] for one in found[locale]["fields"] if "label" in one["value"]] == [label]
    first = found["fact"]["label"]
    assert found["fact"] == {"label": first, "en": "Fee"}
    assert found["facts"]["nodes"] == [{"label": first, "nl": "Prijs"}]


def test_a_fact_has_the_version_that_holds_now(town: Town) -> None:
    town.fact("price", euro("1"))
    town.fact("price", euro("2"), published_at=DAY + timedelta(1))
    town.fact("price", euro("3"), published_at=DAY + timedelta(2), valid_from=DAY + timedelta(365_00))
    town.fact("old", euro("4"), valid_until=DAY)
    town.fact("none", None)
    found = town.data("""{ facts(first: 2) { nodes { key text } pageInfo { hasNextPage endCursor } totalCount }
    fact(key: "price") { text version } uuid: fact(key: "none") { text value } gone: fact(key: "x") { key } }""")
    assert found["fact"] == {"text": "€\u00a02,00" if "," in found["fact"]["text"] else "€2.00", "version": 2}
    assert found["uuid"] == {"text": "", "value": None}
    assert found["gone"] is None
    assert found["facts"]["totalCount"] == 3
    assert found["facts"]["pageInfo"]["hasNextPage"] is True


@pytest.fixture
def full(town: Town) -> dict[str, Any]:
    """The generic fields of an item that has a value of every kind, by key."""
    price = town.fact("price", euro("16.60"))
    desk = town.item("balie", {}, model="contact_point", title="De balie")
    used = {"fact": str(price.uuid), "format": "short"}
    link = {"_type": "reference", "item": str(desk.uuid), "key": "balie", "locale": "nl", "title": "De balie"}
    link |= {"model": "contact_point", "status": "live", "address": "/nl/balie"}
    nodes = [{"id": "n", "kind": "steps", "title": "Start", "body": [paragraph("Doe ", fact_node(price))]}]
    nodes[0]["steps"] = [{"text": "Vraag.", "agent_note": "Let op."}]
    town.item(
        "faq",
        {
            "answer": [paragraph("Kost ", fact_node(price))],
            "category": "moving",
            "weight": 1234.5,
            "since": "2026-01-31",
            "checked_at": "2026-01-31T12:00:00+00:00",
            "popular": True,
            "words": ["een", "twee"],
            "price": used,
            "desk": str(desk.uuid),
            "related": [str(desk.uuid), "44444444-4444-4444-8444-444444444444"],
            "photo": IMAGE,
            "fees": {"caption": "Leges", "header": ["a", "b"], "rows": [["1", "2"]]},
            "hours": {"note": "Open", "fee": used},
            "contacts": [{"name": "Ann", "desk": str(desk.uuid), "hint": "Geheim"}],
            "parts": [{"block": "quote", "text": "Zei"}, {"block": "whisper", "word": "Sst"}],
            "script": {"inputs": {}, "nodes": nodes},
            "memo": "Alleen intern",
        },
    )
    return {"town": town, "link": link, "fact": str(price.uuid)}


def fields(town: Town, *scopes: str) -> dict[str, Any]:
    text = '{ faq(key: "faq", locale: "nl") { fields { key label kind value text internal } } }'
    return {one["key"]: one for one in town.data(text, *scopes)["faq"]["fields"]}


def test_generic_fields_in_words(full: dict[str, Any]) -> None:
    found = fields(full["town"])
    assert {key: one["text"] for key, one in found.items()} == {
        "answer": "Kost €\u00a016,60",
        "category": "Verhuizen",
        "weight": "1.234,5",
        "since": "31 januari 2026",
        "checked_at": "31 januari 2026, 13.00\u00a0uur",
        "popular": "ja",
        "words": "een, twee",
        "price": "€\u00a016,60",
        "desk": "De balie",
        "related": "De balie",
        "photo": "A desk",
        "fees": "Leges\na | b\n1 | 2",
        "hours": "Note: Open\nFee: €\u00a016,60",
        "contacts": "Name: Ann\nDesk: De balie",
        "parts": "Text: Zei",
        "script": "Start\nDoe €\u00a016,60",
    }
    assert found["answer"]["label"] == "Antwoord"
    assert {one["internal"] for one in found.values()} == {False}


def test_generic_values(full: dict[str, Any]) -> None:
    found = {key: one["value"] for key, one in fields(full["town"]).items()}
    assert found["category"] == {"_type": "choice", "value": "moving", "label": "Verhuizen"}
    assert found["weight"] == 1234.5
    assert found["desk"] == full["link"]
    assert found["related"] == [full["link"]]
    fact = found["price"]
    assert (fact["fact"], fact["key"], fact["format"], fact["validFrom"]) == (full["fact"], "price", "short", None)
    assert found["photo"]["renditions"]["square"] == {
        "src": "http://127.0.0.1:8000/images/33333333-3333-4333-8333-333333333333/square/de%20balie.webp",
        "width": 480,
        "height": 480,
    }
    assert (found["photo"]["width"], found["photo"]["height"], found["photo"]["_type"]) == (640, 480, "image")
    assert found["hours"]["_type"] == "group"
    assert [one["key"] for one in found["hours"]["fields"]] == ["note", "fee"]
    assert [one["key"] for one in found["contacts"][0]["fields"]] == ["name", "desk"]
    assert found["parts"] == [
        {
            "_type": "group",
            "block": "quote",
            "label": "Quote",
            "fields": [{"key": "text", "label": "Text", "kind": "text", "value": "Zei", "text": "Zei"}],
        }
    ]
    assert found["script"]["nodes"][0]["steps"] == [{"text": "Vraag."}]
    assert found["script"]["nodes"][0]["body"][0]["children"][1]["text"] == "€\u00a016,60"


def test_internal_fields_need_the_scope(full: dict[str, Any]) -> None:
    found = fields(full["town"], "internal")
    assert (found["memo"]["value"], found["memo"]["internal"]) == ("Alleen intern", True)
    assert found["contacts"]["value"][0]["fields"][2]["internal"] is True
    assert [one["block"] for one in found["parts"]["value"]] == ["quote", "whisper"]
    assert found["script"]["value"]["nodes"][0]["steps"][0]["agent_note"] == "Let op."


@pytest.mark.parametrize(
    ("selection", "name", "answered"),
    [
        ("memo", "Faq.memo", "Alleen intern"),
        ("...F } } fragment F on Faq { memo", "Faq.memo", None),
        ("contacts { hint }", "FaqContacts.hint", [{"hint": "Geheim"}]),
        ("parts { ... on FaqPartsWhisper { word } }", "FaqPartsWhisper.word", [{}, {"word": "Sst"}]),
        (
            "script { nodes { steps { agentNote } } }",
            "ProcedureStep.agentNote",
            {"nodes": [{"steps": [{"agentNote": "Let op."}]}]},
        ),
    ],
)
def test_selecting_an_internal_field_is_refused(full: dict[str, Any], selection: str, name: str, answered: Any) -> None:
    text = f'{{ faq(key: "faq", locale: "nl") {{ {selection} }} }}'
    if "fragment" in selection:
        text = text[:-4] + " }"
    found = full["town"].ask(text)
    assert (found.data, found.executed, found.code) == (None, False, "INTERNAL_FIELD")
    assert f"“{name}” is internal" in found.errors[0]["message"]
    if answered is not None:
        data = full["town"].data(text, "internal")["faq"]
        assert list(data.values()) == [answered]


def test_nobody_filters_on_internal_fields(full: dict[str, Any]) -> None:
    found = full["town"].ask('{ faqs(locale: "nl", filter: {memo: {eq: "x"}}) { nodes { key } } }', "internal")
    assert found.code == "VALIDATION_FAILED"


def test_typed_values(full: dict[str, Any]) -> None:
    found = full["town"].data("""{ faq(key: "faq", locale: "nl") {
      category weight since checkedAt popular words desk { title } related { __typename title }
      photo { alt url width rendition(name: EMAIL) { url width height } }
      fees { caption header rows } hours { note fee { text } } contacts { name desk { key } }
      parts { __typename ... on FaqPartsQuote { text } } script { nodes { id title body { plain } next } } } }""")[
        "faq"
    ]
    base = "http://127.0.0.1:8000/images/33333333-3333-4333-8333-333333333333"
    assert found == {
        "category": "moving",
        "weight": 1234.5,
        "since": "2026-01-31",
        "checkedAt": "2026-01-31T12:00:00+00:00",
        "popular": True,
        "words": ["een", "twee"],
        "desk": {"title": "De balie"},
        "related": [{"__typename": "ContactPoint", "title": "De balie"}],
        "photo": {
            "alt": "A desk",
            "url": f"{base}/large/de%20balie.webp",
            "width": 640,
            "rendition": {"url": f"{base}/email/de%20balie.jpg", "width": 600, "height": 450},
        },
        "fees": {"caption": "Leges", "header": ["a", "b"], "rows": [["1", "2"]]},
        "hours": {"note": "Open", "fee": {"text": "€\u00a016,60"}},
        "contacts": [{"name": "Ann", "desk": {"key": "balie"}}],
        "parts": [{"__typename": "FaqPartsQuote", "text": "Zei"}],
        "script": {"nodes": [{"id": "n", "title": "Start", "body": {"plain": "Doe €\u00a016,60"}, "next": []}]},
    }


SYSTEMS: dict[str, Any] = {
    "key": "permit",
    "fields": [
        {"key": "code", "kind": "text", "metadata": True},
        {"key": "codes", "kind": "list", "fields": [{"key": "one", "kind": "text", "metadata": True}]},
        {"key": "since", "kind": "date"},
        {
            "key": "parts",
            "kind": "blocks",
            "fields": [
                {
                    "key": "tip",
                    "kind": "group",
                    "fields": [
                        {"key": "urgency", "kind": "text", "metadata": True},
                        {"key": "text", "kind": "text"},
                    ],
                },
                {"key": "mark", "kind": "group", "metadata": True, "fields": [{"key": "word", "kind": "text"}]},
            ],
        },
    ],
}


def test_what_is_for_systems_is_answered_and_says_so(town: Town) -> None:
    town.model(SYSTEMS)
    parts = [{"block": "tip", "urgency": "hoog", "text": "Let op"}, {"block": "mark", "word": "Stil"}]
    town.item("p", {"code": "A1", "codes": ["B2"], "since": "2026-03-01", "parts": parts}, model="permit")
    found = town.data('{ permit(key: "p", locale: "nl") { code fields { key value text metadata } } }')["permit"]
    assert found["code"] == "A1"
    assert [(one["key"], one["metadata"]) for one in found["fields"]] == [
        ("code", True),
        ("codes", True),
        ("since", False),
        ("parts", False),
    ]
    shown = found["fields"][3]
    assert shown["text"] == "Text: Let op"
    assert [one.get("metadata") for one in shown["value"][0]["fields"]] == [True, None]
    assert [one.get("metadata") for one in shown["value"]] == [None, True]
    filtered = town.data('{ permits(locale: "nl", filter: {code: {eq: "A1"}}) { nodes { key } } }')
    assert filtered["permits"]["nodes"] == [{"key": "p"}]
    few = town.data('{ permit(key: "p", locale: "nl") { fields(kinds: ["date", "datetime"]) { key value } } }')
    assert few["permit"]["fields"] == [{"key": "since", "value": "2026-03-01"}]
