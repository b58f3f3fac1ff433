"""The first screen of the admin: what there is, where to search, and what somebody changed last."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client, RequestFactory
from django.urls import reverse
from wagtail.admin.menu import help_menu
from wagtail.admin.search import admin_search_areas

from content_models.models import Fact, Item
from contenthub.admin import home
from contenthub.users import User

LISTS = {model: reverse(f"wagtailsnippets_content_models_{model}:list") for model in ("item", "fact")}


def seen_by(client: Client, user: User) -> str:
    client.force_login(user)
    return client.get("/admin/").content.decode()


def test_it_counts_and_searches_what_a_hub_has(
    client: Client, publisher: User, item: Item, make_item: Callable[..., Item], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_item("Rijbewijs")
    page = seen_by(client, publisher)
    for words in (f'<a href="{LISTS["item"]}">2 Items</a>', f'<a href="{LISTS["fact"]}">1 Fact</a>'):
        assert words in page
    assert f'action="{LISTS["item"]}" method="get" role="search"' in page
    assert [words for words in ("Page", "Document", "editor guide") if words in page.partition("<main")[2]] == []
    monkeypatch.setattr(home, "MOST_COUNTED", 1)
    assert f'<a href="{LISTS["item"]}">1+ Items</a>' in seen_by(client, publisher)


def test_the_search_of_the_side_bar_leads_to_what_somebody_may_see(rf: RequestFactory, publisher: User) -> None:
    request = rf.get("/")

    def areas(user: User) -> list[str]:
        request.user = user
        return [area.url for area in admin_search_areas.search_items_for_request(request)]

    assert areas(publisher)[:2] == [LISTS["item"], LISTS["fact"]]
    named = admin_search_areas.render_html(request)
    assert [url for url in ("/admin/pages/search/", "/admin/documents/") if url in named] == []
    stranger = User.objects.create_user("stranger")
    stranger.user_permissions.add(Permission.objects.get(codename="access_admin"))
    assert areas(stranger) == []
    assert [entry.name for entry in help_menu.menu_items_for_request(request)] == ["keyboard-shortcuts-trigger"]


def test_what_somebody_changed_last_stands_ready_once_and_newest_first(
    client: Client, publisher: User, editor: User, item: Item, fact: Fact, make_item: Callable[..., Item]
) -> None:
    other, theirs = make_item("Rijbewijs"), make_item("Van een ander")
    for row, user in ((other, publisher), (fact, publisher), (theirs, editor), (item, publisher)):
        row.save_revision(user=user)
    item.title = "Paspoort, anders"
    item.save_revision(user=publisher)

    editor.user_permissions.add(Permission.objects.get(codename="change_item"))

    def named(user: User) -> list[str]:
        return [row["revision"].object_str for row in home.recent(user)]

    assert named(publisher) == ["Paspoort, anders", fact.label, "Rijbewijs"]
    assert named(editor) == ["Van een ander"]
    page = seen_by(client, publisher)
    edit: Any = reverse("wagtailsnippets_content_models_item:edit", args=[item.pk])
    assert f'<a href="{edit}"><strong>Paspoort, anders</strong></a>' in page
    editor.user_permissions.clear()
    assert named(User.objects.get(pk=editor.pk)) == []
