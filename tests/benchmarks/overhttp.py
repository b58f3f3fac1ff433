"""Answers over HTTP: warm against the floors, the share that comes from memory, and how soon a commit shows."""

import json
import random
import socket
import statistics
import time
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote

from tests.benchmarks import articles, load, queries

ROUNDS = 3
ONE = 'query One($key: String!) { article(key: $key, locale: "nl") { key title summary author { name } } }'
HUB = "contenthub.wsgi:application"


def measure(scratch: Path, seconds: float) -> dict[str, Any]:
    from django.db import connections

    from channels.models import Channel, ChannelQuery, Token

    channel = Channel.objects.create(key="site", name="Site", kind="web", status="active")
    _token, secret = Token.issue(channel, "bench")
    named = {"large": queries.LARGE, "small": queries.SMALL, "one": ONE, "list": queries.TEASERS}
    rows = [ChannelQuery(channel=channel, name=name, text=text) for name, text in named.items()]
    for row in rows:
        row.save()
    ids = {row.name: row.document_id for row in rows}
    connections.close_all()
    figures: dict[str, Any] = {}
    for name in ("large", "small"):
        figures |= compare(scratch, name, ids[name], secret, seconds)
    figures |= hits(ids, secret)
    figures |= staleness(ids["one"], secret)
    return figures


def compare(scratch: Path, name: str, document: str, secret: str, seconds: float) -> dict[str, float]:
    """Return the ratios of one answer, best of some rounds: each round asks every server in turn."""
    get = load.request("GET", f"/graphql?documentId={document}", secret)
    post = load.request("POST", "/graphql", secret, json.dumps({"documentId": document}).encode())
    body = scratch / f"{name}.json"
    with load.served(HUB) as hub:
        head, _, text = load.one(hub, get).partition(b"\r\n\r\n")
        body.write_bytes(text)
        floor = {"BENCH_BODY": str(body), "BENCH_HEADERS": json.dumps(headers_of(head))}
        with (
            load.served("tests.benchmarks.floors:raw", **floor) as raw,
            load.served("tests.benchmarks.floors:raw_body", **floor) as raw_body,
            load.served("tests.benchmarks.floors:bare", **floor, BENCH_BARE="1") as bare,
        ):
            ways = {
                "raw": (raw, get),
                "raw_body": (raw_body, get),
                "get": (hub, get),
                "bare": (bare, get),
                "post": (hub, post),
                "barepost": (bare, post),
            }
            best, costs = dict.fromkeys(ways, 0.0), dict.fromkeys(ways, float("inf"))
            for _round in range(ROUNDS):
                for way, (port, asked) in ways.items():
                    before, start = load.cpu_seconds(port), time.perf_counter()
                    rate = load.rate(port, asked, seconds / ROUNDS)
                    taken = time.perf_counter() - start
                    best[way] = max(best[way], rate)
                    costs[way] = min(costs[way], (load.cpu_seconds(port) - before) / (rate * taken) * 1e6)
    end = "" if name == "large" else "_small"
    return {
        f"warm_get{end}_vs_raw": round(best["get"] / best["raw"], 2),
        f"warm_get{end}_vs_raw_body": round(best["get"] / best["raw_body"], 2),
        f"warm_get{end}_vs_django": round(best["get"] / best["bare"], 2),
        f"warm_post{end}_vs_django": round(best["post"] / best["barepost"], 2),
        f"warm_get{end}_per_s": round(best["get"]),
        f"raw{end}_vs_django": round(best["raw"] / best["bare"], 2),
        **{f"{way}{end}_cpu_us": round(cost, 1) for way, cost in costs.items()},
    }


def headers_of(head: bytes) -> list[tuple[str, str]]:
    """Return the headers of a response that the application gave: the server adds its own to every one."""
    pairs = [line.split(": ", 1) for line in head.decode().split("\r\n")[1:]]
    return [(name, value) for name, value in pairs if name.lower() not in ("server", "date")]


def hits(ids: dict[str, str], secret: str, count: int = 40_000) -> dict[str, float]:
    """Return the share of answers from memory: zipf over 1,000 items and lists, one publication per 100 requests."""
    from contenthub.query.kept import memory
    from contenthub.wsgi import application

    chance = random.Random(1)
    weights = [1 / (rank + 1) ** 0.9 for rank in range(1000)]
    asked = chance.choices(range(1000), weights, k=count)
    memory.answers.hits = memory.answers.misses = 0
    for number, which in enumerate(asked):
        if number % 100 == 99:
            publish(chance.choices(range(1000), weights)[0], number)
        variables = quote(json.dumps({"key": f"article-{which}"}))
        query = f"documentId={ids['one']}&variables={variables}" if which % 20 else f"documentId={ids['list']}"
        ask(application, query, secret)
    return {"hit_ratio": round(memory.answers.hits / count, 3)}


def ask(application: Any, query: str, secret: str) -> bytes:
    env = {"REQUEST_METHOD": "GET", "PATH_INFO": "/graphql", "QUERY_STRING": query, "SERVER_NAME": "127.0.0.1"}
    env |= {"SERVER_PORT": "80", "wsgi.input": BytesIO(), "wsgi.url_scheme": "http", "SERVER_PROTOCOL": "HTTP/1.1"}
    env["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
    seen: list[str] = []
    body = b"".join(application(env, lambda status, _headers, *_more: seen.append(status)))
    assert seen[0].startswith("200"), body
    return body


def publish(number: int, version: int) -> None:
    """Publish an article anew, as the door writes it: a snapshot, what is current, and a line of the log."""
    from django.db import transaction
    from django.utils import timezone

    from contenthub.publishing.models import Change, Decision, Publication, Snapshot

    now, uuid = timezone.now(), articles.uuid_of("article", number)
    with transaction.atomic():
        row = Publication.objects.select_related("snapshot").get(uuid=uuid, locale="nl")
        before = row.snapshot
        digest = f"{version:064d}"
        decision = Decision.objects.create(
            kind="publish", what="item", uuid=uuid, locale="nl", digest=digest, actor_name="bench", at=now
        )
        about = {"uuid": uuid, "locale": "nl", "key": row.key, "model": "article", "model_version": 1}
        row.title = f"Artikel {number} versie {version}"
        row.snapshot = Snapshot.objects.create(
            **about, number=before.number + 1, title=row.title, body=before.body, digest=digest, decision=decision,
            published_at=now,
        )  # fmt: skip
        row.save(update_fields=["title", "snapshot"])
        Change.objects.create(what="published", uuid=uuid, locale="nl", number=row.snapshot.number, actor="b", at=now)


def staleness(document: str, secret: str, processes: int = 3, count: int = 40) -> dict[str, float]:
    """Return how long after a commit each of three processes still gave the old answer."""
    variables = quote(json.dumps({"key": "article-1"}))
    asked = load.request("GET", f"/graphql?documentId={document}&variables={variables}", secret)
    late: list[float] = []
    with load.served(HUB) as one, load.served(HUB) as two, load.served(HUB) as three:
        for version in range(count):
            committed: list[float] = []
            watching = [
                Thread(target=watch, args=(port, asked, version, committed, late)) for port in (one, two, three)
            ]
            for thread in watching:
                thread.start()
            time.sleep(0.05)
            publish(1, 1_000_000 + version)
            committed.append(time.perf_counter())
            for thread in watching:
                thread.join(10)
    ordered = sorted(late)
    assert len(ordered) == processes * count
    return {
        "staleness_p99_ms": round(ordered[int(len(ordered) * 0.99) - 1], 1),
        "staleness_p50_ms": round(statistics.median(ordered), 2),
    }


def watch(port: int, asked: bytes, version: int, committed: list[float], late: list[float]) -> None:
    """Ask every millisecond until the new version shows."""
    wanted = f'versie {1_000_000 + version}"'.encode()
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        while True:
            sent = time.perf_counter()
            got = load.exchange(connection, asked)
            if wanted in got:
                moment = committed[0] if committed else sent
                late.append(max(0.0, (sent - moment) * 1000))
                return
            time.sleep(0.001)
