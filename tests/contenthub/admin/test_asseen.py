"""What the customer saw at a moment, and how conversations end: nothing of today in the past, nothing of a person."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from channels.models import Channel
from content_models.models import Fact, Item
from contenthub.admin.asseen import read_moment
from contenthub.insights.wrapups import KEEP, endings_since, forget_old_endings
from contenthub.models import Snapshot, WrapUp
from contenthub.users import User

NO_UUID = "ch1:hub:x:nl:9:"
HUGE = f"ch1:hub:00000000-0000-4000-8000-000000000000:nl:{10**30}:"

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(make_channel: Callable[..., Channel]) -> Channel:
    return make_channel("servicedesk", settings={"scopes": ["internal"]})


def seen(client: Client, item: Item, at: str = "") -> str:
    answer = client.get(f"/admin/as-seen/{item.uuid}/nl/", {"at": at} if at else {})
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_past_has_its_own_text_and_its_own_price(
    client: Client,
    item: Item,
    fact: Fact,
    desk: Channel,
    make_channel: Any,
    publisher: User,
    change_fact: Any,
    publish: Any,
) -> None:
    make_channel("web")
    client.force_login(publisher)
    before = timezone.now()
    item.title = "Nieuwe titel"
    publish(item)
    change_fact(fact, {"amount": "90.00", "currency": "EUR"})
    today, then = seen(client, item), seen(client, item, before.isoformat())
    assert [("€ 90,00" in page, "€ 75,80" in page) for page in (today, then)] == [(True, False), (False, True)]
    assert [("Nieuwe titel" in page.partition("<main>")[2]) for page in (today, then)] == [True, False]
    assert "versie 2" in today or "version 2" in today
    assert "servicedesk" not in today.partition("<main>")[2]
    assert Snapshot.objects.filter(uuid=item.uuid).count() == 2


def test_before_it_was_published_there_was_nothing(client: Client, item: Item, publisher: User) -> None:
    client.force_login(publisher)
    assert "<iframe" not in seen(client, item, "2001-01-01T10:00")


def test_a_moment_that_cannot_be_read_or_lies_ahead_is_now() -> None:
    now = timezone.now()
    assert [read_moment(given, now) for given in ("", "gisteren", "2026-13-45T99:99", "9999-01-01T00:00")] == [now] * 4
    assert read_moment("2020-01-02", now).isoformat() == "2020-01-02T23:59:59+01:00"


def test_who_may_not_see_the_item_does_not_see_its_past(client: Client, item: Item) -> None:
    assert client.get(f"/admin/as-seen/{item.uuid}/nl/").status_code == 302
    client.force_login(User.objects.create_user("los"))
    assert client.get(f"/admin/as-seen/{item.uuid}/nl/").status_code in (302, 403)


def stamp_of(item: Item) -> str:
    return f"ch1:hub:{item.uuid}:nl:1:;t=desk-1"


def test_endings_are_counted_by_text_and_day(client: Client, item: Item, desk: Channel, publisher: User) -> None:
    client.force_login(publisher)
    sent = {"stamp": stamp_of(item), "channel": desk.key, "ending": "Beantwoord"}
    anyone = Client(enforce_csrf_checks=True)
    anyone.cookies = client.cookies
    assert [anyone.post("/wrap-up", sent).status_code for _ in range(3)] == [200] * 3
    assert [(one.ending, one.count, one.number) for one in WrapUp.objects.all()] == [("Beantwoord", 3, 1)]
    assert endings_since(timezone.localdate()) == [("Beantwoord", 3)]
    names = {one.name for one in WrapUp._meta.get_fields()}
    assert names == {"id", "channel", "uuid", "locale", "number", "ending", "day", "count"}
    assert forget_old_endings(timezone.now()) == 0
    assert forget_old_endings(timezone.now() + KEEP + timedelta(days=2)) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"stamp": "x"},
        {"channel": "weg"},
        {"ending": ""},
        {"ending": "x" * 61},
        {"stamp": "ch1:hub:x:nl:9:"},
        {"stamp": HUGE},
    ],
)
def test_what_is_no_ending_is_not_counted(
    client: Client, item: Item, desk: Channel, publisher: User, wrong: dict[str, str]
) -> None:
    client.force_login(publisher)
    sent = {"stamp": stamp_of(item), "channel": desk.key, "ending": "Beantwoord", **wrong}
    assert client.post("/wrap-up", sent).status_code == 400
    assert not WrapUp.objects.exists()


def test_words_that_point_at_a_person_are_taken_out(client: Client, item: Item, desk: Channel, publisher: User) -> None:
    client.force_login(publisher)
    client.post("/wrap-up", {"stamp": stamp_of(item), "channel": desk.key, "ending": "Mail jan@example.org"})
    assert WrapUp.objects.get().ending == "Mail […]"


def test_who_is_not_signed_in_counts_nothing(item: Item, desk: Channel) -> None:
    sent = {"stamp": stamp_of(item), "channel": desk.key, "ending": "Beantwoord"}
    assert Client().post("/wrap-up", sent).status_code == 403
    assert not WrapUp.objects.exists()
