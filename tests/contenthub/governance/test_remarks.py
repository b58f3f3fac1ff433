"""Remarks about a field: said beside the form, read by who is mentioned, settled once, and never published."""

from collections.abc import Callable

import pytest
from django.test import Client

from content_models.models import Item
from contenthub.governance.notices import Notice
from contenthub.governance.remarks import Remark, mentioned, say, talks_about
from contenthub.users import User
from tests.contenthub.governance.conftest import NOON


@pytest.fixture
def draft(make_item: Callable[..., Item]) -> Item:
    return make_item()


def test_who_is_mentioned_is_told(draft: Item, author: User, owner: User, webmaster: User) -> None:
    webmaster.is_active = False
    webmaster.save()
    remark = say(draft, "text", "Klopt dit, @owner? Mail a@author.nl of @webmaster, @nobody of @author.", author, NOON)
    assert list(Notice.objects.values_list("user__username", "kind", "title")) == [("owner", "mention", "Paspoort")]
    notice = Notice.objects.get()
    assert notice.address == f"/admin/snippets/content_models/item/edit/{draft.pk}/#remark-{remark.pk}"
    assert [(talk.field, talk.label, len(talk.remarks)) for talk in talks_about(draft)] == [("text", "Text", 1)]


def test_a_name_ends_where_the_sentence_does(author: User, owner: User) -> None:
    assert list(mentioned("@owner.")) == ["owner"]
    assert list(mentioned("a@owner @ownership")) == []


def test_fields_come_in_the_order_of_the_form(draft: Item, author: User) -> None:
    for field in ("text", "", "summary", "nowhere"):
        say(draft, field, "Kijk", author, NOON)
    assert [talk.field for talk in talks_about(draft)] == ["", "summary", "text"]
    assert [len(talk.remarks) for talk in talks_about(draft)] == [2, 1, 1]


def test_beside_the_form(draft: Item, author: User, client: Client) -> None:
    client.force_login(author)
    address, fetch = f"/admin/remarks/{draft.pk}/", {"HTTP_X_REQUESTED_WITH": "fetch"}
    answer = client.post(address, {"field": "text", "text": "<b>Te lang</b>"}, **fetch)
    assert "&lt;b&gt;Te lang&lt;/b&gt;" in answer.content.decode()
    assert 'data-count="1"' in answer.content.decode()
    page = client.get(f"/admin/snippets/content_models/item/edit/{draft.pk}/").content.decode()
    assert "&lt;b&gt;Te lang&lt;/b&gt;" in page
    remark = Remark.objects.get()
    assert 'data-count="0"' in client.post(address, {"settle": str(remark.pk)}, **fetch).content.decode()
    again = client.post(address, {"settle": str(remark.pk)}, **fetch).content.decode()
    assert "Somebody else has settled this already." in again
    assert "Write something first." in client.post(address, {"text": " "}, **fetch).content.decode()
    assert client.post(address, {"text": "x", "next": "https://evil.example/"})["location"].startswith("/admin/")


def test_strangers_read_and_say_nothing(draft: Item, client: Client) -> None:
    client.force_login(User.objects.create_user("stranger"))
    client.post(f"/admin/remarks/{draft.pk}/", {"text": "Hallo"})
    assert Remark.objects.count() == 0
