"""Every fact has its value of now everywhere and an old value nowhere; what is wrong is said by name."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from channels.models import Channel
from content_models.models import Fact, Item
from contenthub import flow
from contenthub.dispatch.consistency.check import check_channel, stands_in
from contenthub.dispatch.consistency.expected import Expectations
from contenthub.dispatch.produce import produce

pytestmark = pytest.mark.django_db

FILES = {"web": "nl/paspoort/index.html", "app": "nl/paspoort.json", "email": "nl/paspoort.eml"}


@pytest.fixture
def channels(item: Item, make_channel: Callable[..., Channel], tmp_path: Path) -> dict[str, Channel]:
    """The item on five channels, produced."""
    made = {kind: make_channel(kind) for kind in ("web", "app", "email", "print")}
    made["servicedesk"] = make_channel("servicedesk", settings={"scopes": ["internal"]})
    for channel in made.values():
        produce(channel, tmp_path / channel.key)
    return made


def states(channel: Channel, folder: Path) -> list[tuple[str, str, tuple[str, ...]]]:
    found = check_channel(channel, folder / channel.key, Expectations(timezone.now()))
    return [(one.path, one.state, one.reasons) for one in found.verdicts if one.state != "current"]


def test_five_channels_agree(channels: dict[str, Channel], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("check_consistency", out=tmp_path, json=True)
    found = json.loads(capsys.readouterr().out)
    assert (found["holds"], found["behind"], found["missing"], found["failed"]) == (True, 0, 0, 0)
    assert {one["channel"]: one["facts"] for one in found["channels"]} == {**dict.fromkeys(channels, 1), "web": 2}


def test_a_changed_fact_leaves_every_channel_behind_with_the_old_value_named(
    channels: dict[str, Channel], fact: Fact, change_fact: Callable[[Fact, Any], None], tmp_path: Path
) -> None:
    change_fact(fact, {"amount": "76.90", "currency": "EUR"})
    for channel in channels.values():
        path, state, reasons = states(channel, tmp_path)[0]
        assert state == "behind", path
        assert "It holds “€ 75,80”, which is not the value of the fact “passport-price” now." in reasons
    with pytest.raises(SystemExit):
        call_command("check_consistency", out=tmp_path, channel="print")
    for channel in channels.values():
        produce(channel, tmp_path / channel.key)
        assert states(channel, tmp_path) == []


@pytest.mark.parametrize(
    ("kind", "old", "new", "reason"),
    [
        ("web", "€\u00a075,80", "veel", "The fact “passport-price” (€ 75,80) is missing."),
        ("app", "€\u00a075,80", "veel", "The fact “passport-price” (€ 75,80) is missing."),
        ("web", "Paspoort", "Document", "The title “Paspoort” is missing."),
        ("web", "Een paspoort kost", "Dit kost", "The section “Text” is missing."),
        (
            "email",
            "ch1:hub",
            "ch1:hut",
            "The stamp in the file is not the one it was produced with: somebody changed the file.",
        ),
    ],
)
def test_a_file_that_says_something_else_has_failed(
    kind: str, old: str, new: str, reason: str, channels: dict[str, Channel], tmp_path: Path
) -> None:
    file = tmp_path / kind / FILES[kind]
    text = file.read_bytes().decode()
    assert old in text
    file.write_bytes(text.replace(old, new).encode())
    assert (FILES[kind], "failed", True) in [
        (path, state, reason in reasons) for path, state, reasons in states(channels[kind], tmp_path)
    ]


def test_what_was_taken_offline_is_shown_nowhere_except_in_the_notice_that_says_why(
    channels: dict[str, Channel], item: Item, publisher: Any, tmp_path: Path
) -> None:
    web, file = channels["web"], tmp_path / "web" / FILES["web"]
    before = file.read_text()
    words = "Een paspoort kost"
    assert words in before
    flow.withdraw(item, "gone", publisher, "over", notice=f"Vervallen: {words} niets meer.")
    produce(web, tmp_path / "web")
    assert words in file.read_text()
    assert states(web, tmp_path) == []
    flow.withdraw(item, "gone", publisher, "over", notice="Vervallen.")
    produce(web, tmp_path / "web")
    file.write_text(file.read_text().replace("Vervallen.", f"Vervallen. {words} 75,80."))
    assert (FILES["web"], "failed", ("It still shows “Text” of what has been taken offline.",)) in states(web, tmp_path)


def test_what_was_withdrawn_may_say_only_that(
    channels: dict[str, Channel], item: Item, publisher: Any, tmp_path: Path
) -> None:
    flow.withdraw(item, "withdrawn", publisher, "over", notice="Vervallen.")
    for channel in channels.values():
        produce(channel, tmp_path / channel.key)
        assert states(channel, tmp_path) == []


def test_what_is_not_there_is_missing_and_what_could_not_be_made_has_failed(
    channels: dict[str, Channel], tmp_path: Path, make_item: Callable[..., Item], publish: Callable[..., Item]
) -> None:
    (tmp_path / "web" / FILES["web"]).unlink()
    publish(make_item("Rijbewijs"))
    web = channels["web"]
    assert [(state, reasons) for _path, state, reasons in states(web, tmp_path)] == [
        ("missing", ("The file is no longer there. Produce the channel.",)),
        ("missing", ("The channel shows nothing of it. Produce the channel.",)),
    ]
    web.queries.filter(name="item").update(text="query item { nothing }", digest="0" * 64)
    produce(web, tmp_path / "web")
    assert {state for _path, state, _reasons in states(web, tmp_path)} == {"failed"}
    assert web.setbacks.count() == 2


def test_the_matrix_says_how_far_the_channels_agree_and_why_not(
    channels: dict[str, Channel],
    fact: Fact,
    change_fact: Callable[[Fact, Any], None],
    admin_client: Client,
    tmp_path: Path,
) -> None:
    change_fact(fact, {"amount": "76.90", "currency": "EUR"})
    produce(channels["web"], tmp_path / "web")
    page = admin_client.get(reverse("contenthub_outputs")).content.decode()
    assert "1 of 5 outputs on 5 channels show what is published now." in page
    assert page.count("It shows facts as they were before.") == 4
    only = admin_client.get(reverse("contenthub_outputs"), {"channel": "web", "state": "behind"}).content.decode()
    assert "Nothing here. Choose other filters, or publish something first." in only


def test_a_value_stands_by_itself() -> None:
    assert [stands_in("16,60", text) for text in ("kost € 16,60.", "16,605", "116,60", "1.16,60", "16,60 euro")] == [
        True,
        False,
        False,
        False,
        True,
    ]
