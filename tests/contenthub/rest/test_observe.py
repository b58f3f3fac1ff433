"""How channels report over HTTP, and the board for programs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from channels.models import Bounce, Channel, ChannelQuery, Sighting, Token
from contenthub.dispatch.watch.ping import ping_address, ping_signature
from contenthub.dispatch.watch.tables import ChannelWatch
from contenthub.query.kept import memory

STAMP = "ch1:hub:11111111-2222-3333-4444-555555555555:nl:3:"


@pytest.fixture
def channel(db: None) -> Channel:
    return Channel.objects.create(key="app", name="App", kind="app", status="active")


@pytest.fixture
def bearer(channel: Channel) -> dict[str, str]:
    return {"Authorization": f"Bearer {Token.issue(channel, 'App')[1]}"}


def post(path: str, body: Any, headers: dict[str, str]) -> Any:
    return Client().post(path, body, content_type="application/json", headers=headers)


def test_a_report_is_noted(channel: Channel, bearer: dict[str, str]) -> None:
    said = {"sightings": [{"stamp": STAMP, "address": "/nl/a"}, {"stamp": STAMP}]}
    assert post("/api/sightings", said, bearer).json() == {"noted": 2}
    assert post("/api/sightings", {}, bearer).json() == {"noted": 0}
    rows = Sighting.objects.order_by("address").values_list("way", "address", "stamp", "count")
    assert list(rows) == [
        ("report", "", "", 2),
        ("report", f"#{STAMP.split(':')[2]}:nl", STAMP, 1),
        ("report", "/nl/a", STAMP, 1),
    ]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"sightings": [{"stamp": "no"}]}, 400),
        ({"sightings": [{"stamp": STAMP.replace(":hub:", ":other:")}]}, 400),
        ({"sightings": [{"stamp": STAMP, "address": "javascript:x"}]}, 400),
        ({"sightings": [{"stamp": STAMP}] * 1001}, 400),
        ({"sightings": "x"}, 400),
    ],
)
def test_a_wrong_report_is_refused_whole(bearer: dict[str, str], body: Any, status: int) -> None:
    assert post("/api/sightings", body, bearer).status_code == status
    assert Sighting.objects.count() == 0


@pytest.mark.parametrize("path", ["/api/sightings", "/api/bounces"])
def test_nobody_reports_without_a_token(db: None, path: str) -> None:
    assert post(path, {}, {}).status_code == 401
    assert post(path, {}, {"Authorization": "Bearer cht_wrong"}).status_code == 401


def test_a_cron_job_pings_with_its_signed_address_or_a_token(channel: Channel, bearer: dict[str, str]) -> None:
    path = ping_address(channel).partition("8000")[2]
    assert Client().get(path).json() == {"noted": 1}
    assert Client().get("/api/ping/app", headers=bearer).json() == {"noted": 1}
    assert Sighting.objects.get().count == 2
    for wrong in ("/api/ping/app", "/api/ping/app?s=x", path.replace("/app", "/nobody")):
        assert Client().get(wrong).status_code in (401, 403), wrong
    other = Channel.objects.create(key="web", name="Web", kind="web")
    assert Client().get("/api/ping/web", headers=bearer).status_code == 403
    assert Client().get(f"/api/ping/web?s={ping_signature(channel)}").status_code in (401, 403)
    channel.settings = {"ping": "2"}
    channel.save()
    assert Client().get(path).status_code in (401, 403)
    assert other.sightings.count() == 0


def test_a_bounce_counts_once(channel: Channel, bearer: dict[str, str]) -> None:
    said = {"address": "weg@example.org", "hard": True, "message_id": "<a@b>", "reason": "550"}
    assert [post("/api/bounces", said, bearer).json() for _time in range(2)] == [{"noted": 1}, {"noted": 0}]
    assert post("/api/bounces", {"address": "x"}, bearer).status_code == 400
    assert (Bounce.objects.get().target, Bounce.objects.get().hard) == ("weg@example.org", True)


def test_the_board_and_the_metrics_need_the_scope(channel: Channel, bearer: dict[str, str]) -> None:
    at = timezone.now()
    ChannelWatch.objects.create(
        channel=channel, state="drifting", share=0.5, lag=timedelta(hours=2), last_sign=at, judged_at=at
    )
    watching = {"Authorization": f"Bearer {Token.issue(channel, 'Prometheus', ['watch'])[1]}"}
    for path in ("/api/board", "/metrics"):
        assert Client().get(path, headers=bearer).status_code == 403
        assert Client().get(path).status_code == 401
    (row,) = Client().get("/api/board", headers=watching).json()["channels"]
    assert {name: row[name] for name in ("channel", "state", "share", "lag_seconds", "visible_p50")} == {
        **{"channel": "app", "state": "drifting", "share": 0.5, "lag_seconds": 7200.0, "visible_p50": None}
    }
    text = Client().get("/metrics", headers=watching).content.decode()
    assert 'contenthub_channel_state{channel="app",state="drifting"} 1\n' in text
    assert 'contenthub_channel_state{channel="app",state="alive"} 0\n' in text
    assert 'contenthub_channel_share{channel="app"} 0.5\n' in text
    assert 'contenthub_channel_lag_seconds{channel="app"} 7200\n' in text


def test_pulls_are_counted_in_one_write_a_minute(channel: Channel, bearer: dict[str, str], monkeypatch: Any) -> None:
    query = ChannelQuery.objects.create(channel=channel, name="all", text="{ items(first: 1) { totalCount } }")
    now = [1000.0]
    monkeypatch.setattr("contenthub.query.web.views.monotonic", lambda: now[0])
    monkeypatch.setattr("contenthub.query.web.fast.monotonic", lambda: now[0])
    for second in (0, 10, 20, 61):
        now[0] = 1000.0 + second
        answer = post("/graphql", {"documentId": query.document_id}, bearer)
        assert answer.status_code == 200, answer.content
    assert Sighting.objects.values_list("way", "address", "count").get() == ("pull", "", 4)
    assert memory.pulls == {}


def test_what_a_developer_asks_by_hand_is_no_sign_of_life(channel: Channel) -> None:
    adhoc = {"Authorization": f"Bearer {Token.issue(channel, 'Me', ['adhoc'])[1]}"}
    assert post("/graphql", {"query": "{ items(first: 1) { totalCount } }"}, adhoc).status_code == 200
    assert Sighting.objects.count() == 0
