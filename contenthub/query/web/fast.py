"""Answering before Django: a request that was answered before, of a token that was good then, from what is kept.

Nothing is taken from here that the watch does not vouch for: every commit is looked at first, an answer that it
touches is gone from what is kept, and a change of tokens or channels empties everything. The same bytes that asked
before are asked again: method, address, body, and every header that decides the answer.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from time import monotonic, time
from typing import Any
from weakref import ref

from channels.models import Token
from contenthub.query.kept import memory
from contenthub.query.kept.answers import Headers, Kept
from contenthub.query.web.answered import cache_headers, matches

MOST = 20_000
MOST_BODY = 64 * 1024
NOTED_EVERY = 60.0
BODY = "contenthub.body"
PREFIX = "/graphql"
OF_THE_BODY = frozenset({"Content-Type", "Content-Length", "Content-Encoding"})

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]


@dataclass(slots=True)
class Ready:
    """A response that can be sent again, as long as its answer is kept. It does not keep it: it goes with it."""

    answer: "ref[Kept]"
    token: int
    ends: float
    body: bytes
    etag: str
    headers: Headers
    shared: bool
    second: int = -1
    whole: Headers | None = None

    def headers_at(self, second: int) -> Headers:
        """Return all headers; those for caches are worked out once a second."""
        kept = self.answer()
        if kept is not None and (self.whole is None or self.second != second):
            self.whole = [*self.headers, *cache_headers(kept, second, shared=self.shared)]
            self.second = second
        return self.whole or self.headers


_ready: OrderedDict[tuple[Any, ...], Ready] = OrderedDict()


def key_of(env: Mapping[str, Any]) -> tuple[Any, ...]:
    get = env.get
    return (
        env["REQUEST_METHOD"],
        env["PATH_INFO"],
        get("QUERY_STRING", ""),
        get("HTTP_AUTHORIZATION", ""),
        get("HTTP_ACCEPT", ""),
        get("HTTP_ACCEPT_ENCODING", ""),
        get("HTTP_ORIGIN", ""),
        get("CONTENT_TYPE", ""),
        get("HTTP_HUB_PREVIEW", ""),
        get(BODY, b""),
    )


def remember(
    env: Mapping[str, Any], token: Token, kept: Kept, body: bytes, headers: Headers, media_type: str, *, shared: bool
) -> None:
    """Remember a response to this very request."""
    if not env.get("PATH_INFO", "").startswith(PREFIX) or (env["REQUEST_METHOD"] == "POST" and BODY not in env):
        return
    ends = min(kept.until, token.expires_at.timestamp() if token.expires_at else float("inf"))
    about = [("Content-Type", media_type), ("Content-Length", str(len(body))), *headers]
    key = key_of(env)
    answer = ref(kept, lambda gone: forget(key, gone))
    _ready[key] = Ready(answer, token.pk, ends, body, dict(headers)["ETag"], about, shared)
    while len(_ready) > MOST:
        _ready.popitem(last=False)


def forget(key: tuple[Any, ...], answer: "ref[Kept]") -> None:
    """Let go of a response whose answer is no longer kept, unless another has taken its place."""
    found = _ready.get(key)
    if found is not None and found.answer is answer:
        _ready.pop(key, None)


class FastPath:
    """A WSGI application before another one."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, env: Environ, start: Start) -> Iterable[bytes]:
        if not env["PATH_INFO"].startswith(PREFIX) or not take_body(env):
            return self.application(env, start)
        key = key_of(env)
        ready = _ready.get(key)
        if ready is None or not is_good(ready, key):
            return self.application(env, start)
        if env["REQUEST_METHOD"] == "POST":
            start("200 OK", [*ready.headers, ("Cache-Control", "no-store"), ("Vary", "Accept, Authorization")])
            return [ready.body]
        headers = ready.headers_at(int(time()))
        given = env.get("HTTP_IF_NONE_MATCH", "")
        if given and matches(ready.etag, given):
            start("304 Not Modified", [pair for pair in headers if pair[0] not in OF_THE_BODY])
            return []
        start("200 OK", headers)
        return [ready.body]


def is_good(ready: Ready, key: tuple[Any, ...]) -> bool:
    """Return whether a response may be sent again; what is no longer kept is forgotten."""
    current, kept = memory.is_current(), ready.answer()
    if not current or kept is None or memory.answers.kept.get(kept.key) is not kept or time() >= ready.ends:
        _ready.pop(key, None)
        return False
    memory.answers.hits += 1
    if monotonic() - memory.used.get(ready.token, 0.0) >= NOTED_EVERY:
        return False
    memory.pulls[ready.token] = memory.pulls.get(ready.token, 0) + 1
    return True


def take_body(env: Environ) -> bool:
    """Read a small body, and put it back for whoever reads it next. False for what is not answered here."""
    method = env["REQUEST_METHOD"]
    if method == "GET":
        return True
    length = env.get("CONTENT_LENGTH") or ""
    if method != "POST" or not length.isdigit() or not 0 < int(length) <= MOST_BODY:
        return False
    body = env["wsgi.input"].read(int(length))
    env[BODY], env["wsgi.input"] = body, BytesIO(body)
    return True
