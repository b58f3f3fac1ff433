"""One small town that the tests share: a subject, a content model, a fact, items, a channel, and its people."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis
from playwright.sync_api import Browser, expect, sync_playwright
from wagtail.models import Locale

from channels.models import Channel, ChannelQuery
from channels.registry import installed
from content_models.models import ContentModel, Fact, HubImage, Item, Subject
from content_models.spec import ModelSpec
from contenthub.query import registry
from contenthub.query.kept import memory
from contenthub.query.web.rate import rate
from contenthub.users import User
from tests import migrated
from tests.browser.server import FLAGS, chromium

hypothesis.register_profile("hub", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.load_profile("hub")
"""Whether a property holds does not depend on how busy the machine is."""

if REDIS := str(settings.REDIS_URL):
    # A database of its own in Redis for every process of the tests, since each clears what it kept.
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:]) + 1
    settings.REDIS_URL = os.environ["REDIS_URL"] = settings.CACHES["default"]["LOCATION"] = (
        REDIS.rpartition("/")[0] + f"/{number}"
    )

settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
"""Hashing is slow on purpose: a quarter of a second for everybody whom a test makes or lets in."""

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"

LONG = 20_000
"""Milliseconds to wait for something in a browser on a busy machine."""

SERVICE: dict[str, Any] = {
    "key": "service",
    "name": "Service",
    "schema_type": "GovernmentService",
    "fields": [
        {"key": "summary", "kind": "long_text", "label": "Summary", "options": {"max_length": 200}},
        {"key": "text", "kind": "rich_text", "label": "Text", "required": True},
        {"key": "price", "kind": "fact", "label": "Price", "options": {"kinds": ["money"], "format": "short"}},
        {"key": "photo", "kind": "image", "label": "Photo"},
        {"key": "related", "kind": "reference", "label": "Related", "options": {"many": True}},
        {"key": "code", "kind": "text", "label": "Code", "options": {"unique": True, "pattern": "[A-Z]{2}[0-9]+"}},
        {"key": "memo", "kind": "rich_text", "label": "Memo", "public": False},
    ],
}


@pytest.fixture(scope="session")
def migrated_hub() -> str:
    """A migrated database to copy: the path of a file, or a database's name."""
    return migrated.migrated()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None, migrated_hub: str) -> None:
    migrated.begin_with(migrated_hub)


@pytest.fixture
def locales(db: None) -> dict[str, Locale]:
    return {code: Locale.objects.get_or_create(language_code=code)[0] for code in ("nl", "en")}


@pytest.fixture
def publisher(db: None) -> User:
    return User.objects.create_superuser("publisher", "publisher@example.org", "secret")


@pytest.fixture
def editor(db: None) -> User:
    return User.objects.create_user("editor", "editor@example.org", "secret", is_staff=True)


@pytest.fixture
def subject(db: None) -> Subject:
    living = Subject.objects.create(key="living", title="Wonen", titles={"en": "Living"})
    return Subject.objects.create(key="moving", title="Verhuizen", titles={"en": "Moving"}, parent=living)


@pytest.fixture
def model(publisher: User) -> ContentModel:
    found = ContentModel()
    found.set_definition(ModelSpec.read(SERVICE))
    found.save()
    found.save_revision(user=publisher).publish(user=publisher)
    return ContentModel.objects.get(pk=found.pk)


@pytest.fixture
def make_fact(publisher: User) -> Callable[..., Fact]:
    def make(key: str = "passport-price", kind: str = "money", value: Any = None, **more: Any) -> Fact:
        value = value or {"amount": "75.80", "currency": "EUR"}
        timeline = [{"value": value, "valid_from": None, "valid_until": None}]
        fact = Fact.objects.create(**{"key": key, "kind": kind, "label": key, "timeline": timeline, **more})
        fact.save_revision(user=publisher).publish(user=publisher)
        return Fact.objects.get(pk=fact.pk)

    return make


@pytest.fixture
def fact(make_fact: Callable[..., Fact]) -> Fact:
    """The price of a passport, € 75,80."""
    return make_fact()


@pytest.fixture
def change_fact(publisher: User) -> Callable[[Fact, Any], None]:
    def change(fact: Fact, value: Any) -> None:
        fact.timeline = [{"value": value, "valid_from": None, "valid_until": None}]
        fact.save_revision(user=publisher).publish(user=publisher)

    return change


@pytest.fixture
def make_item(model: ContentModel, subject: Subject, locales: dict[str, Locale]) -> Callable[..., Item]:
    """Return a function that saves a draft of a service."""

    def make(title: str = "Paspoort", locale: str = "nl", **more: Any) -> Item:
        body = more.pop("body", {"text": "<p>Kom langs.</p>"})
        item = Item(
            content_model=model,
            model_version=1,
            title=title,
            locale=locales[locale],
            body=body,
            **{"subject": subject, **more},
        )
        item.full_clean(exclude=["latest_revision"])
        item.save()
        return item

    return make


@pytest.fixture
def publish(publisher: User) -> Callable[..., Item]:
    """Return a function that publishes what an item holds now, through the one door."""

    def through_the_door(item: Item, user: User | None = None) -> Item:
        item.save_revision(user=user or publisher).publish(user=user or publisher)
        return Item.objects.get(pk=item.pk)

    return through_the_door


@pytest.fixture
def item(make_item: Callable[..., Item], publish: Callable[..., Item], fact: Fact) -> Item:
    """A published item with a fact in its text and one in a field."""
    text = f'<p>Een paspoort kost <embed embedtype="fact" fact="{fact.uuid}" format="short"/>.</p>'
    return publish(make_item(body={"text": text, "price": str(fact.uuid), "memo": "<p>Vraag naar de spoedbalie.</p>"}))


@pytest.fixture
def image(db: None) -> HubImage:
    from wagtail.images.tests.utils import get_test_image_file

    return HubImage.objects.create(title="Balie", file=get_test_image_file(size=(640, 480)))


@pytest.fixture
def make_channel(db: None) -> Callable[..., Channel]:
    def make(kind: str = "web", key: str = "", **more: Any) -> Channel:
        channel = Channel.objects.create(key=key or kind, name=kind, kind=kind, status="active", **more)
        for name, text in installed().kind(kind).queries.items():
            ChannelQuery.objects.create(channel=channel, name=name, text=text)
        return channel

    return make


@pytest.fixture(autouse=True)
def fresh_caches() -> None:
    """What a process keeps across requests must not outlive a test, since a rollback gives ids out again."""
    registry.forget()
    memory.forget()
    rate.buckets.clear()
    cache.clear()


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    """Keep uploaded files of a test in the test's own folder."""
    settings.MEDIA_ROOT = tmp_path / "media"


def shared(*parts: str) -> Path:
    """Return a folder of developer fixtures, or skip the test that needs it."""
    folder = SHARED.joinpath(*parts)
    if not folder.exists():
        pytest.skip(f"shared/{'/'.join(parts)} not found beside the checkout (developer fixtures)")
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests of this process."""
    path = chromium()
    if path is None:
        pytest.skip("No Chromium: install it (Debian: apt install chromium) or set CHROME_PATH.")
    with sync_playwright() as playwright, database_beside_a_loop():
        expect.set_options(timeout=LONG)
        found = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield found
        found.close()


@contextmanager
def database_beside_a_loop() -> Iterator[None]:
    """Let the tests that follow in this process use the database: the browser's loop runs on in the same thread."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what asks a database, here or in processes of its own, and may fare otherwise on another one."""
    fixtures = {"db", "transactional_db", "django_db_setup", "migrated_hub"}
    if not item.get_closest_marker("once") and (
        fixtures & set(getattr(item, "fixturenames", ())) or item.get_closest_marker("django_db")
    ):
        item.add_marker("database")


def absent(config: pytest.Config) -> list[str]:
    """Return why tests were skipped that a machine with every part would have run.

    A test for the other database is none of them, nor one that has to be asked for, and nor are those that read
    `../shared` where there is none.
    """
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    reasons = sorted({str(one.longrepr[2]).removeprefix("Skipped: ") for one in skipped})
    here = [one for one in reasons if not re.search("SQLite|PostgreSQL|^Set HUB_", one)]
    return [one for one in here if SHARED.exists() or not re.search(r"shared/|judges", one)]


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """With HUB_CI_REAL=1 a part that is absent fails the run."""
    if os.environ.get("HUB_CI_REAL") == "1" and not hasattr(session.config, "workerinput") and absent(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say what is absent where everything should be there, and what the faults came to that were injected."""
    if os.environ.get("HUB_CI_REAL") == "1":
        for reason in absent(config):
            terminalreporter.write_line(f"HUB_CI_REAL=1, and yet: {reason}", red=True)
    reports = [one for found in terminalreporter.stats.values() for one in found if hasattr(one, "user_properties")]
    told = [value for one in reports for name, value in one.user_properties if name == "faults" and one.when == "call"]
    if told:
        sums = {name: sum(one.get(name, 0) for one in told) for name in ("injected", "lost", "doubled")}
        terminalreporter.write_line(", ".join(f"faults {name}: {number}" for name, number in sums.items()))
