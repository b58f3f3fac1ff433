"""Rows as the door would write them, made directly: these tests are about reading only."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import pytest
from django.db import connections

from channels.models import Channel, ChannelQuery, Token
from content_models.document import terms_of, text_of
from content_models.models import ContentModel, Fact, FactVersion, ModelVersion, Subject
from content_models.spec import ModelSpec
from contenthub.publishing import fulltext
from contenthub.publishing.models import Decision, FieldIndex, Publication, Snapshot
from contenthub.query import Answer, answer_text, registry
from contenthub.query.kept import memory
from tests.migrated import administer

DAY = datetime(2026, 6, 1, 12, tzinfo=UTC)

FAQ: dict[str, Any] = {
    "key": "faq",
    "labels": {"nl": "Veelgestelde vraag"},
    "fields": [
        {"key": "answer", "kind": "rich_text", "labels": {"nl": "Antwoord"}},
        {
            "key": "category",
            "kind": "choice",
            "choices": [
                {"value": "moving", "label": "Moving", "labels": {"nl": "Verhuizen"}},
                {"value": "passport", "label": "Passport"},
            ],
        },
        {"key": "code", "kind": "text"},
        {"key": "weight", "kind": "number"},
        {"key": "since", "kind": "date"},
        {"key": "checked_at", "kind": "datetime"},
        {"key": "popular", "kind": "boolean"},
        {"key": "words", "kind": "tags"},
        {"key": "more", "kind": "url"},
        {"key": "price", "kind": "fact"},
        {"key": "desk", "kind": "reference", "models": ["contact_point"]},
        {"key": "related", "kind": "reference", "many": True},
        {"key": "photo", "kind": "image"},
        {"key": "fees", "kind": "table"},
        {"key": "hours", "kind": "group", "fields": [{"key": "note", "kind": "text"}, {"key": "fee", "kind": "fact"}]},
        {
            "key": "contacts",
            "kind": "list",
            "fields": [
                {
                    "key": "one",
                    "kind": "group",
                    "fields": [
                        {"key": "name", "kind": "text"},
                        {"key": "desk", "kind": "reference", "models": ["contact_point"]},
                        {"key": "hint", "kind": "text", "public": False},
                    ],
                }
            ],
        },
        {
            "key": "parts",
            "kind": "blocks",
            "fields": [
                {"key": "quote", "kind": "group", "fields": [{"key": "text", "kind": "text"}]},
                {"key": "tip", "kind": "group", "fields": [{"key": "body", "kind": "rich_text"}]},
                {"key": "whisper", "kind": "group", "public": False, "fields": [{"key": "word", "kind": "text"}]},
            ],
        },
        {"key": "script", "kind": "procedure"},
        {"key": "memo", "kind": "text", "public": False},
    ],
}
CONTACT_POINT: dict[str, Any] = {
    "key": "contact_point",
    "fields": [{"key": "phone", "kind": "fact"}, {"key": "parent", "kind": "reference", "models": ["contact_point"]}],
}


@dataclass
class Town:
    """Writes rows and asks questions."""

    token: Token
    specs: dict[str, ModelSpec] = field(default_factory=dict)
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)

    def model(self, definition: dict[str, Any]) -> ModelSpec:
        key = definition["key"]
        row, _new = ContentModel.objects.get_or_create(key=key, defaults={"name": key})
        number = row.versions.count() + 1
        digest = uuid4().hex * 2
        ModelVersion.objects.create(model=row, number=number, definition=definition, digest=digest, published_at=DAY)
        self.specs[key] = ModelSpec.read(definition, number)
        return self.specs[key]

    def item(self, key: str, body: dict[str, Any] | None = None, **given: Any) -> Publication:
        """Publish an item; `body` is its document."""
        model, locale = given.pop("model", "faq"), given.pop("locale", "nl")
        uuid = given.pop("uuid", None) or uuid4()
        number = self.numbers[str(uuid), locale] = self.numbers.get((str(uuid), locale), 0) + 1
        at, indexed = given.pop("at", DAY), given.pop("index", True)
        subject: Subject | None = given.pop("subject", None)
        title = given.pop("title", key)
        digest = uuid4().hex * 2
        decision = Decision.objects.create(
            kind="publish", what="item", uuid=uuid, locale=locale, digest=digest, actor_name="Ann", mandate="", at=at
        )
        common = {"uuid": uuid, "locale": locale, "key": key, "model": model, "title": title, "published_at": at}
        common["subject"] = subject.uuid if subject else None
        snapshot = Snapshot.objects.create(
            **common,
            number=number,
            model_version=1,
            body=orjson.dumps(body or {}).decode(),
            digest=digest,
            decision=decision,
        )
        Publication.objects.filter(uuid=uuid, locale=locale).delete()
        path = subject.path if subject else "/"
        publication = Publication.objects.create(
            **common, **{"first_published_at": at, "subject_path": path, "snapshot": snapshot, **given}
        )
        if indexed:
            self.index(publication, body or {})
        return publication

    def index(self, publication: Publication, body: dict[str, Any]) -> None:
        spec = self.specs[publication.model]
        for name, term in terms_of(spec, body):
            column = "text" if isinstance(term, str) else "number"
            FieldIndex.objects.create(publication=publication, field=name, **{column: term})
        fulltext.replace([(publication.pk, publication.locale, publication.title, text_of(spec, body))])

    def fact(self, key: str, value: Any, kind: str = "money", **given: Any) -> Fact:
        fact, _new = Fact.objects.get_or_create(key=key, defaults={"kind": kind, "label": key.title()})
        number = fact.versions.count() + 1
        FactVersion.objects.create(**{"fact": fact, "number": number, "value": value, "published_at": DAY, **given})
        return fact

    def ask(self, text: str, *scopes: str, **variables: Any) -> Answer:
        token = Token(channel=self.token.channel, label="test", scopes=["adhoc", *scopes])
        return answer_text(token, text, variables)

    def data(self, text: str, *scopes: str, **variables: Any) -> Any:
        found = self.ask(text, *scopes, **variables)
        assert found.errors == []
        return found.data


@pytest.fixture
def town(db: None) -> Iterator[Town]:
    """A hub with two models, an empty channel and nothing published."""
    registry.forget()
    channel = Channel.objects.create(key="town-web", name="Town web", kind="web", status="active")
    found = Town(Token.objects.create(channel=channel, label="web"))
    found.model(FAQ)
    found.model(CONTACT_POINT)
    yield found
    registry.forget()


@pytest.fixture
def stored(town: Town) -> Callable[[str], str]:
    """Return a function that registers a document with the channel and returns its id."""

    def register(text: str) -> str:
        number = ChannelQuery.objects.count()
        return ChannelQuery.objects.create(channel=town.token.channel, name=f"q{number}", text=text).document_id

    return register


def euro(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "EUR"}


def paragraph(*children: Any, definitions: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """Return one block of Portable Text of strings and nodes."""
    nodes = [{"_type": "span", "text": child} if isinstance(child, str) else child for child in children]
    more = {"markDefs": definitions} if definitions else {}
    return {"_type": "block", "style": "normal", "children": nodes, **more}


def fact_node(fact: Fact, form: str = "short") -> dict[str, Any]:
    return {"_type": "fact", "fact": str(fact.uuid), "format": form}


@pytest.fixture
def committed(tmp_path: Path, migrated_hub: str, django_db_blocker: Any) -> Iterator[None]:
    """Use a copy of the test database in which everything is committed, for what happens after a commit."""
    with django_db_blocker.unblock():
        usual = connections["default"]
        sqlite = usual.vendor == "sqlite"
        name = str(tmp_path / "hub.sqlite3") if sqlite else f"{migrated_hub}_{uuid4().hex[:8]}"
        if sqlite:
            shutil.copy(migrated_hub, name)
        else:
            administer(f'CREATE DATABASE "{name}" TEMPLATE "{migrated_hub}"')
        before = connections.settings["default"]["NAME"]
        connections.settings["default"]["NAME"] = name
        del connections["default"]
        memory.forget()
        registry.forget()
        try:
            yield
        finally:
            memory.forget()
            registry.forget()
            connections["default"].close()
            connections.settings["default"]["NAME"] = before
            connections["default"] = usual
            if not sqlite:
                administer(f'DROP DATABASE "{name}" WITH (FORCE)')
