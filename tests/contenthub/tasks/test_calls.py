"""Calls to a receiver that fails in every way: delivered at least once, under the same key, in order; nothing lost."""

from __future__ import annotations

import base64
import random
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from channels import outbox
from channels.http import request
from channels.models import Channel, Shipment
from channels.secrets import rotate
from channels.transports import webhook
from contenthub.tasks.shift import Shift
from contenthub.tasks.ship import ship
from tests.contenthub.dispatch.sites import Handler, Site, site_at

START = datetime(2027, 1, 1, 12, tzinfo=UTC)
CALLS = 12


@pytest.fixture
def receiver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A receiver that answers 500 or 429, hangs, closes, takes a call and then closes; and sometimes just takes it."""
    chance = random.Random(7)
    usual = Handler.do_POST

    def moody(handler: Any) -> None:
        mood = chance.choice(["fine", "fine", "500", "429", "hang", "close", "takes and closes"])
        if mood in ("500", "429"):
            handler.server.site.refusing = int(mood)
        if mood == "hang":
            handler.server.waits.wait(0.4)
            handler.close_connection = True
            return
        if mood == "close":
            handler.connection.close()
            handler.close_connection = True
            return
        usual(handler) if mood != "takes and closes" else take(handler)
        handler.server.site.refusing = 0

    def take(handler: Any) -> None:
        body = handler.rfile.read(int(handler.headers["content-length"]))
        handler.server.site.calls.append(({name.lower(): one for name, one in handler.headers.items()}, body))
        handler.connection.close()
        handler.close_connection = True

    monkeypatch.setattr(Handler, "do_POST", moody)
    monkeypatch.setattr(webhook, "request", partial(request, timeout=0.15))
    with site_at(tmp_path / "receiver") as site:
        site.server.waits = threading.Event()
        yield site


def moment_of(moment: datetime) -> datetime:
    return moment


def test_a_receiver_that_fails_in_every_way(make_channel: Callable[..., Channel], receiver: Site) -> None:
    channel = make_channel("app", settings={"webhook": {"allow_private": True}, "produce": "manual"})
    secret = base64.b64decode(rotate(channel.pk, START).removeprefix("whsec_"))
    url = f"{receiver.address}/hook"
    outbox.put(
        *[outbox.draft(channel, "webhook", f"call:{n}", now=START, target=url, payload={"n": n}) for n in range(CALLS)]
    )
    now, jumps = START, random.Random(3)
    for _turn in range(400):
        for worker in ("one", "two"):
            ship(Shift(worker=worker, clock=partial(moment_of, now), chance=lambda: 0.0), lambda: None)
        Shipment.objects.filter(attempts__gte=10).update(attempts=3)
        now += timedelta(minutes=jumps.choice([1, 5, 30, 240, -2]))
        if not Shipment.objects.exclude(status="sent").exists():
            break
    bodies: dict[str, set[bytes]] = {}
    for headers, body in receiver.calls:
        bodies.setdefault(headers["webhook-id"], set()).add(body)
        moment = int(headers["webhook-timestamp"])
        assert headers["webhook-signature"] == webhook.sign(headers["webhook-id"], moment, body, [secret])
    assert list(bodies) == [f"call:{n}" for n in range(CALLS)]  # first arrivals: none lost, and in order
    assert {len(one) for one in bodies.values()} == {1}
    assert len(receiver.calls) > CALLS  # some arrived twice, under the same key
    assert set(Shipment.objects.values_list("status", flat=True)) == {"sent"}
