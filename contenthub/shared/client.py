"""Redis: how it is reached, and Django's cache in it."""

from collections.abc import Callable
from typing import Any, cast

import redis
from django.conf import settings
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.retry import Retry

from contenthub.shared import remote
from contenthub.shared.breaker import Breaker

WAIT = 0.25
"""Seconds to wait for Redis to take a connection, or to answer."""


def options() -> dict[str, Any]:
    """Return how a connection is made: one that Redis closed meanwhile is opened again, nothing is waited for twice."""
    again = Retry(NoBackoff(), 1, supported_errors=(redis.ConnectionError,))
    return {"socket_timeout": WAIT, "socket_connect_timeout": WAIT, "retry": again}


class Pool(redis.ConnectionPool):
    """Connections for Django's cache, made as all others are."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **(options() | more))


class Remote:
    """The Redis of one address. Every way to it goes through its breaker."""

    def __init__(self, url: str) -> None:
        self.client = redis.Redis.from_url(url, **options())
        self.breaker = Breaker("Redis", (redis.RedisError, OSError))
        self.prefix = f"contenthub:{settings.HUB_ID}:"

    def get(self, key: str) -> bytes | None:
        """Return what is kept under a key; None also when Redis is gone."""
        return self.breaker.ask(lambda: cast("bytes | None", self.client.get(self.prefix + key)), None)

    def put(self, key: str, value: bytes, seconds: float) -> None:
        """Keep something for so long."""
        self.breaker.ask(lambda: self.client.set(self.prefix + key, value, px=max(1, int(seconds * 1000))), None)

    def run(self, key: str, script: str, *given: float) -> list[Any] | None:
        """Return what a script makes of one key, in one step; None when Redis is gone."""
        name, values = self.prefix + key, [str(one) for one in given]
        return self.breaker.ask(lambda: cast("list[Any]", self.client.eval(script, 1, name, *values)), None)

    def forget(self) -> None:
        """Throw out everything of this hub."""
        for name in self.client.scan_iter(self.prefix + "*", count=1000):
            self.client.delete(name)


def guarded(name: str, instead: Any) -> Callable[..., Any]:
    """Return a method of Django's cache that answers `instead` while Redis is gone."""
    inner = getattr(RedisCache, name)

    def method(self: Any, *given: Any, **more: Any) -> Any:
        found = remote()
        return (
            inner(self, *given, **more)
            if found is None
            else found.breaker.ask(lambda: inner(self, *given, **more), instead)
        )

    return method


class SharedCache(RedisCache):
    """Django's cache in Redis, which holds nothing while Redis is gone, instead of raising."""

    add, touch, delete = guarded("add", True), guarded("touch", False), guarded("delete", False)
    set, set_many, delete_many = guarded("set", None), guarded("set_many", []), guarded("delete_many", None)
    get_many, has_key, clear = guarded("get_many", {}), guarded("has_key", False), guarded("clear", False)
    _get, _incr = guarded("get", None), guarded("incr", None)

    def get(self, key: Any, default: Any = None, version: Any = None) -> Any:
        found = self._get(key, None, version)
        return default if found is None else found

    def incr(self, key: Any, delta: int = 1, version: Any = None) -> int:
        found = self._incr(key, delta, version)
        if found is None:
            raise ValueError(f"Key {key!r} not found")
        return int(found)
