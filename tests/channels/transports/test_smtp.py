"""Mail goes to a real SMTP server as the bytes it was produced as; 5xx is final, 4xx and a closed door are not."""

from __future__ import annotations

import base64
import shutil
import socket
import subprocess
from collections.abc import Iterator
from email import message_from_bytes
from typing import Any

import dkim
import pytest
from aiosmtpd.controller import Controller

from channels.transports.base import Parcel, TransportError
from channels.transports.dkim import Key
from channels.transports.smtp import Smtp, readdress

MAIL = (
    b"From: Gemeente <nieuws@example.org>\r\n"
    b"To: lezer\r\n <lezer@example.org>\r\n"
    b"Subject: =?utf-8?q?Caf=C3=A9?=\r\n"
    b"Message-ID: <abc@example.org>\r\n"
    b"X-ContentHub-Stamp: ch1:hub:" + b"x" * 300 + b"\r\n"
    b"\r\n"
    b"To: wie dit leest\r\n"
)


class Mailbox:
    """What a server keeps, and what it answers to whom."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, list[str], bytes]] = []
        self.answers: dict[str, str] = {}

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, envelope.original_content))
        return "250 OK"


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    found = Mailbox()
    controller = Controller(found, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield found
    controller.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def send(target: str, content: bytes = MAIL) -> None:
    Smtp().send(Parcel("smtp:mail:1", "mail", target, content=content))


def refusal(target: str, content: bytes = MAIL) -> tuple[str, bool]:
    with pytest.raises(TransportError) as caught:
        send(target, content)
    return str(caught.value), caught.value.permanent


def test_the_mail_arrives_as_it_was_produced_but_for_its_reader(mailbox: Mailbox) -> None:
    send("anna@example.net")
    ((sender, readers, content),) = mailbox.mails
    assert (sender, readers) == ("nieuws@example.org", ["anna@example.net"])
    assert content == MAIL.replace(b"To: lezer\r\n <lezer@example.org>\r\n", b"").replace(
        b"\r\n\r\n", b"\r\nTo: anna@example.net\r\n\r\n"
    )


def test_a_repeat_has_the_same_bytes_and_message_id(mailbox: Mailbox) -> None:
    send("anna@example.net")
    send("anna@example.net")
    first, second = (content for _sender, _readers, content in mailbox.mails)
    assert first == second
    assert message_from_bytes(first)["Message-ID"] == "<abc@example.org>"


@pytest.mark.parametrize(
    ("answer", "permanent"),
    [("550 No such box", True), ("450 Try later", False), ("552 Box full", True), ("421 Closing", False)],
)
def test_the_answer_tells_whether_to_try_again(mailbox: Mailbox, answer: str, permanent: bool) -> None:
    mailbox.answers["anna@example.net"] = answer
    assert refusal("anna@example.net") == (answer, permanent)
    assert mailbox.mails == []


def test_a_server_that_is_away_is_tried_again(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    message, permanent = refusal("anna@example.net")
    assert message.startswith("ConnectionRefusedError: ")
    assert permanent is False


@pytest.mark.parametrize("target", ["", "anna", "a@b\r\nBcc: c@d", "<a@b.nl>", "a@b.nl, c@d.nl", "a b@c.nl"])
def test_what_is_no_address_is_refused_for_good(target: str) -> None:
    assert refusal(target) == (f"{target!r} is no e-mail address. Write: name@example.org.", True)


@pytest.mark.parametrize("content", [b"", b"<html></html>", b"From: a@b.nl\r\n\r\nText\r\n"])
def test_what_is_no_mail_is_refused_for_good(content: bytes) -> None:
    assert refusal("anna@example.net", content) == ("What was produced is no mail with a Message-ID.", True)


def test_only_the_header_to_is_replaced() -> None:
    assert readdress(MAIL, "a@b.nl").endswith(b"\r\nTo: a@b.nl\r\n\r\nTo: wie dit leest\r\n")


NEWSLETTER = MAIL.replace(
    b"Subject:",
    b"Date: Mon, 01 Mar 2027 09:00:00 +0000\r\nList-Unsubscribe: <https://example.org/uit>\r\n"
    b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\nSubject:",
)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """A private key, and the other half as a domain publishes it."""
    if not shutil.which("openssl"):
        pytest.skip("No openssl to make a key with: apt-get install openssl.")
    pem = tmp_path_factory.mktemp("dkim") / "key.pem"
    subprocess.run(["openssl", "genrsa", "-out", str(pem), "2048"], check=True, capture_output=True)
    public = ["openssl", "rsa", "-in", str(pem), "-pubout", "-outform", "DER"]
    der = subprocess.run(public, check=True, capture_output=True).stdout
    return pem.read_bytes(), b"v=DKIM1; k=rsa; p=" + base64.b64encode(der)


def test_a_mail_is_signed_for_its_reader(mailbox: Mailbox, settings: Any, pair: tuple[bytes, bytes]) -> None:
    settings.HUB_DKIM = Key("hub", pair[0])
    Smtp().send(Parcel("key", "news", "jan@example.net", content=NEWSLETTER))
    _sender, _readers, arrived = mailbox.mails[0]
    asked: list[bytes] = []

    def published(name: bytes, **_more: Any) -> bytes:
        asked.append(name)
        return pair[1]

    assert dkim.verify(arrived, dnsfunc=published)
    assert asked == [b"hub._domainkey.example.org."]
    assert b"To: jan@example.net\r\n" in arrived
    for changed in (
        arrived.replace(b"jan@example.net", b"eva@example.net"),
        arrived.replace(b"example.org/uit", b"evil.example/uit"),
        arrived.replace(b"wie dit leest", b"wie dat leest"),
        b"From: Baas <baas@example.org>\r\n" + arrived,
    ):
        assert changed != arrived
        assert not dkim.verify(changed, dnsfunc=published)


def test_without_a_key_nothing_is_added(mailbox: Mailbox) -> None:
    Smtp().send(Parcel("key", "news", "jan@example.net", content=MAIL))
    assert b"DKIM-Signature" not in mailbox.mails[0][2]


def test_a_key_that_is_none_is_said(mailbox: Mailbox, settings: Any) -> None:
    settings.HUB_DKIM = Key("hub", b"-----BEGIN PRIVATE KEY-----\nno\n-----END PRIVATE KEY-----\n")
    with pytest.raises(TransportError, match="cannot be signed .* Look at HUB_DKIM_KEY"):
        Smtp().send(Parcel("key", "news", "jan@example.net", content=MAIL))
    assert mailbox.mails == []
