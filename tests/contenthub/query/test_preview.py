"""Drafts over what is published: exactly those that a signed token names, and for as long as it holds."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from channels.models import Token
from content_models.models import Fact, Item
from contenthub.models import Publication, Snapshot
from contenthub.query import answer_text
from contenthub.query.preview import Pair, PreviewError, drafts_of, read_token, write_token
from contenthub.users import User

QUERY = """query($uuid: ID!) {
  item(uuid: $uuid, locale: "nl") { title stamp ... on Service { text { plain } price { text } related { title } } }
}"""
TOKEN = Token(label="test", scopes=["adhoc"])


def ask(item: Item, **more: Any) -> Any:
    found = answer_text(TOKEN, QUERY, {"uuid": item.uuid}, **more)
    assert found.errors == []
    assert found.data is not None
    return found.data["item"]


def test_a_draft_is_read_as_if_published_and_nothing_is_written(item: Item) -> None:
    now = timezone.now()
    item.title, item.body = "Nieuw", {"text": "<p>Anders.</p>"}
    drafts, intakes = drafts_of([item], [], now)
    shown = ask(item, drafts=drafts)
    assert (shown["title"], shown["text"], shown["price"]) == ("Nieuw", {"plain": "Anders."}, None)
    assert shown["stamp"] == f"ch1:hub:{item.uuid}:nl:0:"
    assert intakes[0].problems == []
    assert ask(item)["title"] == "Paspoort"
    assert Snapshot.objects.count() == 1


def test_an_item_that_was_never_published_is_shown_with_what_keeps_it(make_item: Callable[..., Item]) -> None:
    item = make_item("Rijbewijs", body={})
    drafts, intakes = drafts_of([item], [], timezone.now())
    assert ask(item) is None
    assert ask(item, drafts=drafts)["title"] == "Rijbewijs"
    assert [problem.path for problem in intakes[0].problems] == ["text"]


def test_drafts_that_refer_to_each_other(make_item: Callable[..., Item]) -> None:
    one = make_item("Een")
    two = make_item("Twee", body={"text": "<p>Zie een.</p>", "related": [one.uuid]})
    drafts, intakes = drafts_of([one, two], [], timezone.now())
    assert ask(two, drafts=drafts)["related"] == [{"title": "Een"}]
    assert [intake.problems for intake in intakes] == [[], []]
    alone, intakes = drafts_of([two], [], timezone.now())
    assert ask(two, drafts=alone)["related"] == []
    assert [problem.code for problem in intakes[0].problems] == ["unresolved"]


def test_a_draft_of_a_fact_shows_in_what_is_published(item: Item, fact: Fact) -> None:
    fact.timeline = [{"value": {"amount": "80", "currency": "EUR"}, "valid_from": None, "valid_until": None}]
    drafts, _intakes = drafts_of([], [fact], timezone.now())
    assert ask(item, drafts=drafts)["price"] == {"text": "€\xa080,00"}
    assert ask(item)["price"] == {"text": "€\xa075,80"}


def test_a_preview_of_a_moment_to_come_shows_drafts_and_facts_as_they_hold_then(
    client: Client,
    item: Item,
    fact: Fact,
    make_fact: Callable[..., Fact],
    publisher: User,
    make_channel: Any,
) -> None:
    """A draft of a fact with two values in time, a published fact that changes in between, and a draft of the item."""
    _token, secret = Token.issue(make_channel("web"), "test", ["adhoc"])
    now = timezone.now().replace(microsecond=0)
    first, second = now + timedelta(days=10), now + timedelta(days=20)
    other = make_fact("other", "money", {"amount": "1.00", "currency": "EUR"})
    other.timeline = timeline(("1.00", None, second), ("2.00", second, None))
    other.save_revision().publish(user=publisher)
    text = f'<p><embed embedtype="fact" fact="{other.uuid}" format="short"/></p>'
    item.title, item.body = "Concept", {"text": text, "price": str(fact.uuid)}
    fact.timeline = timeline(("80.00", first, second), ("90.00", second, None))
    pairs = [Pair("item", item.pk, item.save_revision().pk), Pair("fact", fact.pk, fact.save_revision().pk)]
    asked = """query($uuid: ID!, $at: DateTime) { item(uuid: $uuid, locale: "nl", at: $at) {
      title ... on Service { text { plain } price { text } } } }"""

    def ask_at(at: Any, **headers: str) -> Any:
        given = {"query": asked, "variables": {"uuid": item.uuid, "at": at and at.isoformat()}}
        headers = {"Authorization": f"Bearer {secret}", **headers}
        found = client.post("/graphql", given, content_type="application/json", headers=headers).json()
        return found["data"]["item"] if "data" in found else found["errors"][0]["extensions"]["code"]

    preview = {"Hub-Preview": write_token(pairs, now)}

    def shown(at: Any) -> tuple[str, str, str | None]:
        found = ask_at(at, **preview)
        return found["title"], found["text"]["plain"], found["price"] and found["price"]["text"]

    assert shown(None) == ("Concept", "€\xa01,00", "")
    assert shown(first - timedelta(seconds=1)) == ("Concept", "€\xa01,00", "")
    assert shown(first) == ("Concept", "€\xa01,00", "€\xa080,00")
    assert shown(second - timedelta(seconds=1)) == ("Concept", "€\xa01,00", "€\xa080,00")
    assert shown(second) == ("Concept", "€\xa02,00", "€\xa090,00")
    assert ask_at(first) == "BAD_ARGUMENT"
    assert ask_at(None)["title"] == "Paspoort"


def timeline(*entries: tuple[str, Any, Any]) -> list[dict[str, Any]]:
    """Return a timeline of amounts, each with when it begins and ends to hold."""
    return [
        {
            "value": {"amount": amount, "currency": "EUR"},
            "valid_from": start and start.isoformat(),
            "valid_until": end and end.isoformat(),
        }
        for amount, start, end in entries
    ]


@pytest.fixture
def pair(item: Item) -> Pair:
    """A draft of the published item that is titled Concept."""
    item.title = "Concept"
    return Pair("item", item.pk, item.save_revision().pk)


def test_a_token_opens_what_it_names_over_http(client: Client, item: Item, pair: Pair, make_channel: Any) -> None:
    _token, secret = Token.issue(make_channel("web"), "test", ["adhoc"])
    given = {"query": QUERY, "variables": {"uuid": item.uuid}}

    def title(**headers: str) -> Any:
        headers = {"Authorization": f"Bearer {secret}", **headers}
        return client.post("/graphql", given, content_type="application/json", headers=headers)

    signed = write_token([pair], timezone.now())
    shown = title(**{"Hub-Preview": signed})
    assert shown.json()["data"]["item"]["title"] == "Concept"
    assert shown["Cache-Control"] == "no-store"
    assert title().json()["data"]["item"]["title"] == "Paspoort"
    refused = title(**{"Hub-Preview": signed[:-2]})
    assert (refused.status_code, refused.json()["errors"][0]["extensions"]["code"]) == (401, "PREVIEW_REFUSED")
    assert Publication.objects.get().title == "Paspoort"


def test_a_token_alone_opens_nothing(client: Client, item: Item, pair: Pair) -> None:
    headers = {"Hub-Preview": write_token([pair], timezone.now())}
    given = {"query": QUERY, "variables": {"uuid": item.uuid}}
    assert client.post("/graphql", given, content_type="application/json", headers=headers).status_code == 401


def test_a_token_ends(pair: Pair) -> None:
    now = timezone.now()
    signed = write_token([pair], now, timedelta(days=1))
    pairs, until = read_token(signed, now + timedelta(hours=23))
    assert pairs == [pair]
    assert until == (now + timedelta(days=1)).replace(microsecond=0)
    with pytest.raises(PreviewError, match="expired"):
        read_token(signed, now + timedelta(days=1))
    with pytest.raises(PreviewError, match="not a preview token"):
        read_token("nonsense", now)
