"""Who calls an open door: behind a proxy, counted by all processes together, and nobody's address kept."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from contenthub.rest.caller import ProxyMiddleware, mark_of
from tests.redisserver import RedisServer

ROOT = Path(__file__).resolve().parents[3]
CALLER = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "contenthub.settings"
import django
django.setup()
from django.test import RequestFactory
from contenthub.rest.feedback import feedback
for line in sys.stdin:
    asked = RequestFactory().post("/feedback", headers={"accept": "application/json"}, REMOTE_ADDR=line.strip())
    print(feedback(asked).status_code, flush=True)
"""


def called(address: str, **more: Any) -> HttpRequest:
    return RequestFactory().post("/usage", REMOTE_ADDR=address, **more)


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    found = RedisServer(tmp_path)
    yield found
    found.kill()


@pytest.fixture
def processes(redis: RedisServer) -> Iterator[list[subprocess.Popen[str]]]:
    """Two processes of one hub, each with a `hash()` of its own, that ask in the name of the address they are told."""
    shared = {**os.environ, "REDIS_URL": redis.url, "HUB_SECRET_KEY": "k" * 50}
    made = [
        subprocess.Popen(
            [sys.executable, "-c", CALLER],
            cwd=ROOT,
            env={**shared, "PYTHONHASHSEED": str(number)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in (1, 2)
    ]
    yield made
    for one in made:
        one.communicate()


def ask(process: subprocess.Popen[str], address: str) -> int:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{address}\n")
    process.stdin.flush()
    return int(process.stdout.readline())


def test_two_processes_count_an_address_together_and_keep_nothing_of_it(
    redis: RedisServer, processes: list[subprocess.Popen[str]]
) -> None:
    told = [ask(process, "203.0.113.9") for _turn in range(8) for process in processes]
    assert told[:10] == [400] * 10
    assert told[-2:] == [429, 429]
    assert [ask(process, "203.0.113.10") for process in processes] == [400, 400]
    kept = redis.client.keys("*")
    assert len(kept) == 2
    assert not any(b"203.0" in key or b"203.0" in repr(redis.client.hgetall(key)).encode() for key in kept)
    assert all(0 < redis.client.ttl(key) <= 120 for key in kept)


def test_a_mark_is_of_one_door_one_connection_and_one_hub(settings: Any) -> None:
    here = mark_of("usage", called("203.0.113.9"))
    assert here == mark_of("usage", called("::ffff:203.0.113.9"))
    others = [mark_of("feedback", called("203.0.113.9")), mark_of("usage", called("203.0.113.10"))]
    assert mark_of("usage", called("2001:db8:0:1::a")) == mark_of("usage", called("2001:db8:0:1:ffff::b"))
    others += [mark_of("usage", called(f"2001:db8:0:{net}::a")) for net in (1, 2)]
    others.append(mark_of("usage", called("")))
    settings.SECRET_KEY = "another" * 20  # pragma: allowlist secret
    others.append(mark_of("usage", called("203.0.113.9")))
    assert len({here, *others}) == 7


@pytest.mark.parametrize(
    ("forwarded", "seen"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("10.9.8.7, 203.0.113.9", "203.0.113.9"),
        ("203.0.113.9:51234", "203.0.113.9"),
        ("2001:db8::5", "2001:db8::5"),
        ("[2001:db8::5]:51234", "2001:db8::5"),
        ("", "127.0.0.1"),
        ("203.0.113.9, unknown", "127.0.0.1"),
        ("<script>", "127.0.0.1"),
    ],
)
def test_behind_a_proxy_the_visitor_is_who_the_proxy_saw(forwarded: str, seen: str) -> None:
    request = called("127.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)
    ProxyMiddleware(lambda asked: HttpResponse())(request)
    assert request.META["REMOTE_ADDR"] == seen


def test_what_a_visitor_claims_counts_only_behind_a_proxy() -> None:
    assert "contenthub.rest.caller.ProxyMiddleware" not in configured.MIDDLEWARE
    code = "from contenthub import settings; print(settings.MIDDLEWARE[0])"
    behind = {**os.environ, "HUB_BEHIND_PROXY": "true"}
    said = subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, env=behind, text=True)
    assert said.strip() == "contenthub.rest.caller.ProxyMiddleware"
