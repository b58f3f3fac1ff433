"""The one way out: bounded, and never to an address inside."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from channels.http import HttpError, checked, is_public, reachable, request


class Answers(BaseHTTPRequestHandler):
    """A site with every kind of answer."""

    def do_GET(self) -> None:
        match self.path:
            case "/slow":
                time.sleep(2)
                self.send_response(200)
            case "/drips" | "/drips-in-its-head":
                if self.path == "/drips":
                    self.send_response(200)
                    self.end_headers()
                with suppress(OSError):
                    for one in b"HTTP/1.0 200 OK and so on and so on" * 2:
                        self.wfile.write(bytes([one]))
                        time.sleep(0.1)
                return
            case "/away":
                self.send_response(302)
                self.send_header("Location", "/here")
            case "/round":
                self.send_response(302)
                self.send_header("Location", "/round")
            case _:
                self.send_response(200)
        self.end_headers()
        self.wfile.write(b"x" * 100 + self.path.encode())

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


INSIDE = [
    *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1"),
    *("::1", "::", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1"),
    *("ff02::1", "2001:db8::1", "255.255.255.255", "fe80::1%eth0"),
]


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_refused(address: str) -> None:
    assert is_public(address) is False
    with pytest.raises(HttpError, match="is not on the open internet") as refused:
        reachable("name.example", 443, allow_private=False, resolve=lambda _host, _port: [address])
    assert refused.value.permanent


@pytest.mark.parametrize("address", ["1.1.1.1", "8.8.8.8", "2606:4700:4700::1111", "64:ff9b::101:101"])
def test_an_address_outside_is_allowed(address: str) -> None:
    assert is_public(address) is True
    assert reachable("name.example", 443, allow_private=False, resolve=lambda _host, _port: [address]) == address


def test_one_address_inside_among_several_is_enough_to_refuse() -> None:
    with pytest.raises(HttpError, match="192.168.0.9"):
        reachable("both.example", 80, allow_private=False, resolve=lambda _host, _port: ["1.1.1.1", "192.168.0.9"])


@pytest.mark.parametrize(
    "url",
    [
        *("", "ftp://a.example/", "file:///etc/passwd", "//a.example", "http://", "http:///x", "javascript:alert(1)"),
        *("http://user:pass@a.example/", "http://a.example:0/", "http://a.example:99999/", "http://a.example/\r\nX: y"),
        *("gopher://a.example/", "http://[::1", "http://a b.example/"),
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(HttpError) as refused:
        checked(url)
    assert refused.value.permanent


@pytest.mark.parametrize("written", ["http://2130706433/", "http://0x7f.1/", "http://localhost/", "http://127.1/"])
def test_other_ways_of_writing_this_machine_are_refused_too(written: str) -> None:
    with pytest.raises(HttpError):
        request("GET", written)


def test_the_name_is_resolved_once_and_the_connection_goes_there(site: str) -> None:
    asked = []

    def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    port = site.rpartition(":")[2]
    answer = request("GET", f"http://site.example:{port}/page", allow_private=True, resolve=resolve)
    assert (answer.status, answer.body[-5:], asked) == (200, b"/page", ["site.example"])


def test_a_redirect_is_followed_only_when_asked_and_checked_anew(site: str) -> None:
    assert request("GET", f"{site}/away", allow_private=True).status == 302
    answer = request("GET", f"{site}/away", allow_private=True, redirects=2)
    assert (answer.status, answer.url, answer.body[-5:]) == (200, f"{site}/here", b"/here")
    with pytest.raises(HttpError, match="more than 2 redirects"):
        request("GET", f"{site}/round", allow_private=True, redirects=2)


def test_what_is_too_long_is_cut_and_what_is_too_slow_is_left(site: str) -> None:
    answer = request("GET", f"{site}/long", allow_private=True, most=50)
    assert (len(answer.body), answer.cut) == (50, True)
    with pytest.raises(HttpError, match="gave no answer"):
        request("GET", f"{site}/slow", allow_private=True, timeout=0.3)


@pytest.mark.parametrize("path", ["drips", "drips-in-its-head"])
def test_an_answer_that_comes_byte_by_byte_ends_with_the_time_of_the_request(site: str, path: str) -> None:
    with pytest.raises(HttpError, match=r"gave no answer: it was not done within 0\.5 seconds"):
        request("GET", f"{site}/{path}", allow_private=True, timeout=0.5)


def test_a_port_where_nobody_answers_says_so() -> None:
    with pytest.raises(HttpError, match="gave no answer") as refused:
        request("GET", "http://127.0.0.1:9/", allow_private=True)
    assert not refused.value.permanent
