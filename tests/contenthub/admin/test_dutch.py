"""The admin of somebody who works in Dutch: no string of ours is shown in English."""

import json
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils.text import capfirst
from wagtail.users.models import UserProfile

from channels.models import Channel
from content_models.facts import fact_kinds
from content_models.models import ContentModel, Fact, HubImage, Item, Subject
from contenthub.governance.mandates import Mandate
from contenthub.users import User
from tests.test_translation import PACKAGES, forms, messages, po

JSON_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
SEEN = {"alt", "aria-label", "placeholder", "title"}


class Texts(HTMLParser):
    """Collects what a page says: its text, the attributes that are read out, and the strings of its JSON."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for name, value in attributes:
            if value and name in SEEN:
                self.handle_data(value)
            elif value and value[0] in "[{":
                self.add_json(value)

    def handle_data(self, data: str) -> None:
        self.found.add(" ".join(data.split()))
        if data.strip()[:1] in {"[", "{"}:
            self.add_json(data)

    def add_json(self, data: str) -> None:
        """A single word in lower case is a name for the script, not a text."""
        texts = {json.loads(text) for text in JSON_STRING.findall(data)}
        self.found |= {text for text in texts if " " in text or text[:1].isupper()}


def english() -> set[str]:
    """Return our strings in English, as a sentence begins them too, without those that are a word of Dutch as well."""
    all_of_them = [message for package in PACKAGES for message in messages(po(package))]
    pairs = [(forms(message.id)[0], forms(message.string)[0]) for message in all_of_them]
    dutch = {word for _source, text in pairs for word in (text, capfirst(text))}
    return {word for source, _text in pairs for word in (source, capfirst(source))} - dutch


@pytest.fixture
def dutch(client: Client, publisher: User) -> Client:
    UserProfile.objects.create(user=publisher, preferred_language="nl")
    client.force_login(publisher)
    return client


def screens(item: Item, rows: list[Any]) -> Iterator[str]:
    for row in rows:
        names = row.snippet_viewset
        yield reverse(names.get_url_name("list"))
        yield reverse(names.get_url_name("add"))
        yield reverse(names.get_url_name("edit"), args=[row.pk])
        yield reverse(names.get_url_name("delete"), args=[row.pk])
    yield reverse(Item.snippet_viewset.get_url_name("add")) + f"?content_model={item.content_model.pk}"
    yield reverse(Item.snippet_viewset.get_url_name("history"), args=[item.pk])
    kinds = [kind.key for kind in fact_kinds()]
    yield from (reverse(Fact.snippet_viewset.get_url_name("add")) + f"?kind={kind}" for kind in kinds)
    yield reverse("contenthub_item_outputs", args=[item.pk])
    yield reverse("contenthub_outputs")
    yield reverse("graphiql")
    yield reverse("wagtailimages:add")


@pytest.fixture
def town(
    item: Item, fact: Fact, subject: Subject, publisher: User, make_channel: Callable[..., Channel], image: HubImage
) -> list[Any]:
    """One row of everything that has screens."""
    mandate = Mandate.objects.create(user=publisher, decision="content", subject=subject)
    return [item, fact, subject, make_channel("web"), mandate, item.content_model]


def test_no_screen_shows_a_string_of_ours_in_english(
    dutch: Client, town: list[Any], item: Item, tmp_path: Path, settings: Any
) -> None:
    settings.HUB_OUTPUT_DIR = tmp_path
    call_command("produce", json=True)
    ours = english() - {field.label for field in item.spec.fields}
    found = {}
    for address in screens(item, town):
        answer = dutch.get(address)
        assert answer.status_code == 200, address
        if shown := Texts(answer.content.decode()).found & ours:
            found[address] = shown
    assert found == {}


def test_a_content_model_is_called_by_its_name_in_dutch(dutch: Client, item: Item) -> None:
    ContentModel.objects.update(labels={"nl": "Dienst"})
    names = item.snippet_viewset
    for address in (names.get_url_name("add"), names.get_url_name("list")):
        assert "Dienst" in Texts(dutch.get(reverse(address)).content.decode()).found
    page = dutch.get(reverse(names.get_url_name("list")), {"content_model": item.content_model.pk}).content.decode()
    assert "Dienst - Content Hub" in Texts(page).found
