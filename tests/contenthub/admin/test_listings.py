"""Lists of items: by model, filtered, exported, published together; and where something is used."""

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.menu import reports_menu

from content_models.models import ContentModel, Fact, HubImage, Item, Subject
from content_models.models.publishable import with_states
from contenthub.models import Publication
from contenthub.publishing.translations import outdated
from contenthub.users import User

LIST = "/admin/snippets/content_models/item/"


@pytest.fixture
def admin(client: Client, publisher: User) -> Client:
    client.force_login(publisher)
    return client


def test_the_menu_has_an_entry_for_each_model(admin: Client, model: ContentModel) -> None:
    assert f"{LIST}?content_model={model.pk}" in admin.get("/admin/").content.decode()


def test_reports_are_of_content_not_of_pages(rf: RequestFactory, db: None) -> None:
    request = rf.get("/admin/")
    request.user = User(is_superuser=True, is_active=True)
    found = [item.name for item in reports_menu.menu_items_for_request(request)]
    assert [name for name in found if not name.startswith("contenthub_")] == ["site-history"]


def test_items_are_filtered(admin: Client, item: Item, make_item: Callable[..., Item], subject: Subject) -> None:
    other = make_item("Elders", review_by="2027-05-01")
    Item.objects.filter(pk=other.pk).update(subject=None)

    def titles(query: str) -> list[str]:
        page = admin.get(LIST + query).content.decode()
        return [title for title in ("Paspoort", "Elders") if f">{title}<" in page.replace("\n", "").replace(" ", "")]

    assert subject.parent is not None
    assert titles("") == ["Paspoort", "Elders"]
    assert titles(f"?subject={subject.parent.pk}") == ["Paspoort"]
    assert titles("?review_by=2027-06-01") == ["Elders"]
    assert titles("?live=true") == ["Paspoort"]
    assert titles("?q=elders") == ["Elders"]


def test_a_list_becomes_csv(admin: Client, item: Item) -> None:
    found = admin.get(f"{LIST}?export=csv")
    text = b"".join(found.streaming_content).decode()
    row = next(iter(csv.DictReader(io.StringIO(text))))
    assert list(row.values())[:5] == ["Paspoort", "paspoort", "service", "Verhuizen", "nl"]


def test_items_that_refer_to_each_other_go_live_together(admin: Client, make_item: Callable[..., Item]) -> None:
    one, two = make_item("Een"), make_item("Twee")
    for item, other in ((one, two), (two, one)):
        item.body = {"text": "<p>Zie ook.</p>", "related": [other.uuid]}
        item.save_revision()
    url = reverse("wagtail_bulk_action", args=["content_models", "item", "publish_together"])
    admin.post(f"{url}?id={one.pk}")
    assert Publication.objects.count() == 0
    page = admin.get(f"{url}?id={one.pk}&id={two.pk}").content.decode()
    assert "They may refer to each other." in page
    admin.post(f"{url}?id={one.pk}&id={two.pk}")
    assert sorted(Publication.objects.values_list("title", flat=True)) == ["Een", "Twee"]


def test_where_used(
    admin: Client, item: Item, fact: Fact, image: HubImage, make_item: Any, publish: Callable[..., Item]
) -> None:
    used = admin.get(reverse("contenthub_where_used", args=["fact", fact.uuid])).content.decode()
    assert "1 published item shows this." in used
    assert "Text, Price" in used
    draft = make_item("Concept", body={"text": "<p>Zie.</p>", "related": [item.uuid]})
    draft.save_revision()
    page = admin.get(reverse(Item.snippet_viewset.get_url_name("usage"), args=[item.pk]), follow=True).content.decode()
    assert ("Concept" in page, "0 published items show this." in page) == (True, True)
    assert (
        "Nothing shows this."
        in admin.get(reverse("contenthub_where_used", args=["image", image.uuid])).content.decode()
    )
    assert admin.get(reverse("contenthub_where_used", args=["shoe", image.uuid])).status_code == 404


def test_a_translation_that_is_behind_its_source_is_marked(
    admin: Client, item: Item, locales: Any, publish: Callable[..., Item]
) -> None:
    english = item.copy_for_translation(locales["en"])
    english.save()
    english = publish(english)
    assert outdated([english, item]) == {}
    item.body = {**item.raw_body, "text": "<p>Nieuw.</p>"}
    publish(item)
    behind = outdated(Item.objects.all())
    assert {pk: row.locale for pk, row in behind.items()} == {english.pk: "nl"}
    assert admin.get(LIST).content.decode().count("behind nl") == 1
    publish(english)
    assert outdated(Item.objects.all()) == {}


def test_a_list_asks_for_the_states_of_all_rows_at_once(
    admin: Client, make_fact: Callable[..., Fact], make_item: Callable[..., Item]
) -> None:
    """What a list asks for each row is at most what a library asks for it: in which languages it is not there yet."""

    def asked(path: str) -> int:
        admin.get(path)
        with CaptureQueriesContext(connection) as statements:
            assert admin.get(path).status_code == 200
        return len([one for one in statements if "NOT (" not in one["sql"]])

    paths = [f"/admin/snippets/content_models/{name}/" for name in ("item", "fact", "contentmodel")]
    make_item("Een")
    make_fact("one")
    before = [asked(path) for path in paths]
    for number in range(3):
        make_item(f"Item {number}")
        make_fact(f"fact-{number}")
        copy = ContentModel.objects.get(key="service")
        ContentModel.objects.create(key=f"service-{number}", name=f"Service {number}", fields=copy.fields)
    assert [asked(path) for path in paths] == before


def test_a_list_tells_what_is_planned(admin: Client, make_item: Callable[..., Item], publisher: User) -> None:
    item = make_item("Later", go_live_at=timezone.now() + timedelta(days=2))
    item.save_revision(user=publisher).publish(user=publisher)
    assert with_states(Item.objects.all()).get().approved_schedule is True
    assert Item.objects.get().approved_schedule is True
    assert "scheduled" in admin.get(LIST).content.decode()
    make_item("Nooit")
    assert [one.approved_schedule for one in with_states(Item.objects.order_by("pk"))] == [True, False]


def test_the_list_of_facts_leads_to_each_by_its_label_in_the_language_of_the_admin(
    admin: Client, make_fact: Callable[..., Fact]
) -> None:
    fact = make_fact(label="Toeslag", labels={"en": "Surcharge"})
    html = admin.get("/admin/snippets/content_models/fact/?q=surcharge").content.decode()
    edit = f'<a href="{reverse(Fact.snippet_viewset.get_url_name("edit"), args=[fact.pk])}">'
    link = re.search(rf"{edit}\s*<span[^>]*>([^<]*)", html)
    assert (link and link[1], "Toeslag" in html) == ("Surcharge", False)
