"""One item and lists of items: what is answered, in which state and language."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from content_models.models import Subject
from tests.contenthub.query.conftest import DAY, Town, euro, fact_node, paragraph

pytestmark = pytest.mark.django_db


def test_item_answers_what_every_item_has(town: Town) -> None:
    living = Subject.objects.create(key="living", title="Wonen", titles={"en": "Living"})
    moving = Subject.objects.create(key="moving", title="Verhuizen", parent=living)
    nl = town.item("verhuizen", subject=moving, title="Verhuizen", review_by=DAY.date())
    town.item("moving", uuid=nl.uuid, locale="en", title="Moving")
    found = town.data(
        """{ item(key: "verhuizen", locale: "nl") { __typename uuid key locale title model status notice version
        publishedAt firstPublishedAt reviewBy address stamp replacedBy { key } translations { locale key title address }
        subject { key title path en: title(locale: "en") parent { key en: title(locale: "en") parent { key } } } } }"""
    )
    assert found["item"] == {
        "__typename": "Faq",
        "uuid": str(nl.uuid),
        "key": "verhuizen",
        "locale": "nl",
        "title": "Verhuizen",
        "model": "faq",
        "status": "LIVE",
        "notice": None,
        "version": 1,
        "publishedAt": "2026-06-01T12:00:00+00:00",
        "firstPublishedAt": "2026-06-01T12:00:00+00:00",
        "reviewBy": "2026-06-01",
        "address": "/nl/verhuizen",
        "stamp": f"ch1:hub:{nl.uuid}:nl:1:",
        "replacedBy": None,
        "translations": [{"locale": "en", "key": "moving", "title": "Moving", "address": "/en/moving"}],
        "subject": {
            "key": "moving",
            "title": "Verhuizen",
            "path": "/living/moving/",
            "en": "Verhuizen",
            "parent": {"key": "living", "en": "Living", "parent": None},
        },
    }


@pytest.mark.parametrize(
    ("here", "there", "told"),
    [
        ("live", "withdrawn", []),
        ("withdrawn", "withdrawn", ["en"]),
        ("withdrawn", "live", ["en"]),
        ("live", "gone", []),
    ],
)
def test_what_was_withdrawn_leads_to_what_was_withdrawn_elsewhere(
    town: Town, here: str, there: str, told: list[str]
) -> None:
    nl = town.item("storm", status=here)
    town.item("storm-en", uuid=nl.uuid, locale="en", status=there)
    found = town.data('{ item(key: "storm", locale: "nl") { translations { locale } } }')
    assert [one["locale"] for one in found["item"]["translations"]] == told


def test_item_wants_exactly_one_of_key_and_uuid(town: Town) -> None:
    for arguments in ("", f'key: "a", uuid: "{uuid4()}",'):
        found = town.ask(f'{{ item({arguments} locale: "nl") {{ key }} }}')
        assert found.data == {"item": None}
        assert found.errors[0]["path"] == ["item"]
        assert found.code == "BAD_ARGUMENT"


def test_an_item_that_is_not_there_is_null(town: Town) -> None:
    town.item("desk", model="contact_point")
    text = """{ a: item(key: "none", locale: "nl") { key } b: item(uuid: "nonsense", locale: "nl") { key }
    c: faq(key: "desk", locale: "nl") { key } d: contactPoint(key: "desk", locale: "en") { key } }"""
    assert town.data(text) == {"a": None, "b": None, "c": None, "d": None}


def test_fallback_only_when_asked_and_for_references_too(town: Town) -> None:
    english = town.item("desk", model="contact_point", locale="en")
    both = town.item("moving", {"desk": str(english.uuid)}, locale="en")
    town.item("verhuizen", {"desk": str(english.uuid)}, locale="nl", uuid=uuid4())
    text = """query($uuid: ID!, $fallback: [String!]) {
    faq(uuid: $uuid, locale: "nl", fallback: $fallback) { locale desk { locale } }
    dutch: faq(key: "verhuizen", locale: "nl", fallback: $fallback) { locale desk { locale } } }"""
    uuid = str(both.uuid)
    assert town.data(text, uuid=uuid) == {"faq": None, "dutch": {"locale": "nl", "desk": None}}
    assert town.data(text, uuid=uuid, fallback=["de", "en"]) == {
        "faq": {"locale": "en", "desk": {"locale": "en"}},
        "dutch": {"locale": "nl", "desk": {"locale": "en"}},
    }


ENDED = """{ item(key: "old", locale: "nl") {
  status notice replacedBy { key } fields { key } ... on Faq { code words } }
items(locale: "nl") { nodes { key } } gone: items(locale: "nl", status: [GONE, WITHDRAWN]) { nodes { key } } }"""


@pytest.mark.parametrize(
    ("status", "code", "words", "fields", "listed"),
    [
        ("live", "A1", ["x"], ["code", "words"], []),
        ("withdrawn", "A1", ["x"], ["code", "words"], ["old"]),
        ("gone", None, [], [], ["old"]),
        ("replaced", None, [], [], []),
        ("expired", None, [], [], []),
    ],
)
def test_what_is_withdrawn_stays_readable_and_the_rest_is_empty(
    town: Town, status: str, code: str | None, words: list[str], fields: list[str], listed: list[str]
) -> None:
    new = town.item("new")
    body = {"code": "A1", "words": ["x"]}
    town.item("old", body, status=status, notice="See the new one.", replaced_by=new.uuid, at=DAY - timedelta(1))
    found = town.data(ENDED)
    assert found["item"] == {
        "status": status.upper(),
        "notice": "See the new one.",
        "replacedBy": {"key": "new"},
        "fields": [{"key": key} for key in fields],
        "code": code,
        "words": words,
    }
    assert [one["key"] for one in found["items"]["nodes"]] == (["new", "old"] if status == "live" else ["new"])
    assert [one["key"] for one in found["gone"]["nodes"]] == listed


def test_a_redacted_snapshot_answers_empty_fields(town: Town) -> None:
    town.item("secret", {"redacted": True, "reason": "privacy"})
    found = town.data('{ faq(key: "secret", locale: "nl") { title code parts { __typename } fields { key } } }')
    assert found["faq"] == {"title": "secret", "code": None, "parts": [], "fields": []}


def test_a_body_of_another_shape_than_the_model_answers_null(town: Town) -> None:
    body: dict[str, Any] = dict.fromkeys(("code", "words", "answer", "photo", "fees", "hours", "parts", "script"), 3)
    body |= {"weight": "heavy", "desk": 7, "price": "x", "popular": "yes", "contacts": "none"}
    town.item("older", body, index=False)
    found = town.data(
        """{ faq(key: "older", locale: "nl") { code words weight popular answer { plain } photo { alt } fees { caption }
        hours { note } parts { __typename } script { nodes { id } } desk { key } price { key } contacts { name } } }"""
    )
    assert found["faq"] == {
        **dict.fromkeys(("code", "weight", "popular", "photo", "fees", "hours", "script", "desk", "price")),
        **{"words": [], "parts": [], "contacts": [], "answer": {"plain": ""}},
    }


def test_stamp_names_the_facts_of_the_whole_document(town: Town) -> None:
    price, fee = town.fact("price", euro("10")), town.fact("fee", euro("5"))
    town.fact("fee", euro("6"))
    body = {
        "answer": [paragraph("Costs ", fact_node(price))],
        "hours": {"fee": {"fact": str(fee.uuid), "format": "short"}},
    }
    faq = town.item("costs", body)
    facts = sorted([f"{price.uuid.hex[:12]}.1", f"{fee.uuid.hex[:12]}.2"])
    found = town.data('{ faq(key: "costs", locale: "nl") { stamp } }')
    assert found["faq"]["stamp"] == f"ch1:hub:{faq.uuid}:nl:1:{'-'.join(facts)}"


def test_names_in_the_value_of_a_fact_stand_in_one_order_on_every_database(town: Town) -> None:
    hours = {"week": {"mon": [], "fri": [["09:00", "12:00"]]}, "note": {"nl": "Met afspraak.", "en": "By appointment."}}
    town.fact("counter", hours, kind="opening_hours")
    found = town.data('{ fact(key: "counter") { value } }')
    assert json.dumps(found["fact"]["value"]) == (
        '{"note": {"en": "By appointment.", "nl": "Met afspraak."}, "week": {"fri": [["09:00", "12:00"]], "mon": []}}'
    )
