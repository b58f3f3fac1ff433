"""Beside a translation stands its source, with what changed there since the translation was published or begun."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from content_models.models import Item
from contenthub.models import Publication
from contenthub.publishing.translations import outdated
from contenthub.users import User
from tests.contenthub.admin.test_screens import url

Publish = Callable[..., Item]


@pytest.fixture
def english(item: Item, locales: Any, client: Client, publisher: User) -> Item:
    """The draft that *Translate* makes."""
    client.force_login(publisher)
    path = reverse("simple_translation:submit_snippet_translation", args=["content_models", "item", item.pk])
    assert client.post(path, {"locales": [locales["en"].pk]}).status_code == 302
    return Item.objects.get(locale=locales["en"])


def panel(client: Client, user: User, item: Item) -> str:
    client.force_login(user)
    page = client.get(url("edit", item.pk)).content.decode()
    if 'data-controller="contenthub-source"' not in page:
        return ""
    return unescape(page[page.index('data-controller="contenthub-source"') :]).split("</section>\n</div>")[0]


def test_the_source_stands_beside_it(client: Client, publisher: User, item: Item, english: Item) -> None:
    found = panel(client, publisher, english)
    assert "Nothing changed in the source since" in found
    assert "Een paspoort kost €\xa075,80." in found
    assert "What it said before" not in found
    assert panel(client, publisher, item) == "", "the source has no source"
    assert (english.live, english.revisions.count()) == (False, 1)
    assert outdated([english]) == {}


def test_what_changed_is_marked_until_the_translation_is_published(
    client: Client, publisher: User, item: Item, english: Item, publish: Publish
) -> None:
    item.body = {**item.raw_body, "text": "<p>Een paspoort kost nu minder.</p>"}
    publish(item)
    found = panel(client, publisher, english)
    assert "Out of date: 1 field of the source changed since" in found
    assert found.count("What it said before") == 1
    assert outdated([english]) == {english.pk: Publication.objects.get()}
    english.save_revision()
    assert "Out of date: 1 field" in panel(client, publisher, english), "saving a draft does not hide it"
    publish(english)
    assert "Nothing changed" in panel(client, publisher, english)


def test_an_item_that_is_no_translation_has_no_panel(
    client: Client, publisher: User, make_item: Callable[..., Item]
) -> None:
    assert panel(client, publisher, make_item("Los")) == ""
