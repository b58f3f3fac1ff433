"""Lists: filters on every kind of indexed field, orders, search, and pages that stay put."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from content_models.models import Subject
from contenthub.publishing.models import Publication
from contenthub.publishing.scopes import ChannelScope, Withholding
from contenthub.query.store import order
from tests.contenthub.query.conftest import DAY, Town, euro

pytestmark = pytest.mark.django_db


def keys(town: Town, arguments: str = "", **variables: Any) -> list[str]:
    head = "query($after: String, $value: String) " if variables else ""
    found = town.data(f'{head}{{ faqs(locale: "nl", {arguments}) {{ nodes {{ key }} }} }}', **variables)
    return [one["key"] for one in found["faqs"]["nodes"]]


@pytest.fixture
def three(town: Town) -> Town:
    """Three questions, c without any value."""
    desk = town.item("desk", model="contact_point", uuid="11111111-1111-4111-8111-111111111111")
    fact = town.fact("price", euro("1"))
    type(fact).objects.filter(pk=fact.pk).update(uuid="22222222-2222-4222-8222-222222222222")
    used = {"fact": "22222222-2222-4222-8222-222222222222", "format": "short"}
    town.item(
        "a",
        {
            "category": "moving",
            "code": "x",
            "weight": 1,
            "since": "2026-01-01",
            "checked_at": "2026-01-01T10:00:00+00:00",
            "popular": True,
            "words": ["one", "two"],
            "more": "https://a.example",
            "price": used,
            "desk": str(desk.uuid),
            "related": [str(desk.uuid)],
        },
        at=DAY,
    )
    town.item(
        "b",
        {
            "category": "passport",
            "code": "y",
            "weight": 2.5,
            "since": "2026-02-01",
            "checked_at": "2026-02-01T10:00:00+00:00",
            "popular": False,
            "words": ["two"],
        },
        at=DAY + timedelta(1),
    )
    town.item("c", at=DAY + timedelta(2))
    return town


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ('category: {eq: "moving"}', "a"),
        ('category: {in: ["moving", "passport", "none"]}', "ba"),
        ("category: {exists: false}", "c"),
        ('code: {eq: "y"}', "b"),
        ("code: {exists: true}", "ba"),
        ('more: {eq: "https://a.example"}', "a"),
        ("weight: {eq: 2.5}", "b"),
        ("weight: {gte: 1, lt: 2.5}", "a"),
        ("weight: {gt: 1}", "b"),
        ("weight: {lte: 2.5}", "ba"),
        ('since: {gte: "2026-02-01"}', "b"),
        ('since: {lt: "2026-02-01"}', "a"),
        ('checkedAt: {gt: "2026-01-01T11:30:00+01:00"}', "b"),
        ('checkedAt: {lte: "2026-01-01T11:00:00+01:00"}', "a"),
        ("popular: {eq: true}", "a"),
        ("popular: {eq: false}", "b"),
        ('words: {contains: "two"}', "ba"),
        ('words: {containsAny: ["one", "three"]}', "a"),
        ('desk: {eq: "11111111-1111-4111-8111-111111111111"}', "a"),
        ('related: {in: ["11111111-1111-4111-8111-111111111111"]}', "a"),
        ('price: {eq: "22222222-2222-4222-8222-222222222222"}', "a"),
        ("price: {exists: false}", "cb"),
        ('publishedAfter: "2026-06-02T12:00:00+00:00"', "c"),
        ('category: {eq: "moving"}, code: {eq: "y"}', ""),
        ("category: {eq: null}, code: null", "cba"),
    ],
)
def test_filter(three: Town, given: str, expected: str) -> None:
    assert keys(three, f"filter: {{{given}}}") == list(expected)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("TITLE_ASC", "abc"),
        ("TITLE_DESC", "cba"),
        ("PUBLISHED_AT_ASC", "abc"),
        ("PUBLISHED_AT_DESC", "cba"),
        ("WEIGHT_ASC", "abc"),
        ("WEIGHT_DESC", "bac"),
        ("CATEGORY_DESC", "bac"),
        ("CHECKED_AT_ASC", "abc"),
        ("POPULAR_ASC", "bac"),
    ],
)
def test_order_and_pages_of_one(three: Town, order: str, expected: str) -> None:
    """What has no value comes last in both directions, and single pages give the same as one."""
    text = f"""query($after: String) {{ faqs(locale: "nl", order: {order}, first: 1, after: $after)
    {{ nodes {{ key }} pageInfo {{ hasNextPage endCursor }} totalCount }} }}"""
    assert keys(three, f"order: {order}") == list(expected)
    after, seen = None, []
    for turn in range(3):
        page = three.data(text, after=after)["faqs"]
        seen += [one["key"] for one in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        assert page["pageInfo"]["hasNextPage"] is (turn < 2)
        assert page["totalCount"] == 3
    assert seen == list(expected)


def test_no_page_reads_all_values_of_a_field_for_each_publication(three: Town) -> None:
    """What leads is read in order; of each publication that it leads to only its own terms are looked up."""
    if connection.vendor != "sqlite":
        pytest.skip("SQLite tells its plan without looking at how much there is.")
    asked: list[tuple[str, Any]] = []

    def listen(execute: Any, text: str, values: Any, many: bool, context: Any) -> Any:
        asked.append((text, values))
        return execute(text, values, many, context)

    filters = 'category: {eq: "moving"}, since: {gt: "2025-01-01"}, code: {exists: true}, more: {exists: true}'
    text = f"""query($after: String) {{ faqs(locale: "nl", filter: {{{filters}}}, order: WEIGHT_ASC, first: 1,
    after: $after) {{ nodes {{ key }} pageInfo {{ endCursor }} }} }}"""
    after = three.data(text)["faqs"]["pageInfo"]["endCursor"]
    with connection.execute_wrapper(listen):
        three.data(text)
        three.data(text, after=after)
    pages = [one for one in asked if "contenthub_fieldindex k" in one[0]]
    assert len(pages) == 4
    with connection.cursor() as cursor:
        for page, values in pages:
            cursor.execute(f"EXPLAIN QUERY PLAN {page}", values)
            ways = [row[3].split(" INDEX ")[1] for row in cursor.fetchall() if "INDEX " in row[3]]
            own = [way for way in ways if "fieldindex" in way]
            assert own[0] == "fieldindex_text (field=? AND text=?)"
            assert len(own) == 5
            assert all(way.endswith(" (publication_id=?)") for way in own[1:]), own


@pytest.mark.parametrize(("publications", "leads"), [(1, False), (2, True)])
def test_a_term_leads_only_when_it_is_rare_for_the_hub(
    town: Town, monkeypatch: pytest.MonkeyPatch, publications: int, leads: bool
) -> None:
    """Six of seven fit: in a large hub these are few, and sorted; in a small one the order is read instead."""
    for number in range(7):
        town.item(f"k{number}", {"category": "passport" if number == 2 else "moving"}, at=DAY + timedelta(number))
    monkeypatch.setattr(order, "how_many", lambda: publications)
    monkeypatch.setattr(order, "_common", {})
    text = """query($after: String) { faqs(locale: "nl", filter: {category: {eq: "moving"}}, first: 4, after: $after)
    { nodes { key } pageInfo { endCursor } } }"""
    asked: list[str] = []

    def listen(execute: Any, statement: str, values: Any, many: bool, context: Any) -> Any:
        asked.append(statement)
        return execute(statement, values, many, context)

    with connection.execute_wrapper(listen):
        first = town.data(text)["faqs"]
        second = town.data(text, after=first["pageInfo"]["endCursor"])["faqs"]
    assert [[one["key"] for one in page["nodes"]] for page in (first, second)] == [
        ["k6", "k5", "k4", "k3"],
        ["k1", "k0"],
    ]
    pages = [statement for statement in asked if "ORDER BY contenthub_publication.published_at" in statement]
    assert ["fieldindex t CROSS JOIN" in statement for statement in pages] == [leads, leads]


def test_pages_stay_put_while_others_publish(town: Town) -> None:
    for number in range(6):
        town.item(f"k{number}", title=f"T{number}", at=DAY + timedelta(number))
    text = """query($after: String) { faqs(locale: "nl", first: 2, after: $after)
    { nodes { key } pageInfo { endCursor } } }"""
    first = town.data(text)["faqs"]
    assert [one["key"] for one in first["nodes"]] == ["k5", "k4"]
    town.item("new", at=DAY + timedelta(9))
    Publication.objects.filter(key="k4").delete()
    second = town.data(text, after=first["pageInfo"]["endCursor"])["faqs"]
    assert [one["key"] for one in second["nodes"]] == ["k3", "k2"]


def test_same_sort_value_is_told_apart_by_id(town: Town) -> None:
    for number in range(5):
        town.item(f"k{number}", title="Same", at=DAY)
    text = """query($after: String) { faqs(locale: "nl", first: 2, order: TITLE_DESC, after: $after)
    { edges { cursor node { key } } pageInfo { endCursor } } }"""
    after, seen = None, []
    for _turn in range(3):
        page = town.data(text, after=after)["faqs"]
        after = page["edges"][-1]["cursor"]
        assert after == page["pageInfo"]["endCursor"]
        seen += [edge["node"]["key"] for edge in page["edges"]]
    assert seen == ["k4", "k3", "k2", "k1", "k0"]


@pytest.mark.parametrize("first", [-1, 101, 2_000_000_000])
def test_first_has_bounds(town: Town, first: int) -> None:
    found = town.ask(f'{{ faqs(locale: "nl", first: {first}) {{ nodes {{ key }} }} }}')
    assert found.data is None
    assert found.errors[0]["message"] == f"“first” must be from 0 to 100, not {first}."


def test_first_zero_tells_whether_there_is_anything(three: Town) -> None:
    text = '{ faqs(locale: "%s", first: 0) { nodes { key } pageInfo { hasNextPage endCursor } } }'
    for locale, more in (("nl", True), ("en", False)):
        found = three.data(text.replace("%s", locale))["faqs"]
        assert found == {"nodes": [], "pageInfo": {"hasNextPage": more, "endCursor": None}}


@pytest.mark.parametrize(
    "after", ["x", "W10", "bm9uc2Vuc2U", "WyJ0aXRsZTphc2MiLCJhIiwxXQ", "é", "WyJwdWJsaXNoZWRfYXQ6ZGVzYyIsM10"]
)
def test_a_cursor_that_is_none_is_refused(three: Town, after: str) -> None:
    found = three.ask('query($after: String) { faqs(locale: "nl", after: $after) { nodes { key } } }', after=after)
    assert found.code == "BAD_CURSOR"


def test_subject_takes_its_subtree(town: Town) -> None:
    living = Subject.objects.create(key="living", title="Living")
    moving = Subject.objects.create(key="moving", title="Moving", parent=living)
    town.item("in", subject=moving)
    town.item("over", subject=living)
    town.item("out")
    assert keys(town, 'subject: "living"') == ["over", "in"]
    assert keys(town, 'filter: {subject: "moving"}') == ["in"]
    assert keys(town, 'subject: "none"') == []


def test_search_ranks_pages_and_narrows(town: Town) -> None:
    town.item("title", {"category": "moving"}, title="Paspoort aanvragen")
    town.item("body", {"code": "paspoort"}, title="Iets")
    town.item("none", title="Anders")
    assert keys(town, 'search: "paspoort"') == ["title", "body"]
    assert keys(town, 'search: "paspoort", filter: {category: {eq: "moving"}}') == ["title"]
    assert keys(town, 'search: "paspoort", order: TITLE_ASC') == ["body", "title"]
    assert keys(town, 'search: "\\" OR *"') == []
    text = """query($after: String) { faqs(locale: "nl", search: "pasp", first: 1, after: $after)
    { nodes { key } pageInfo { hasNextPage endCursor } totalCount } }"""
    first = town.data(text)["faqs"]
    assert (first["nodes"], first["pageInfo"]["hasNextPage"], first["totalCount"]) == ([{"key": "title"}], True, 2)
    second = town.data(text, after=first["pageInfo"]["endCursor"])["faqs"]
    assert (second["nodes"], second["pageInfo"]["hasNextPage"]) == ([{"key": "body"}], False)


def test_items_lists_every_model(town: Town) -> None:
    town.item("faq", title="B")
    town.item("desk", model="contact_point", title="A")
    text = '{ items(locale: "nl", order: TITLE_ASC, %s) { nodes { __typename key } totalCount } }'
    assert town.data(text.replace("%s", "first: 9"))["items"] == {
        "nodes": [{"__typename": "ContactPoint", "key": "desk"}, {"__typename": "Faq", "key": "faq"}],
        "totalCount": 2,
    }
    assert town.data(text.replace("%s", 'model: ["faq", "none"]'))["items"]["nodes"] == [
        {"__typename": "Faq", "key": "faq"}
    ]


def test_a_channel_sees_only_its_scope(town: Town) -> None:
    living = Subject.objects.create(key="living", title="Living")
    moving = Subject.objects.create(key="moving", title="Moving", parent=living)
    channel = town.token.channel
    inside = town.item("inside", subject=moving)
    outside = town.item("outside", {"related": [str(inside.uuid)]})
    town.item("linking", {"related": [str(outside.uuid), str(inside.uuid)]}, subject=living)
    assert keys(town) == ["linking", "outside", "inside"]
    ChannelScope.objects.create(channel=channel, subject=living.uuid, model="faq", locale="nl")
    assert keys(town) == ["linking", "inside"]
    found = town.data(
        '{ faq(key: "outside", locale: "nl") { key } linking: faq(key: "linking", locale: "nl") { related { key } } }'
    )
    assert found == {"faq": None, "linking": {"related": [{"key": "inside"}]}}
    Withholding.objects.create(
        channel=channel, uuid=inside.uuid, locale="nl", number=1, because="not ours", decided_by="Ann", at=DAY
    )
    assert keys(town) == ["linking"]
    Withholding.objects.update(uuid=uuid4())
    channel.locales = ["en"]
    assert keys(town) == []
