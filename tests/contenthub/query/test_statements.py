"""How many statements a query costs: the list, one for each level of references, one for everything small."""

from typing import Any

import pytest

from channels.models import Token
from content_models.models import Subject
from contenthub.publishing.scopes import ChannelScope
from contenthub.query import answer
from tests.contenthub.query.conftest import Town, euro, fact_node, paragraph

pytestmark = pytest.mark.django_db

DOOR = 1
"""The look at the model versions, which for a stored document comes with its text."""


@pytest.fixture
def three_levels(town: Town) -> Town:
    """Ten questions, each with a fact, a desk whose parent has a parent, all with phones, and a link in the text."""
    subject = Subject.objects.create(key="living", title="Living")
    phone = town.fact("phone", euro("1"))
    price = town.fact("price", euro("10"))
    used = {"fact": str(phone.uuid), "format": "short"}
    top = town.item("top", {"phone": used}, model="contact_point")
    for number in range(10):
        middle = town.item(f"middle-{number}", {"phone": used, "parent": str(top.uuid)}, model="contact_point")
        desk = town.item(f"desk-{number}", {"phone": used, "parent": str(middle.uuid)}, model="contact_point")
        text = paragraph(
            "See ", fact_node(price), definitions=[{"_key": "m1", "_type": "itemLink", "item": str(top.uuid)}]
        )
        price_used = {"fact": str(price.uuid), "format": "short"}
        body = {
            "answer": [text],
            "desk": str(desk.uuid),
            "related": [str(top.uuid), str(middle.uuid)],
            "price": price_used,
        }
        town.item(f"faq-{number}", body, subject=subject)
    return town


@pytest.mark.parametrize(
    ("selection", "statements"),
    [
        ("key title version", 1),
        ("key price { text }", 2),
        ("key stamp", 2),
        ("key subject { title parent { key } } translations { key } stamp price { text }", 2),
        ("key desk { key }", 2),
        ("key desk { key phone { text } }", 3),
        ("key desk { key phone { text } parent { key phone { text } } } price { text }", 4),
        ("key price { text } desk { key parent { key parent { key phone { text } } } }", 5),
        ("key answer { html }", 3),
        ("key fields { key value text } stamp subject { key }", 3),
        ("key fields { value } related { key fields { value } } desk { fields { value } parent { key } }", 3),
    ],
)
def test_list_costs_two_statements_and_one_a_level(
    three_levels: Town, django_assert_num_queries: Any, selection: str, statements: int
) -> None:
    """At most: what an earlier level has loaded is not loaded again, as in the last two rows."""
    text = f'{{ faqs(locale: "nl", first: 10) {{ edges {{ node {{ {selection} }} }} }} }}'
    three_levels.data(text)
    with django_assert_num_queries(DOOR + statements):
        found = three_levels.data(text)
    assert len(found["faqs"]["edges"]) == 10


def test_filters_scopes_and_subjects_cost_nothing_extra(three_levels: Town, django_assert_num_queries: Any) -> None:
    channel = three_levels.token.channel
    ChannelScope.objects.create(channel=channel, model="faq")
    ChannelScope.objects.create(channel=channel, model="contact_point")
    text = """{ faqs(locale: "nl", first: 5, subject: "living", order: TITLE_ASC, filter: {price: {exists: true}})
    { nodes { key desk { key } price { text } } pageInfo { hasNextPage endCursor } } }"""
    three_levels.data(text)
    with django_assert_num_queries(DOOR + 3):
        found = three_levels.data(text)
    assert [one["key"] for one in found["faqs"]["nodes"]] == [f"faq-{number}" for number in range(5)]
    assert found["faqs"]["nodes"][0]["desk"] == {"key": "desk-0"}


def test_several_roots_share_levels_and_facts(three_levels: Town, django_assert_num_queries: Any) -> None:
    text = """{ a: faqs(locale: "nl") { nodes { desk { phone { text } } } } b: item(key: "faq-1", locale: "nl")
    { ... on Faq { desk { parent { phone { text } } } } } fact(key: "price") { text } }"""
    three_levels.data(text)
    with django_assert_num_queries(DOOR + 5):
        three_levels.data(text)


def test_count_and_search_cost_their_own(three_levels: Town, django_assert_num_queries: Any) -> None:
    three_levels.data("{ __typename }")
    with django_assert_num_queries(DOOR + 2):
        three_levels.data('{ faqs(locale: "nl", first: 1) { nodes { key } totalCount } }')
    with django_assert_num_queries(DOOR + 2):
        three_levels.data('{ faqs(locale: "nl", search: "see") { nodes { key } totalCount } }')
    with django_assert_num_queries(DOOR + 2):
        three_levels.data('{ faqs(locale: "nl", search: "see") { edges { node { key } snippet { text } } } }')


def test_a_stored_document_costs_one_statement_more_than_its_data(
    three_levels: Town, stored: Any, django_assert_num_queries: Any
) -> None:
    document = stored("""query item($uuid: ID!, $locale: String!) { item(uuid: $uuid, locale: $locale)
    { title stamp fields { value text } translations { key } subject { key } } }""")
    faq = three_levels.data('{ faq(key: "faq-1", locale: "nl") { uuid } }')["faq"]
    token = Token(channel=three_levels.token.channel, label="hub", scopes=[])
    answer(token, document, {**faq, "locale": "nl"})
    with django_assert_num_queries(DOOR + 3):
        found = answer(token, document, {**faq, "locale": "nl"})
    assert found.errors == []
    assert found.data is not None
    assert [field["text"] for field in found.data["item"]["fields"]] == [
        "See €\u00a010,00",
        "€\u00a010,00",
        "desk-1",
        "top, middle-1",
    ]
