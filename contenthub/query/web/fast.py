"""Answering before Django: a request that was answered before, of a token that was good then, from what is kept.

Nothing is taken from here that the watch does not vouch for: every commit is looked at first, an answer that it
touches is gone from what is kept, and a change of tokens or channels empties everything. The same bytes that asked
before are asked again: method, address, body, and every header that decides the answer.

Looking costs more than all the rest: on SQLite it takes a lock of the file and gives it back. So one look vouches for
what was checked after it, for `VOUCHED` seconds: an answer may be that much behind what other processes commit. It is
never behind what was committed through this one: whatever went through Django ends what a look vouches for, before its
response is sent.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from time import monotonic, time
from typing import Any
from weakref import ref

from channels.models import Token
from contenthub.query.kept import memory
from contenthub.query.kept.answers import Headers, Kept
from contenthub.query.registry import registry
from contenthub.query.schema.pauses import requests
from contenthub.query.web.answered import cache_headers, matches

MOST = 20_000
MOST_BODY = 64 * 1024
NOTED_EVERY = 60.0
VOUCHED = 0.002
"""Seconds for which a look at the database vouches for what was checked after it."""
BODY = "contenthub.body"
PREFIX = "/graphql"
OF_THE_BODY = frozenset({"Content-Type", "Content-Length", "Content-Encoding"})

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]


@dataclass(slots=True, eq=False)
class Glance:
    """One look at the database, which vouches for something from `since` to `until`, in seconds since 1970."""

    since: float
    until: float = 0.0


@dataclass(slots=True)
class Ready:
    """A response that can be sent again, as long as its answer is kept. It does not keep it: it goes with it."""

    answer: "ref[Kept]"
    token: int
    ends: float
    body: list[bytes]
    etag: str
    headers: Headers
    """Those that never change."""
    shared: bool
    glance: Glance | None = None
    """The look after which this was checked last."""
    second: int = -1
    whole: Headers = field(default_factory=list)
    """All headers, as they are in that second."""

    def turn(self, second: int) -> None:
        """Work out the headers for caches, once a second."""
        kept = self.answer()
        if kept is not None:
            self.whole = [*self.headers, *cache_headers(kept, second, shared=self.shared)]
            self.second = second


_ready: OrderedDict[tuple[Any, ...], Ready] = OrderedDict()


def key_of(env: Mapping[str, Any]) -> tuple[Any, ...]:
    get = env.get
    return (
        env["PATH_INFO"],
        get("QUERY_STRING", ""),
        get("HTTP_AUTHORIZATION", ""),
        get("HTTP_ACCEPT", ""),
        get("HTTP_ACCEPT_ENCODING", ""),
        get("HTTP_ORIGIN", ""),
        get("CONTENT_TYPE", ""),
        get("HTTP_HUB_PREVIEW", ""),
        env["REQUEST_METHOD"],
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
    _ready[key] = Ready(answer, token.pk, ends, [body], dict(headers)["ETag"], about, shared)
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
        self.glance: Glance | None = None

    def __call__(self, env: Environ, start: Start) -> Iterable[bytes]:
        is_get = env["REQUEST_METHOD"] == "GET"
        if not is_get and not take_body(env):
            return self.pass_on(env, start)
        ready, now, glance = _ready.get(key_of(env)), time(), self.glance
        if ready is None:
            return self.pass_on(env, start)
        vouched = glance is not None and ready.glance is glance and glance.since <= now < glance.until
        if not (vouched and now < ready.ends) and not self.check(ready, env, now):
            return self.pass_on(env, start)
        memory.answers.hits += 1
        memory.pulls[ready.token] += 1
        if not is_get:
            start("200 OK", [*ready.headers, ("Cache-Control", "no-store"), ("Vary", "Accept, Authorization")])
            return ready.body
        if ready.second != (second := int(now)):
            ready.turn(second)
        given = env.get("HTTP_IF_NONE_MATCH")
        if given and matches(ready.etag, given):
            start("304 Not Modified", [pair for pair in ready.whole if pair[0] not in OF_THE_BODY])
            return []
        start("200 OK", ready.whole)
        return ready.body

    def pass_on(self, env: Environ, start: Start) -> Iterable[bytes]:
        """Let Django answer, which may commit something: no earlier look vouches for anything after that."""
        try:
            with requests:
                return self.application(env, start)
        finally:
            self.glance = None

    def check(self, ready: Ready, env: Environ, now: float) -> bool:
        """Return whether a response may be sent again at `now`, and for a moment more.

        The look is in its place before it looks: when something is passed on meanwhile, it is gone, and vouches for
        nothing.
        """
        glance = self.glance
        if glance is None or not glance.since <= now < glance.until:
            self.glance = glance = Glance(now)
            if not memory.is_current():
                return forgotten(ready, env)
            glance.until = now + VOUCHED
        kept, current = ready.answer(), registry.current(memory.watch.stamp, wait=False)
        if kept is None or memory.answers.kept.get(kept.key) is not kept or now >= ready.ends:
            return forgotten(ready, env)
        if kept.stamp != current.stamp:
            return forgotten(ready, env)
        if monotonic() - memory.used.get(ready.token, 0.0) >= NOTED_EVERY:
            return False
        ready.glance = glance
        return True


def forgotten(ready: Ready, env: Environ) -> bool:
    """Forget a response that may not be sent again. Always False."""
    key = key_of(env)
    if _ready.get(key) is ready:
        _ready.pop(key, None)
    return False


def take_body(env: Environ) -> bool:
    """Read the small body of a POST, and put it back for whoever reads it next. False for what is not answered here."""
    length = env.get("CONTENT_LENGTH") or ""
    if env["REQUEST_METHOD"] != "POST" or not env["PATH_INFO"].startswith(PREFIX):
        return False
    if not length.isdigit() or not 0 < int(length) <= MOST_BODY:
        return False
    body = env["wsgi.input"].read(int(length))
    env[BODY], env["wsgi.input"] = body, BytesIO(body)
    return True
