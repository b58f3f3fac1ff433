"""`POST /api/lint`, for programs with a token and for people who are signed in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from channels.models import Channel, Token
from contenthub.governance.ruling import change_rule
from contenthub.users import User

RULE = {"kind": "existence", "message": "Geen %s.", "tokens": ["klik"], "right": ["a"], "wrong": ["klik"]}


@pytest.fixture
def secret(db: None, publisher: User) -> str:
    for name, status in (("een", "active"), ("twee", "trial")):
        change_rule("huis", {**RULE, "name": name}, status, publisher, "", datetime(2026, 6, 1, tzinfo=UTC))
    channel = Channel.objects.create(key="tool", name="Tool", kind="web")
    return Token.issue(channel, "Editor", ["lint"])[1]


def ask(secret: str, body: Any, client: Client | None = None) -> Any:
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    return (client or Client()).post("/api/lint", body, content_type="application/json", headers=headers)


def test_a_text_is_checked_with_the_rules_in_use(secret: str) -> None:
    answer = ask(secret, {"text": "Nu\n👍 klik", "locale": "nl"})
    assert answer.status_code == 200
    found = answer.json()["findings"]
    assert [(one["check"], one["trial"], one["line"], one["column"], one["start"], one["text"]) for one in found] == [
        ("huis.een", False, 2, 3, 5, "klik"),
        ("huis.twee", True, 2, 3, 5, "klik"),
    ]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "text"),
        ({"text": "x" * 200_001}, "text"),
        ({"text": "x", "markup": "doc"}, "markup"),
        ({"text": "x", "locale": "<script>"}, "locale"),
        ({"text": "x", "minimum_level": "fatal"}, "minimum_level"),
    ],
)
def test_a_wrong_request_names_the_field(secret: str, body: Any, field: str) -> None:
    answer = ask(secret, body)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])


@pytest.mark.parametrize("body", ["{", "[]", '"x"', "null"])
def test_a_body_that_is_no_object_is_refused(secret: str, body: str) -> None:
    assert ask(secret, body).status_code == 400


def test_a_token_without_the_scope_and_nobody_are_refused(secret: str) -> None:
    other = Token.issue(Channel.objects.get(), "Web")[1]
    assert ask(other, {"text": "x"}).status_code == 403
    assert ask("", {"text": "x"}).status_code == 401
    assert ask("cht_wrong", {"text": "x"}).status_code == 401


def test_a_person_who_is_signed_in_may_ask(secret: str, publisher: User) -> None:
    client = Client()
    client.force_login(publisher)
    assert ask("", {"text": "klik"}, client).json()["findings"][0]["text"] == "klik"


def test_the_contract_is_published(client: Client) -> None:
    contract = client.get("/api/openapi.json", headers={"Accept": "application/json"}).json()
    assert contract["openapi"] == "3.1.0"
    assert [path for path in contract["paths"] if path.startswith("/api/l")] == ["/api/lint"]
