"""Mail goes to a real SMTP server as the bytes it was produced as; 5xx is final, 4xx and a closed door are not."""

from __future__ import annotations

import base64
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar
from urllib.request import urlopen

import dkim
import pytest
from aiosmtpd.controller import Controller

from channels.kinds.email import kind as mail_kind
from channels.transports.base import Parcel, TransportError
from channels.transports.dkim import Key
from channels.transports.smtp import Smtp, readdress
from channels.unsubscribe import PLACEHOLDER, belongs_to, token_of
from tests.channels.samples import ITEM, payload

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


class Page(BaseHTTPRequestHandler):
    """The page behind "unsubscribe": it knows its readers, and gets no cookie and no more than the address."""

    readers = ("anna@example.net", "bert@example.net")
    left: ClassVar[list[tuple[str, bytes]]] = []

    def do_POST(self) -> None:  # noqa: N802
        body = self.rfile.read(int(self.headers["Content-Length"]))
        token = self.path.rpartition("/")[2]
        self.left.extend((one, body) for one in self.readers if belongs_to(token, "mail", one))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def page() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        Page.left.clear()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_one_click_says_who_unsubscribes(mailbox: Mailbox, page: str, settings: Any, pair: tuple[bytes, bytes]) -> None:
    settings.HUB_DKIM = Key("hub", pair[0])
    web = {"web_url": "https://a.nl", "unsubscribe": "https://mijn.a.nl/afmelden/met-een-lang-pad/{token}"}
    (made,) = mail_kind().render_item(payload(ITEM, **web))
    for reader in Page.readers:
        send(reader, made.content)
    heads, told = [], []
    for _sender, (reader,), content in mailbox.mails:
        mail = message_from_bytes(content, policy=default)
        header = str(mail["List-Unsubscribe"])
        found = re.fullmatch(r"<https://mijn.a.nl(/[^>]*/([A-Za-z0-9_-]{43}))>, <mailto:[^>]*>", header)
        assert found is not None
        address, token = found.groups()
        assert header.endswith(f"?subject={token}>")
        texts = [part.get_content() for part in mail.walk() if not part.is_multipart()]
        assert [(token in text, PLACEHOLDER in text) for text in texts] == [(True, False)] * 2
        assert (str(mail["List-Unsubscribe-Post"]), PLACEHOLDER.encode() in content) == (
            "List-Unsubscribe=One-Click",
            False,
        )
        assert dkim.verify(content, dnsfunc=lambda *_name, **_more: pair[1])
        urlopen(f"{page}{address}", data=b"List-Unsubscribe=One-Click").close()
        heads.append(token)
        told.append((reader, b"List-Unsubscribe=One-Click"))
    assert Page.left == told
    assert len(set(heads)) == 2


def test_a_list_may_have_tokens_of_its_own(mailbox: Mailbox) -> None:
    content = MAIL + b"https://a.nl/RECIPIENT=\r\n_TOKEN en verder\r\n"
    Smtp().send(Parcel("smtp:mail:1", "mail", "anna@example.net", {"token": "lezer-0000000042"}, content=content))
    assert mailbox.mails[0][2].endswith(b"https://a.nl/=\r\nlezer-0000000042=\r\n en verder\r\n")
    for odd in ("kort", "x" * 71, "lezer 0000000000042", 42, "lezer\r\nBcc: boef@c.nl"):
        with pytest.raises(TransportError, match="16 to 70 letters") as caught:
            Smtp().send(Parcel("smtp:mail:1", "mail", "anna@example.net", {"token": odd}, content=content))
        assert caught.value.permanent
    assert len(mailbox.mails) == 1


def test_a_token_outlives_a_change_of_the_secret_key(settings: Any) -> None:
    token = token_of("mail", "Anna@example.net")
    assert not belongs_to(token, "other", "anna@example.net")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]  # pragma: allowlist secret
    assert belongs_to(token, "mail", "anna@example.net")
    settings.SECRET_KEY_FALLBACKS = []
    assert not belongs_to(token, "mail", "anna@example.net")
