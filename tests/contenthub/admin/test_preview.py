"""An item on every channel before it is published."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from channels.models import ChannelQuery
from content_models.models import Fact, Item
from contenthub.dispatch.preview import channels_to_preview, preview
from contenthub.models import ChannelScope, Publication, Snapshot
from contenthub.query.preview import Pair, drafts_of, write_token
from contenthub.users import User
from tests.contenthub.admin.test_screens import form, rich


def shown(item: Item, *, internal: bool = True) -> dict[str, Any]:
    drafts, _intakes = drafts_of([item], [], timezone.now())
    loaded = drafts.items[item.uuid, item.locale.language_code]
    return {one.channel.key: one for one in preview(drafts, loaded, timezone.now(), internal=internal)}


def test_every_installed_kind_is_shown_also_without_a_channel(item: Item) -> None:
    item.title = "Concept"
    found = shown(item)
    assert sorted(found) == ["app", "email", "print", "servicedesk", "web"]
    assert [one.reason for one in found.values()] == [""] * 5
    assert "Concept" in found["web"].outputs[0].content.decode()
    assert (Snapshot.objects.count(), Publication.objects.get().title) == (1, "Paspoort")


def test_a_channel_shows_what_its_own_query_asks(item: Item, make_channel: Any) -> None:
    channel = make_channel("web", "lean")
    lean = "query($uuid: ID!, $locale: String!) { item(uuid: $uuid, locale: $locale) { key locale title } }"
    ChannelQuery.objects.filter(channel=channel, name="item").delete()
    ChannelQuery.objects.create(channel=channel, name="item", text=lean)
    page = shown(item)["lean"].outputs[0].content.decode()
    assert ("Paspoort" in page, "75,80" in page) == (True, False)


def test_a_channel_that_does_not_carry_it_says_so(item: Item, make_channel: Any) -> None:
    ChannelScope.objects.create(channel=make_channel("web"), model="news")
    assert shown(item)["web"].reason == "This channel does not carry this content."


def test_a_channel_without_query_or_kind_says_so(item: Item, make_channel: Any) -> None:
    make_channel("web").queries.all().delete()
    make_channel("app", "odd")
    odd = make_channel("app", "gone")
    odd.kind = "fax"
    odd.save()
    found = shown(item)
    assert found["web"].reason == "This channel has no stored query for one item."
    assert found["gone"].reason == "The kind of this channel is not installed."
    assert found["odd"].reason == ""


def test_channels_for_agents_are_left_out(db: None, make_channel: Any) -> None:
    make_channel("servicedesk", settings={"scopes": ["internal"]})
    assert "servicedesk" not in {channel.key for channel in channels_to_preview(internal=False)}


@pytest.fixture
def admin(client: Client, publisher: User, make_channel: Any) -> Client:
    make_channel("web")
    make_channel("servicedesk", settings={"scopes": ["internal"]})
    client.force_login(publisher)
    return client


def test_the_unsaved_form_is_shown_and_stays_unsaved(admin: Client, item: Item) -> None:
    url = reverse(Item.snippet_viewset.get_url_name("preview_on_edit"), args=[item.pk])
    given = form(item.content_model, title="Nog niet", key="paspoort", **{"body-text": rich("Half af.")})
    assert admin.post(url, given).json() == {"is_valid": True, "is_available": True}
    page = admin.get(url).content.decode()
    assert "Half af." in page
    assert page.count("<iframe") == 7
    assert Item.objects.get().title == "Paspoort"
    assert item.revisions.count() == 1


def test_a_new_item_is_shown_before_it_is_saved(admin: Client, model: Any, locales: Any) -> None:
    url = reverse(Item.snippet_viewset.get_url_name("preview_on_add"))
    address = f"{url}?{urlencode({'content_model': model.pk})}"
    admin.post(address, form(model, **{"body-text": rich("")}))
    page = admin.get(address).content.decode()
    assert "Before this can be published" in page
    assert Item.objects.count() == 0


def test_a_link_opens_without_account_until_it_ends(client: Client, admin: Client, item: Item, settings: Any) -> None:
    item.title = "Concept"
    pair = Pair("item", item.pk, item.save_revision().pk)
    stranger = Client()
    found = stranger.get(reverse("contenthub_preview", args=[write_token([pair], timezone.now())]))
    page = found.content.decode()
    assert (found.status_code, "Concept" in page, "spoedbalie" in page) == (200, True, False)
    assert found["X-Robots-Tag"] == "noindex"
    old = write_token([pair], timezone.now() - timedelta(days=8))
    ended = stranger.get(reverse("contenthub_preview", args=[old]))
    assert (ended.status_code, "has expired" in ended.content.decode()) == (410, True)


def test_an_earlier_version_is_shown(admin: Client, item: Item, publish: Callable[..., Item]) -> None:
    first = item.latest_revision_id
    item.title = "Later"
    publish(item)
    page = admin.get(reverse(Item.snippet_viewset.get_url_name("revisions_view"), args=[item.pk, first])).content
    assert "Paspoort" in page.decode()


def test_a_preview_needs_the_right_to_change(client: Client, editor: User, item: Item) -> None:
    client.force_login(editor)
    url = reverse(Item.snippet_viewset.get_url_name("preview_on_edit"), args=[item.pk])
    assert client.get(url).status_code == 302


def test_a_link_to_a_fact_shows_what_changes(item: Item, fact: Fact) -> None:
    fact.timeline = [{"value": {"amount": "80", "currency": "EUR"}, "valid_from": None, "valid_until": None}]
    pair = Pair("fact", fact.pk, fact.save_revision().pk)
    page = Client().get(reverse("contenthub_preview", args=[write_token([pair], timezone.now())])).content.decode()
    assert ("Een paspoort kost €\xa080,00." in page, "/admin/" in page) == (True, False)
