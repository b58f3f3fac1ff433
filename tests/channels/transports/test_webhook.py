"""A call to another program: signed, repeated under the same id, given up when that is of no use."""

from __future__ import annotations

import base64
import hashlib
import hmac
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from channels.transports.base import Parcel, TransportError
from channels.transports.webhook import Webhook, sign

SECRET = "whsec_" + base64.b64encode(b"0123456789abcdefghijklmn").decode()
NEXT = "whsec_" + base64.b64encode(b"nmlkjihgfedcba9876543210").decode()


class Receiver(ThreadingHTTPServer):
    """A program that keeps what it is told and answers a status."""

    status = 204
    told: list[tuple[dict[str, str], bytes]]


class Listen(BaseHTTPRequestHandler):
    """Takes one call."""

    def do_POST(self) -> None:
        server: Any = self.server
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server.told.append((dict(self.headers), body))
        self.send_response(server.status)
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    server = Receiver(("127.0.0.1", 0), Listen)
    server.told = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def parcel(receiver: Receiver, **settings: Any) -> Parcel:
    held = {"secrets": [SECRET], "allow_private": True, **settings}
    target = f"http://127.0.0.1:{receiver.server_port}/hook"
    return Parcel("change:web:7", "web", target, {"what": "published", "title": "É"}, {"webhook": held})


def test_the_receiver_can_check_who_speaks(receiver: Receiver) -> None:
    Webhook(clock=lambda: 1_700_000_000.9).send(parcel(receiver, secrets=[SECRET, NEXT]))
    ((headers, body),) = receiver.told
    assert body == '{"what":"published","title":"É"}'.encode()
    assert (headers["webhook-id"], headers["webhook-timestamp"]) == ("change:web:7", "1700000000")
    text = b"change:web:7.1700000000." + body
    expected = [
        "v1," + base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()
        for key in (b"0123456789abcdefghijklmn", b"nmlkjihgfedcba9876543210")
    ]
    assert headers["webhook-signature"].split() == expected


def test_the_example_of_the_standard_is_signed_as_there() -> None:
    """Source: the test vectors of Standard Webhooks."""
    secret = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    made = sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}', [secret])
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize(
    ("status", "permanent"),
    [(500, False), (503, False), (429, False), (408, False), (404, True), (410, True), (302, True)],
)
def test_a_refusal_passes_or_not(receiver: Receiver, status: int, permanent: bool) -> None:
    receiver.status = status
    with pytest.raises(TransportError, match=f"answered {status}") as refused:
        Webhook().send(parcel(receiver))
    assert refused.value.permanent is permanent


@pytest.mark.parametrize(
    "secrets", [[], ["whsec_short"], ["not base64!"], ["whsec_" + base64.b64encode(b"x").decode()]]
)
def test_without_a_good_secret_nothing_is_sent(receiver: Receiver, secrets: list[str]) -> None:
    with pytest.raises(TransportError, match="secret") as refused:
        Webhook().send(parcel(receiver, secrets=secrets))
    assert refused.value.permanent
    assert receiver.told == []


def test_a_receiver_inside_is_called_only_when_that_is_allowed(receiver: Receiver) -> None:
    with pytest.raises(TransportError, match="not on the open internet") as refused:
        Webhook().send(parcel(receiver, allow_private=False))
    assert refused.value.permanent
    assert receiver.told == []
