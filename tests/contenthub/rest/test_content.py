"""Items, facts, channels and imports over REST: drafts only, within reach, and never over somebody else's change."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from channels.models import Channel, Token
from content_models.models import ContentModel, Fact, Item, Reach, Subject
from contenthub.models import Publication, Snapshot
from contenthub.publishing.scopes import ChannelScope
from contenthub.users import User

BODY = {"text": "<p>Kom langs.</p>", "summary": "Kort."}
PROBLEM = "application/problem+json"


@pytest.fixture
def channel(publisher: User) -> Channel:
    return Channel.objects.create(key="app", name="App", kind="app", status="active", owner=publisher)


@pytest.fixture
def ask(channel: Channel) -> Callable[..., Any]:
    """Return a function that asks with a token that has every scope for content."""
    token = Token.issue(channel, "Program", ["content", "write", "import", "watch"])[1]

    def send(method: str, path: str, body: Any = None, **headers: str) -> Any:
        named = {"Authorization": f"Bearer {token}", **{name.replace("_", "-"): text for name, text in headers.items()}}
        content = json.dumps(body) if body is not None else ""
        return Client().generic(method, path, content, content_type="application/json", headers=named)

    return send


def draft(model: ContentModel, /, **more: Any) -> dict[str, Any]:
    return {"title": "Paspoort", "model": model.key, "body": BODY} | more


def test_an_item_is_made_once_and_changed_by_who_read_it(
    ask: Callable[..., Any], model: ContentModel, subject: Subject, locales: Any, publisher: User
) -> None:
    said = draft(model, subject=subject.key)
    made = ask("PUT", "/api/items/nl/paspoort", said)
    assert (made.status_code, made.json()["body"], made.json()["live"]) == (201, BODY, False)
    again = ask("PUT", "/api/items/nl/paspoort", said)
    assert (again.status_code, again["ETag"], Item.objects.get().revisions.count()) == (200, made["ETag"], 1)
    changed = {**said, "title": "Reisdocument"}
    blind = ask("PUT", "/api/items/nl/paspoort", changed)
    assert (blind.status_code, blind["Content-Type"]) == (428, PROBLEM)
    done = ask("PUT", "/api/items/nl/paspoort", changed, If_Match=made["ETag"])
    assert (done.status_code, done.json()["title"]) == (200, "Reisdocument")
    late = ask("PUT", "/api/items/nl/paspoort", {**said, "title": "Iets anders"}, If_Match=made["ETag"])
    assert (late.status_code, late.json()["detail"]) == (412, "It was changed since you read it. Read it again.")
    assert ask("GET", "/api/items/nl/paspoort")["ETag"] == done["ETag"]
    assert Item.objects.get().latest_revision.user == publisher
    assert (Snapshot.objects.count(), Publication.objects.count()) == (0, 0)


def test_what_is_published_stays_while_a_program_writes_a_draft(
    ask: Callable[..., Any], item: Item, model: ContentModel, publish: Any
) -> None:
    read = ask("GET", f"/api/items/nl/{item.key}")
    body = {**read.json()["body"], "text": '<p onclick="x()">Nieuw<script>steal()</script></p>'}
    said = {**draft(model), "subject": "moving", "body": body}
    wrote = ask("PUT", f"/api/items/nl/{item.key}", said, If_Match=read["ETag"])
    assert (wrote.status_code, wrote.json()["live"], wrote.json()["changed"]) == (200, True, True)
    assert wrote.json()["body"]["text"] == "<p>Nieuw</p>"
    assert "Een paspoort kost" in Publication.objects.get().snapshot.body
    assert ask("PUT", f"/api/items/nl/{item.key}", said)["ETag"] == wrote["ETag"]


WRONG: list[tuple[dict[str, Any], int, str]] = [
    ({"title": ""}, 400, "title"),
    ({"model": "nothing"}, 400, "model"),
    ({"subject": "nothing"}, 400, "subject"),
    ({"uuid": "1"}, 400, "uuid"),
    ({"body": []}, 400, "body"),
    ({"body": {"colour": "red"}}, 400, "body.colour"),
    ({"body": {"text": 3}}, 400, ""),
    ({"body": {"price": "no"}}, 400, "body.price"),
    ({"body": {"code": "lower"}}, 400, "body.code"),
    ({"body": {"related": "x"}}, 400, "body.related"),
    ({"body": {"photo": {"image": "x"}}}, 400, "body.photo"),
    ({"title": "x" * 201}, 400, "title"),
]


@pytest.mark.parametrize(("part", "status", "place"), WRONG)
def test_a_wrong_draft_is_refused_whole(
    ask: Callable[..., Any], model: ContentModel, locales: Any, part: dict[str, Any], status: int, place: str
) -> None:
    answer = ask("PUT", "/api/items/nl/paspoort", draft(model, **part))
    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM)
    assert not place or place in answer.json()["errors"]
    assert Item.objects.count() == 0


def test_requests_that_hurt_are_refused(ask: Callable[..., Any], model: ContentModel, channel: Channel) -> None:
    token = Token.issue(channel, "Program", ["write", "lint"])[1]
    headers = {"Authorization": f"Bearer {token}"}
    for content, status in (("[" * 100_000, 400), ('{"title": NaN}', 400), ("x" * 1_100_000, 413), ("\0", 400)):
        for method, path in (("PUT", "/api/items/nl/x"), ("POST", "/api/lint")):
            answer = Client().generic(method, path, content, content_type="application/json", headers=headers)
            assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM), content[:20]


def test_lists_go_on_by_cursor(ask: Callable[..., Any], make_item: Any) -> None:
    for number in range(5):
        make_item(title=f"Item {number}")
    titles, after = [], ""
    while after is not None:
        found = ask("GET", f"/api/items?first=2&after={after}&locale=nl").json()
        titles.append([one["title"] for one in found["nodes"]])
        after = found["pageInfo"]["endCursor"] if found["pageInfo"]["hasNextPage"] else None
    assert titles == [["Item 0", "Item 1"], ["Item 2", "Item 3"], ["Item 4"]]
    for query in ("first=0", "first=101", "first=x", "after=x", "after=WyJ4Il0"):
        assert ask("GET", f"/api/items?{query}").status_code == 400


def test_a_fact_keeps_its_kind_and_its_moments(ask: Callable[..., Any], fact: Fact) -> None:
    read = ask("GET", f"/api/facts/{fact.key}")
    assert read.json()["timeline"][0]["value"] == {"amount": "75.80", "currency": "EUR"}
    period = {"value": {"amount": "77,5", "currency": "eur"}, "valid_from": "2027-01-01T00:00:00+01:00"}
    said = {"kind": "money", "label": "Prijs", "timeline": [period]}
    wrote = ask("PUT", f"/api/facts/{fact.key}", said, If_Match=read["ETag"])
    assert (wrote.status_code, wrote.json()["timeline"]) == (
        200,
        [
            {
                "value": {"amount": "77.50", "currency": "EUR"},
                "valid_from": "2026-12-31T23:00:00+00:00",
                "valid_until": None,
            }
        ],
    )
    assert ask("PUT", f"/api/facts/{fact.key}", said)["ETag"] == wrote["ETag"]
    assert fact.versions.count() == 1
    named = ask("PUT", f"/api/facts/{fact.key}", {**said, "labels": {"en": "Price"}}, If_Match=wrote["ETag"])
    assert (named.status_code, named.json()["labels"]) == (200, {"en": "Price"})
    assert ask("PUT", f"/api/facts/{fact.key}", said).json()["labels"] == {"en": "Price"}  # left out, they stay
    wrong = ask("PUT", f"/api/facts/{fact.key}", {**said, "labels": ["Price"]}, If_Match="*")
    assert (wrong.status_code, list(wrong.json()["errors"])) == (400, ["labels"])
    assert ask("PUT", f"/api/facts/{fact.key}", {**said, "kind": "text"}).status_code == 409
    wrong = ask("PUT", "/api/facts/new", {**said, "timeline": [{"value": "much"}]})
    assert (wrong.status_code, list(wrong.json()["errors"])) == (400, ["timeline"])
    assert ask("PUT", "/api/facts/new", said).status_code == 201
    assert [one["key"] for one in ask("GET", "/api/facts?kind=money").json()["nodes"]] == [fact.key, "new"]


def test_channels_are_shown_without_their_settings(ask: Callable[..., Any], channel: Channel) -> None:
    Channel.objects.filter(pk=channel.pk).update(settings={"webhook": {"secret": "whsec_1"}})
    assert "whsec" not in ask("GET", "/api/channels").content.decode()
    assert ask("GET", "/api/channels/app").json()["hasOwner"] is True
    assert ask("GET", "/api/channels/none").status_code == 404


def test_an_import_keeps_drafts_and_tells(ask: Callable[..., Any], model: ContentModel, locales: Any) -> None:
    said = {"format": "markdown", "name": "a.md", "content": "# A\n\nText.", "model": model.key, "locale": "nl"}
    assert ask("POST", "/api/imports", {**said, "dry_run": True}).json()["created"] == 1
    assert Item.objects.count() == 0
    report = ask("POST", "/api/imports", said).json()
    assert (report["created"], report["published"], report["failed"]) == (1, 0, [])
    assert ask("POST", "/api/imports", said).json()["unchanged"] == 1
    for part in ({"name": "../a.md"}, {"name": "/etc/a.md"}, {"base64": "!", "content": ""}, {"format": "x"}):
        assert ask("POST", "/api/imports", {**said, **part}).status_code == 400
    assert Item.objects.count() == 1


SCOPED = [
    ("GET", "/api/items", "content"),
    ("GET", "/api/items/nl/x", "content"),
    ("PUT", "/api/items/nl/x", "write"),
    ("GET", "/api/facts", "content"),
    ("GET", "/api/facts/x", "content"),
    ("PUT", "/api/facts/x", "write"),
    ("POST", "/api/imports", "import"),
    ("GET", "/api/channels", "watch"),
    ("GET", "/api/channels/x", "watch"),
    ("GET", "/api/board", "watch"),
    ("GET", "/metrics", "watch"),
    ("POST", "/api/lint", "lint"),
]


def test_every_door_asks_for_its_own_scope(channel: Channel) -> None:
    """A token with every scope but the one is refused, and so are no token and one that has ended."""
    every = {"content", "write", "import", "watch", "lint", "internal", "adhoc"}
    for method, path, needed in SCOPED:
        _row, secret = Token.issue(channel, "All but one", every - {needed})
        send = lambda headers, method=method, path=path: (  # noqa: E731
            Client().generic(method, path, "{}", content_type="application/json", headers=headers).status_code
        )
        assert send({"Authorization": f"Bearer {secret}"}) == 403, (method, path)
        assert send({}) in (401, 403), (method, path)
        row, ended = Token.issue(channel, "Ended", every)
        Token.objects.filter(pk=row.pk).update(revoked_at=row.created_at)
        assert send({"Authorization": f"Bearer {ended}"}) == 401, (method, path)


@pytest.fixture
def two(make_item: Any, make_fact: Any, subject: Subject) -> dict[str, Any]:
    """An item and a fact about moving, and an item and a fact about something else."""
    other = Subject.objects.create(key="taxes", title="Belasting")
    facts = [make_fact("near", subject=subject), make_fact("far", subject=other)]
    items = [make_item(title="Dichtbij", key="near"), make_item(title="Ver", key="far")]
    Item.objects.filter(key="far").update(subject=other)
    return {"items": items, "facts": facts, "other": other}


def test_what_is_out_of_reach_can_be_neither_read_nor_written(
    two: dict[str, Any], model: ContentModel, subject: Subject, channel: Channel, ask: Callable[..., Any], editor: User
) -> None:
    """By the reach of the owner's group, and by the scope of the channel: the same table."""
    group = Group.objects.create(name="Moving")
    codes = ["view_item", "add_item", "change_item", "view_fact", "add_fact", "change_fact"]
    group.permissions.set(Permission.objects.filter(codename__in=codes))
    Reach.objects.create(group=group, subject=subject)
    editor.groups.add(group)
    publisher = channel.owner

    def table() -> list[Any]:
        item, fact = draft(model, subject="taxes"), {"kind": "text", "label": "x", "timeline": [], "subject": "taxes"}
        near = ask("GET", "/api/items/nl/near")
        return [
            [one["key"] for one in ask("GET", "/api/items").json()["nodes"]],
            [one["key"] for one in ask("GET", "/api/facts").json()["nodes"]],
            ask("GET", "/api/items/nl/far").status_code,
            ask("GET", "/api/facts/far").status_code,
            ask("PUT", "/api/items/nl/far", item, If_Match="*").status_code,
            ask("PUT", "/api/facts/far", fact, If_Match="*").status_code,
            ask("PUT", "/api/items/nl/new", item).status_code,
            ask("PUT", "/api/facts/new", fact).status_code,
            ask("PUT", "/api/items/nl/near", item, If_Match=near["ETag"]).status_code,
            ask("PUT", "/api/items/nl/new", draft(model, uuid=two["items"][1].uuid, subject="moving")).status_code,
            ask("POST", "/api/imports", {"format": "markdown", "name": "a.md", "content": "x"}).status_code,
        ]

    refused = [["near"], ["near"], 404, 404, 409, 409, 403, 403, 403, 409, 403]
    Channel.objects.filter(pk=channel.pk).update(owner=editor)
    assert table() == refused
    Channel.objects.filter(pk=channel.pk).update(owner=publisher)
    ChannelScope.objects.create(channel=channel, subject=subject.uuid)
    assert table() == refused
    Channel.objects.filter(pk=channel.pk).update(owner=None)
    assert ask("GET", "/api/items").status_code == 403
    assert sorted(Item.objects.values_list("key", flat=True)) == ["far", "near"]
