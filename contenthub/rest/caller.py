"""Who calls a door that is open to everybody: the address behind the proxy, and a mark of it that names nobody."""

from collections.abc import Callable
from hashlib import blake2b
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse

HOME = 64
"""Bits of an IPv6 address that one connection shares: whoever has one has all addresses behind them."""


class ProxyMiddleware:
    """Puts the visitor's address in the place of the proxy's, where one stands in front (HUB_BEHIND_PROXY).

    It is the last that `X-Forwarded-For` names: that one our own proxy wrote, all before it anybody may have written.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if address := plain(request.headers.get("X-Forwarded-For", "").rpartition(",")[2]):
            request.META["REMOTE_ADDR"] = address
        return self.get_response(request)


def plain(text: str) -> str:
    """Return an address without the port that some proxies add; nothing when it is none."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        return str(ip_address(text))
    except ValueError:
        return ""


def mark_of(door: str, request: HttpRequest) -> str:
    """Return a mark of where a request comes from: the same in every process, and of no use without the secret key."""
    text = str(request.META.get("REMOTE_ADDR", ""))
    if (known := plain(text)) and isinstance(found := ip_address(known), IPv6Address):
        text = str(found.ipv4_mapped or ip_network((int(found), HOME), strict=False))
    key = blake2b(settings.SECRET_KEY.encode()).digest()
    return f"{door}:{blake2b(text.encode(), key=key, digest_size=16).hexdigest()}"
