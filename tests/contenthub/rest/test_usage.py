"""Which contract apps still read: told by apps and programs, counted by day, shown, and flagged after a term."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from channels.contracts import KEEP, ContractUse, Use, count_use, forget_old_uses, uses_of
from channels.models import Channel, Token
from contenthub.rest import usage as door
from contenthub.users import User

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
"""Days before it are days before it in local time as well, whether the clock was put back since or not."""


@pytest.fixture(autouse=True)
def patient() -> None:
    door.rate.buckets.clear()


@pytest.fixture
def app(make_channel: Callable[..., Channel]) -> Channel:
    return make_channel("app")


def counted() -> list[tuple[str, int]]:
    return list(ContractUse.objects.order_by("contract").values_list("contract", "count"))


def test_an_app_tells_without_a_cookie_and_from_anywhere(app: Channel) -> None:
    anyone = Client(enforce_csrf_checks=True)
    answers = [anyone.post("/usage", {"channel": app.key, "contract": "app/1"}) for _turn in range(2)]
    assert [one.status_code for one in answers] == [200, 200]
    assert answers[0].headers["Access-Control-Allow-Origin"] == "*"
    assert answers[0].cookies == {}
    assert counted() == [("app/1", 2)]


@pytest.mark.parametrize(
    ("channel", "contract"), [("app", "app/9"), ("nothing", "app/1"), ("app", ""), ("web", "app/1")]
)
def test_what_the_kind_does_not_have_is_not_counted(
    client: Client, app: Channel, make_channel: Callable[..., Channel], channel: str, contract: str
) -> None:
    make_channel("web")
    assert client.post("/usage", {"channel": channel, "contract": contract}).status_code == 400
    assert client.get("/usage").status_code == 405
    assert counted() == []


def test_who_tells_too_often_is_no_longer_counted(
    client: Client, app: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "PER_MINUTE", 2)
    told = [client.post("/usage", {"channel": app.key, "contract": "app/1"}).status_code for _turn in range(6)]
    assert told[:2] == [200, 200]
    assert told[4:] == [429, 429]
    assert counted() == [("app/1", told.count(200))]


def test_a_program_tells_with_a_header(client: Client, app: Channel) -> None:
    _token, secret = Token.issue(app, "app")
    headers = {"Authorization": f"Bearer {secret}", "ContentHub-Contract": "app/1"}
    answer = client.post("/api/sightings", {}, content_type="application/json", headers=headers)
    assert answer.status_code == 200
    assert counted() == [("app/1", 1)]


def test_a_version_is_unused_after_a_term_without_a_word(app: Channel) -> None:
    now, today = NOON, NOON.date()
    app.created_at = now - timedelta(days=89)
    assert uses_of(app, ["app/1"], now) == [Use("app/1", 0, None, unused=False)]
    app.created_at = now - timedelta(days=90)
    assert uses_of(app, ["app/1"], now) == [Use("app/1", 0, None, unused=True)]
    count_use(app.pk, "app/1", now - timedelta(days=40))
    count_use(app.pk, "app/1", now - timedelta(days=29))
    count_use(app.pk, "app/1", now - timedelta(days=29))
    last = today - timedelta(days=29)
    assert uses_of(app, ["app/1"], now) == [Use("app/1", 2, last, unused=False)]
    app.settings["contract_days"] = 29
    assert uses_of(app, ["app/1"], now) == [Use("app/1", 2, last, unused=True)]


def test_the_channel_shows_it(client: Client, app: Channel, publisher: User) -> None:
    client.force_login(publisher)
    Channel.objects.filter(pk=app.pk).update(created_at=timezone.now() - timedelta(days=92))
    page = client.get(f"/admin/board/{app.key}/").content.decode()
    assert "Contracts in use" in page
    assert '<td>app/1</td><td><span class="w-status w-status--critical">unused</span></td><td>0</td><td>–</td>' in page


def test_counts_go_in_the_end(app: Channel) -> None:
    now = NOON
    for days in (0, KEEP.days, KEEP.days + 1):
        count_use(app.pk, "app/1", now - timedelta(days=days))
    assert forget_old_uses(now) == 1
    assert ContractUse.objects.count() == 2
