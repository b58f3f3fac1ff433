"""Channels, their stored queries and their tokens."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from channels.models import Channel, ChannelQuery, Token, hexdigest
from channels.registry import installed

MOMENTS = '        moments: fields(kinds: ["date", "datetime"]) { key value }\n'
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def website() -> Channel:
    return Channel.objects.create(key="website", name="Website", kind="web")


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_a_new_channel_is_new_and_serves_every_language(website: Channel) -> None:
    assert (website.status, website.locales, website.settings, website.base_url) == ("new", [], {}, "")
    assert (website.serves("nl"), str(website)) == (True, "Website")
    website.locales = ["en"]
    assert (website.serves("nl"), website.serves("en")) == (False, True)


@pytest.mark.parametrize("key", ["Web", "1web", "web site", "web_site", "-", ""])
def test_a_key_is_a_readable_address(key: str) -> None:
    with pytest.raises(ValidationError):
        Channel(key=key, name="x", kind="web").full_clean()


def test_a_query_keeps_the_digest_of_its_text(website: Channel) -> None:
    query = ChannelQuery.objects.create(channel=website, name="item", text="{ channel { key } }")
    assert query.document_id == f"sha256:{digest('{ channel { key } }')}"
    assert website.query_digest("item") == digest("{ channel { key } }")
    assert website.query_digest("index") is None
    query.text = "{ a }"
    query.save(update_fields=["text"])
    query.refresh_from_db()
    assert query.digest == digest("{ a }")


def test_a_channel_has_one_query_by_each_name(website: Channel) -> None:
    ChannelQuery.objects.create(channel=website, name="item", text="{ a }")
    with pytest.raises(IntegrityError):
        ChannelQuery.objects.create(channel=website, name="item", text="{ b }")


def test_a_token_is_found_by_its_secret_which_is_not_kept(website: Channel) -> None:
    token, secret = Token.issue(website, "frontend", ["internal"])
    assert secret.startswith("cht_")
    assert token.digest == digest(secret)
    assert Token.find(secret) == token
    assert (token.allows("internal"), token.allows("adhoc")) == (True, False)
    assert [
        Token.find(other) for other in ("", "cht_", secret[:-1], secret.upper(), secret[4:], "cht_" + "x" * 300)
    ] == [None] * 6


def test_two_tokens_have_two_secrets(website: Channel) -> None:
    assert Token.issue(website, "a")[1] != Token.issue(website, "a")[1]


def test_a_token_of_the_hub_itself_has_no_secret(website: Channel) -> None:
    Token.objects.create(channel=website, label="hub")
    Token.objects.create(channel=website, label="hub")
    assert Token.find("") is None


def test_an_unknown_scope_is_refused(website: Channel) -> None:
    with pytest.raises(ValueError, match="There is no scope 'admin'. Choose from: internal, adhoc."):
        Token.issue(website, "x", ["internal", "admin"])
    assert Token.objects.count() == 0


@pytest.mark.parametrize(
    ("expires", "revoked", "valid"),
    [
        (None, None, True),
        (timedelta(seconds=1), None, True),
        (timedelta(0), None, False),
        (None, timedelta(0), False),
        (None, timedelta(seconds=1), True),
        (timedelta(days=1), timedelta(days=-1), False),
    ],
)
def test_a_token_is_valid_until_it_expires_or_is_revoked(
    expires: timedelta | None, revoked: timedelta | None, valid: bool
) -> None:
    token = Token(
        expires_at=None if expires is None else NOW + expires, revoked_at=None if revoked is None else NOW + revoked
    )
    assert token.is_valid(NOW) is valid


def test_queries_that_stand_as_they_came_ask_what_is_for_systems() -> None:
    ask_more = import_module("channels.migrations.0005_queries_ask_what_is_for_systems").ask_more
    old = {
        name: text.replace(" metadata", "").replace(MOMENTS, "")
        for name, text in installed().kinds["web"].queries.items()
    }
    for key, texts in {"web": old, "own": {**old, "item": f"{old['item']} "}, "asked": old}.items():
        channel = Channel.objects.create(key=key, name=key, kind="web")
        for name, text in texts.items():
            ChannelQuery.objects.create(channel=channel, name=name, text=text)
    Token.issue(Channel.objects.get(key="asked"), "a program")
    ask_more(apps, None)
    changed = {
        (query.channel.key, query.name)
        for query in ChannelQuery.objects.select_related("channel")
        if query.text == installed().kinds["web"].queries[query.name] and query.digest == hexdigest(query.text)
    }
    assert changed == {("web", "item"), ("web", "index"), ("own", "index")}
