"""The one way out over HTTP: signed or not, timed, bounded, and never to an address inside.

A name is resolved once; every address it stands for must be public, and the connection goes to exactly the address that
was checked, so that a name that answers otherwise a moment later (DNS rebinding) gains nothing. Redirects are followed
only when asked for, and each is checked anew. `allow_private` is for installations that deliver within their own walls.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Timer
from time import monotonic
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

import urllib3
from urllib3.util import Retry, Timeout

USER_AGENT = "ContentHub/1"
TIMEOUT = 10.0
"""Seconds for the whole of one request, name resolution aside."""
MOST_BYTES = 5 * 1024 * 1024
REDIRECTS = (301, 302, 303, 307, 308)

Resolve = Callable[[str, int], Sequence[str]]
"""Returns the addresses that a host name stands for."""


class HttpError(Exception):
    """A request that got no answer; `permanent` when asking again would not help. The message says what to do."""

    def __init__(self, message: str, *, permanent: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent


@dataclass(frozen=True)
class Answer:
    """What came back. `body` is cut off at the limit, and `cut` says so; `url` is where it came from in the end."""

    status: int
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    cut: bool = False

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


def addresses_of(host: str, port: int) -> list[str]:
    """Return what the system's resolver says. Raises HttpError."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as problem:
        raise HttpError(f"The name {host} stands for no address. Is it spelled right?") from problem
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Tell whether an address is one of the open internet; also those written inside IPv6."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is not None and not inner.is_global:
            return False
        if found in NAT64:
            return is_public(str(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)))
    return found.is_global and not found.is_multicast


NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def request(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    timeout: float = TIMEOUT,
    most: int = MOST_BYTES,
    redirects: int = 0,
    allow_private: bool = False,
    resolve: Resolve = addresses_of,
) -> Answer:
    """Ask once and return the answer, whatever its status. Raises HttpError when there is none."""
    for _turn in range(redirects + 1):
        answer = _once(method, url, headers or {}, body, timeout, most, allow_private, resolve)
        target = answer.headers.get("location")
        if answer.status not in REDIRECTS or not target or not redirects:
            return answer
        url = urljoin(url, target)
        if answer.status == 303 and method != "HEAD":
            method, body = "GET", None
    raise HttpError(f"{url} leads on and on: more than {redirects} redirects.")


def _once(  # noqa: PLR0913 (the parts of one request)
    method: str,
    url: str,
    headers: Mapping[str, str],
    body: bytes | None,
    timeout: float,
    most: int,
    allow_private: bool,  # noqa: FBT001 (passed on)
    resolve: Resolve,
) -> Answer:
    parts = checked(url)
    host, port = str(parts.hostname), parts.port or (443 if parts.scheme == "https" else 80)
    address = reachable(host, port, allow_private=allow_private, resolve=resolve)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    shown = parts.netloc.rpartition("@")[2]
    sent = {"Host": shown, "User-Agent": USER_AGENT, "Accept-Encoding": "identity", **headers}
    limits = Timeout(total=timeout)
    pool: urllib3.HTTPConnectionPool
    if parts.scheme == "https":
        pool = urllib3.HTTPSConnectionPool(
            address, port, timeout=limits, maxsize=1, assert_hostname=host, server_hostname=host
        )
    else:
        pool = urllib3.HTTPConnectionPool(address, port, timeout=limits, maxsize=1)
    end = monotonic() + timeout
    try:
        with pool, _cut_off(pool, timeout):
            came = pool.urlopen(
                method, path, body=body, headers=sent, retries=Retry(0), redirect=False, preload_content=False
            )
            content = came.read(most + 1, decode_content=False) or b""
            found = {name.lower(): value for name, value in came.headers.items()}
            came.close()
            if monotonic() >= end:  # what ends with the connection looks whole when it was cut off
                raise TimeoutError
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as problem:
        why = f"it was not done within {timeout:g} seconds" if monotonic() >= end else _reason(problem)
        raise HttpError(f"{parts.scheme}://{shown} gave no answer: {why}") from problem
    return Answer(came.status, url, found, content[:most], cut=len(content) > most)


@contextmanager
def _cut_off(pool: urllib3.HTTPConnectionPool, seconds: float) -> Iterator[None]:
    """Cut the connections of a pool off after some time: the timeout of a socket begins anew with every byte."""
    made: list[Any] = []

    def connection(*args: Any, **options: Any) -> Any:
        made.append(kind(*args, **options))
        return made[-1]

    def cut() -> None:
        for one in made:
            with suppress(OSError, AttributeError):
                one.sock.shutdown(socket.SHUT_RDWR)

    kind, pool.ConnectionCls = pool.ConnectionCls, connection  # type: ignore[assignment]
    watch = Timer(seconds, cut)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def _reason(problem: BaseException) -> str:
    inner = getattr(problem, "reason", None) or problem
    return f"{type(inner).__name__}: {str(inner)[:200]}"


def checked(url: str) -> SplitResult:
    """Return the parts of an address that may be asked. Raises HttpError."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as problem:
        raise HttpError(f"{url[:200]!r} is not an address: {problem}", permanent=True) from problem
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise HttpError(f"{url[:200]!r} is not an address that begins with https:// or http://.", permanent=True)
    if parts.username is not None:
        raise HttpError("An address may not hold a name and a password; use a header.", permanent=True)
    if port == 0 or any(sign.isspace() or ord(sign) < 32 for sign in url):
        raise HttpError(f"{url[:200]!r} is not an address.", permanent=True)
    return parts


def reachable(host: str, port: int, *, allow_private: bool, resolve: Resolve = addresses_of) -> str:
    """Return the address to connect to. Raises HttpError when any that the name stands for is inside."""
    found = resolve(host, port)
    if not found:
        raise HttpError(f"The name {host} stands for no address. Is it spelled right?")
    if not allow_private and (inside := [one for one in found if not is_public(one)]):
        raise HttpError(
            f"{host} stands for {inside[0]}, which is not on the open internet. "
            "If that is meant, set allow_private in the settings of the channel.",
            permanent=True,
        )
    return found[0]
