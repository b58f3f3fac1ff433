"""A channel without code is tried before it is changed, and changed through the gate."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from channels.models import Channel
from contenthub.dispatch.produce import produce

pytestmark = pytest.mark.django_db

TEMPLATE = (
    "<!doctype html><html lang='nl'><meta charset='utf-8'><title>{{ item.title }}</title><p>{{ stamp }}</p></html>"
)


@pytest.fixture
def channel(item: Any, make_channel: Any) -> Any:
    return make_channel("template", key="gids")


def written(channel: Channel, **more: str) -> dict[str, str]:
    query = channel.queries.get(name="item").text
    return {"item_query": query, "template": TEMPLATE, "media_type": "text/html", "file": "{locale}/{key}.html", **more}


def tried(client: Client, channel: Channel, **more: str) -> dict[str, Any]:
    url = reverse("contenthub_channel_trial", args=[channel.pk])
    return client.post(url, json.dumps(written(channel, **more)), content_type="application/json").json()


def test_what_is_written_is_tried_and_nothing_is_stored(admin_client: Client, channel: Channel) -> None:
    found = tried(admin_client, channel)
    assert (found["path"], found["findings"]) == ("nl/paspoort.html", [])
    assert "<title>Paspoort</title>" in found["content"]
    assert "item.fields[0].text" in found["names"]
    assert Channel.objects.get(pk=channel.pk).settings == {}


@pytest.mark.parametrize(
    ("more", "where", "message"),
    [
        ({"template": "{{ item.titel }}"}, "template", "Line 1: item.titel is undefined"),
        ({"template": "{{ item.title }}"}, "template", "The file carries no stamp. Put {{ stamp }} in the template."),
        ({"item_query": "{ item { titel } }"}, "item", "Cannot query field 'titel' on type"),
        ({"file": "../{key}"}, "file", "The output path '../key'"),
        ({"media_type": "html"}, "media_type", "This is no media type."),
        ({"item": "no-such-item"}, "item", "Nothing is published yet that this channel carries."),
    ],
)
def test_what_is_wrong_is_said_where_it_is(
    admin_client: Client, channel: Channel, more: dict[str, str], where: str, message: str
) -> None:
    findings = tried(admin_client, channel, **more)["findings"]
    assert any(one["where"] == where and one["message"].startswith(message) for one in findings), findings


def test_test_payloads_are_empty_long_hostile_and_from_right_to_left(admin_client: Client, channel: Channel) -> None:
    shown = {
        name: tried(admin_client, channel, variant=name)["content"] for name in ("empty", "long", "hostile", "arabic")
    }
    assert "<title></title>" in shown["empty"]
    assert shown["long"].count("Paspoort ") == 20
    assert "<script>" not in shown["hostile"]
    assert "&lt;script&gt;" in shown["hostile"]
    assert "كيف" in shown["arabic"]


def test_a_change_goes_through_the_gate_and_is_produced(admin_client: Client, channel: Channel, tmp_path: Path) -> None:
    page = reverse("contenthub_channel_workbench", args=[channel.pk])
    assert admin_client.get(page).status_code == 200
    admin_client.post(page, {**written(channel), "reason": "Eerste versie"})
    stored = Channel.objects.get(pk=channel.pk)
    assert stored.settings == {"template": TEMPLATE, "media_type": "text/html", "file": "{locale}/{key}.html"}
    assert stored.proposals.get().reason == "Eerste versie"  # type: ignore[attr-defined]
    report = produce(stored, tmp_path)
    assert (report.failed, report.findings) == ([], [])
    assert "<title>Paspoort</title>" in (tmp_path / "nl/paspoort.html").read_text()


def test_who_may_not_see_channels_may_not_try(client: Client, channel: Channel, editor: Any) -> None:
    client.force_login(editor)
    url = reverse("contenthub_channel_trial", args=[channel.pk])
    assert client.post(url, "{}", content_type="application/json").status_code == 302
    assert client.post(url, "{}", content_type="application/json").headers["Location"].startswith("/admin/login/")


NEW: dict[str, Any] = {"name": "Gids", "key": "gids", "status": "active", "locales": "[]", "settings": "{}"}


def test_a_new_channel_is_of_an_installed_kind_and_asks_what_that_asks(admin_client: Client) -> None:
    add = reverse(Channel.snippet_viewset.get_url_name("add"))
    assert '<option value="template">' in admin_client.get(add).content.decode()
    refused = admin_client.post(add, {**NEW, "kind": "tekstberichten"})
    assert (refused.status_code, Channel.objects.count()) == (200, 0)
    assert "tekstberichten is not one of the available choices" in refused.content.decode()
    done = admin_client.post(add, {**NEW, "kind": "template"})
    made = Channel.objects.get()
    assert done["Location"] == reverse("contenthub_channel_workbench", args=[made.pk])
    assert set(made.queries.values_list("name", flat=True)) == {"item", "index"}
    edit = admin_client.get(reverse(Channel.snippet_viewset.get_url_name("edit"), args=[made.pk])).content.decode()
    assert done["Location"] in edit
    admin_client.post(add, {**NEW, "key": "site", "kind": "web"})
    assert Channel.objects.get(key="site").queries.count() == 2
