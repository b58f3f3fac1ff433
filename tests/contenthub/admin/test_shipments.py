"""The screen about what leaves the hub: its answer, its filters, and trying a dead letter again."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from channels import outbox
from channels.circuits import Circuit
from channels.models import Channel, Shipment
from contenthub.users import User

ADDRESS = "/admin/shipments/"


@pytest.fixture
def app(make_channel: Callable[..., Channel]) -> Channel:
    return make_channel("app", settings={"produce": "manual"})


@pytest.fixture
def dead(app: Channel) -> Shipment:
    now = timezone.now()
    outbox.put(
        *(outbox.draft(app, "webhook", f"call:{number}", now=now, target="https://a.example/x") for number in range(3))
    )
    Shipment.objects.filter(key="call:0").update(status="sent", sent_at=now, attempts=1)
    Shipment.objects.filter(key="call:1").update(
        status="failed", attempts=12, last_error="The receiver answered 410. <b>Gone</b>"
    )
    return Shipment.objects.get(key="call:1")


def text_of(client: Client, query: str = "") -> str:
    return client.get(f"{ADDRESS}{query}").content.decode()


def test_the_answer_stands_at_the_top(client: Client, publisher: User, dead: Shipment) -> None:
    client.force_login(publisher)
    assert "<strong>1 shipment was given up. Mend what stands in the way, and try again.</strong>" in text_of(client)
    dead.delete()
    assert "<strong>1 shipment is on its way.</strong>" in text_of(client)
    Shipment.objects.update(status="sent")
    assert "<strong>Everything that had to leave has arrived.</strong>" in text_of(client)


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("", ["call:2", "call:1", "call:0"]),
        ("?status=sent", ["call:0"]),
        ("?status=nonsense&p=99", ["call:2", "call:1", "call:0"]),
        ("?channel=app&q=410", ["call:1"]),
        ("?channel=web", []),
    ],
)
def test_filters(client: Client, publisher: User, dead: Shipment, query: str, keys: list[str]) -> None:
    client.force_login(publisher)
    answer = client.get(f"{ADDRESS}{query}")
    assert [row["shipment"].key for row in answer.context["rows"]] == keys
    assert b"<b>Gone</b>" not in answer.content


def test_a_dead_letter_is_tried_again(client: Client, publisher: User, dead: Shipment) -> None:
    client.force_login(publisher)
    answer = client.post(ADDRESS, {"shipment": str(dead.pk)}, follow=True)
    assert [str(one) for one in answer.context["messages"]] == ["1 shipment is due again."]
    dead.refresh_from_db()
    assert (dead.status, dead.attempts) == ("due", 0)
    answer = client.post(ADDRESS, {"shipment": str(dead.pk)}, follow=True)
    assert [str(one) for one in answer.context["messages"]] == [
        "That shipment is no dead letter any more. Look at its state below."
    ]


def test_all_dead_letters_are_tried_again(client: Client, publisher: User, dead: Shipment) -> None:
    Shipment.objects.filter(key="call:2").update(status="failed")
    client.force_login(publisher)
    client.post(ADDRESS, {"shipment": "all"})
    assert dict(Shipment.objects.values_list("key", "status")) == {"call:0": "sent", "call:1": "due", "call:2": "due"}


def test_who_may_only_look_changes_nothing(client: Client, editor: User, dead: Shipment) -> None:
    client.force_login(editor)
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    assert client.get(ADDRESS).status_code == 302
    editor.user_permissions.add(Permission.objects.get(codename="view_channel"))
    assert "Try again" not in text_of(client)
    client.post(ADDRESS, {"shipment": "all"})
    assert Shipment.objects.get(pk=dead.pk).status == "failed"


def test_a_target_that_is_left_alone_is_named(client: Client, publisher: User, dead: Shipment) -> None:
    until = timezone.now() + timedelta(hours=1)
    Circuit.objects.create(transport="webhook", origin="https://a.example", failures=6, open_until=until)
    client.force_login(publisher)
    assert "https://a.example failed 6 times in a row. Left alone until: " in text_of(client)


def test_what_was_sent_long_ago_is_forgotten_and_dead_letters_stay(dead: Shipment) -> None:
    assert outbox.forget_old(timezone.now() + outbox.KEEP - timedelta(minutes=1)) == 0
    assert outbox.forget_old(timezone.now() + outbox.KEEP + timedelta(minutes=1)) == 1
    assert sorted(Shipment.objects.values_list("key", flat=True)) == ["call:1", "call:2"]


def test_pages_keep_what_was_asked(client: Client, publisher: User, app: Channel) -> None:
    now = timezone.now()
    outbox.put(
        *(outbox.draft(app, "webhook", f"call:{number}", now=now, target="https://a.example/x") for number in range(51))
    )
    client.force_login(publisher)
    text = text_of(client, "?channel=app&q=call")
    assert 'href="?channel=app&amp;q=call&amp;p=2"' in text
    last = client.get(f"{ADDRESS}?channel=app&q=call&p=2")
    assert [row["shipment"].key for row in last.context["rows"]] == ["call:0"]
