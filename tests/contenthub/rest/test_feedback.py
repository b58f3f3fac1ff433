"""Was this right? From the form on a page to the owner and the list: no script, no cookie, nothing personal."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from channels.models import Channel
from content_models.models import Item
from contenthub.dispatch.produce import produce
from contenthub.insights.feedback import KEEP, LONGEST, forget_old, impersonal
from contenthub.models import Feedback, Notice
from contenthub.rest import feedback as door
from contenthub.users import User

SITE = "https://www.duinrijk.example"


@pytest.fixture(autouse=True)
def patient() -> None:
    door.rate.buckets.clear()


@pytest.fixture
def page(item: Item, make_channel: Callable[..., Channel], tmp_path: Any) -> str:
    """The page of the passport, as the website has it."""
    web = make_channel("web", base_url=SITE, settings={"feedback": True})
    produce(web, tmp_path)
    return str((tmp_path / "nl" / "paspoort" / "index.html").read_text())


@pytest.fixture
def form(page: str) -> dict[str, str]:
    """What the form of the page sends along."""
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)">', page)
    assert 'action="http://127.0.0.1:8000/feedback"' in page
    return dict(hidden)


def said() -> list[tuple[Any, ...]]:
    return list(Feedback.objects.order_by("pk").values_list("channel__key", "number", "section", "right", "text"))


def test_a_reader_says_what_is_wrong(client: Client, form: dict[str, str], item: Item, editor: User) -> None:
    Item.objects.update(owner=editor)
    anyone = Client(enforce_csrf_checks=True)
    sent = {**form, "right": "no", "section": "Text", "text": "De prijs is nu € 83,87."}
    answer = anyone.post("/feedback", sent, headers={"Referer": f"{SITE}/nl/paspoort/"})
    assert answer.status_code == 200
    text = answer.content.decode()
    assert '<html lang="nl">' in text
    assert "<h1>Dank u wel</h1>" in text
    assert f'<a href="{SITE}/nl/paspoort/">' in text
    assert answer.cookies == {}
    assert said() == [("web", 1, "Text", False, "De prijs is nu € 83,87.")]
    assert list(Notice.objects.values_list("user", "kind", "title")) == [(editor.pk, "feedback", "Paspoort")]
    anyone.post("/feedback", sent)
    assert Notice.objects.count() == 1  # once a day


def test_a_reader_says_that_it_was_right(client: Client, form: dict[str, str]) -> None:
    answer = client.post("/feedback", {**form, "right": "yes"}, headers={"Accept": "application/json"})
    assert answer.json() == {"answer": "thanks"}
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert said() == [("web", 1, "", True, "")]
    assert Notice.objects.count() == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"stamp": "no stamp"},
        {"stamp": "ch1:hub:00000000-0000-4000-8000-000000000000:nl:1:"},
        {"stamp": "ch1:other:{uuid}:nl:1:"},
        {"stamp": "ch1:hub:{uuid}:nl:99:"},
        {"stamp": "ch1:hub:{uuid}:nl:99999999999999999999999999:"},
        {"stamp": "ch1:hub:'; DROP TABLE x:nl:1:"},
        {"right": "maybe"},
        {"text": "x" * (LONGEST + 1)},
    ],
)
def test_what_is_no_answer_is_refused(client: Client, form: dict[str, str], item: Item, wrong: dict[str, str]) -> None:
    wrong = {name: value.replace("{uuid}", item.uuid) for name, value in wrong.items()}
    answer = client.post("/feedback", {**form, "right": "no", **wrong})
    assert answer.status_code == 400
    assert said() == []


def test_an_unknown_channel_keeps_the_answer(client: Client, form: dict[str, str]) -> None:
    answer = client.post(
        "/feedback", {**form, "right": "yes", "channel": "gone"}, headers={"Referer": "https://evil.example/"}
    )
    assert b"evil.example" not in answer.content
    assert said() == [(None, 1, "", True, "")]


def test_one_address_cannot_fill_the_list(client: Client, form: dict[str, str]) -> None:
    codes = [client.post("/feedback", {**form, "right": "yes"}).status_code for _turn in range(14)]
    assert codes.count(200) in (10, 11)
    assert set(codes) == {200, 429}
    assert client.get("/feedback").status_code == 405


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Mail jan.jansen@example.org", "Mail […]"),
        ("Bel 06-1234 5678 of +31 (0)20 123 45 67", "Bel […] of […]"),
        ("BSN 123456782", "BSN […]"),
        ("NL91 ABNA 0417 1643 00 klopt niet", "[…] klopt niet"),
        ("Het kost € 1.234,50 sinds 2027, zaal 12", "Het kost € 1.234,50 sinds 2027, zaal 12"),
        (" \x00 ", ""),
    ],
)
def test_nothing_personal_is_kept(text: str, kept: str) -> None:
    assert impersonal(text) == kept


def test_a_channel_that_does_not_ask_has_no_form(
    item: Item, make_channel: Callable[..., Channel], tmp_path: Any
) -> None:
    produce(make_channel("web", base_url=SITE), tmp_path)
    assert "feedback" not in (tmp_path / "nl" / "paspoort" / "index.html").read_text()


def test_the_desk_asks_too(item: Item, make_channel: Callable[..., Channel], tmp_path: Any) -> None:
    produce(make_channel("servicedesk", settings={"feedback": True, "scopes": ["internal"]}), tmp_path)
    text = (tmp_path / "nl" / "paspoort.html").read_text()
    assert '<input type="hidden" name="channel" value="servicedesk">' in text
    assert 'aria-labelledby="Internal"' in text
    assert text.index("Vraag naar de spoedbalie.") > text.index('aria-labelledby="Internal"')


def test_the_list_shows_what_waits_and_puts_it_away(client: Client, form: dict[str, str], publisher: User) -> None:
    for right in ("no", "yes"):
        client.post("/feedback", {**form, "right": right, "text": "<b>83,87</b>"})
    client.force_login(publisher)
    text = client.get("/admin/feedback/").content.decode()
    assert "<strong>1 answer waits for somebody to look.</strong>" in text
    assert "In the last 90 days 1 of 2 answers said that the page was right." in text
    assert "&lt;b&gt;83,87&lt;/b&gt;" in text
    wrong = Feedback.objects.get(right=False)
    client.post("/admin/feedback/", {"feedback": str(wrong.pk)})
    wrong.refresh_from_db()
    assert wrong.settled_by == "publisher"
    assert "Nobody says that anything is wrong." in client.get("/admin/feedback/").content.decode()
    again = client.post("/admin/feedback/", {"feedback": str(wrong.pk)}, follow=True)
    assert [str(one) for one in again.context["messages"]] == ["Somebody looked at this already."]
    assert "looked at by publisher" in client.get("/admin/feedback/?all=1").content.decode()


def test_old_answers_are_forgotten(client: Client, form: dict[str, str]) -> None:
    client.post("/feedback", {**form, "right": "yes"})
    assert forget_old(timezone.now() + KEEP - timedelta(hours=1)) == 0
    assert forget_old(timezone.now() + KEEP + timedelta(hours=1)) == 1
