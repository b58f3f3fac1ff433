"""A new schema while requests flow: `uv run python tests/benchmarks/rebuild.py [--models 200] [--json]`.

Three processes answer a steady flow of requests over HTTP (kept answers, and answers that are worked out) while one of
200 content models changes, several times. Printed: the slowest request against the median, in the seconds in which a
schema was built and in as many without; and how long after the commit each process answered by the new schema.
"""

import argparse
import json
import socket
import statistics
import sys
import tempfile
import time
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

GOALS = {"worst_vs_median": "<= 3", "visible_worst_s": "<= 1"}
PROCESSES = 3
QUIET = 2.5
"""Seconds before a change: longer than a schema is built, and for its answers to be kept again."""
EVERY = 0.02
"""Seconds between two requests on a connection: the machine is to have time left, as it has where nothing is wrong."""


def main() -> None:
    from tests.benchmarks.delivery import tell

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--models", type=int, default=200, help="content models (default 200)")
    parser.add_argument("--rounds", type=int, default=5, help="changes of a model (default 5)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        figures = run(options, Path(scratch))
    tell(figures, GOALS, as_json=options.json)


def run(options: Any, scratch: Path) -> dict[str, Any]:
    from tests.benchmarks.delivery import prepare

    prepare(scratch, "")
    from django.db import connections

    from channels.models import Channel, ChannelQuery, Token
    from tests.benchmarks import articles, load, overhttp, queries

    articles.build(500)
    for number in range(options.models - 5):
        change(f"model_{number}", 1)
    channel = Channel.objects.create(key="site", name="Site", kind="web", status="active")
    secret = Token.issue(channel, "bench")[1]
    developer = Token.issue(channel, "developer", ["adhoc"])[1]
    ids = {
        name: ChannelQuery.objects.create(channel=channel, name=name, text=text).document_id
        for name, text in {"one": overhttp.ONE, "list": queries.TEASERS}.items()
    }
    connections.close_all()
    with load.served(overhttp.HUB) as one, load.served(overhttp.HUB) as two, load.served(overhttp.HUB) as three:
        ports = [one, two, three]
        stop = Event()
        noted: list[tuple[float, float]] = []
        flows = [Thread(target=flow, args=(port, asked, stop, noted)) for port in ports for asked in kinds(ids, secret)]
        for thread in flows:
            thread.start()
        time.sleep(2)
        visible, windows = [], []
        for number in range(options.rounds):
            seen(ports, developer, f"new{number}", time.perf_counter(), QUIET)
            before = time.perf_counter()
            change("model_0", number + 2, f"new_{number}")
            start = time.perf_counter()
            known = seen(ports, developer, f"new{number}", start, 30)
            assert len(known) == PROCESSES, "a process did not see the new schema"
            visible += known
            windows.append((before, start, max(visible[-PROCESSES:])))
        time.sleep(1)
        stop.set()
        for thread in flows:
            thread.join()
    return {**figures_of(noted, windows, visible, options.models), **build_seconds()}


def build_seconds() -> dict[str, float]:
    """Return the CPU seconds of a build in this process, of all models and after one changed; the best of three."""
    from contenthub.query.registry import Registry
    from tests.benchmarks.inprocess import cpu_of

    first, again = [], []
    for number in range(3):
        registry = Registry()
        first.append(cpu_of(registry.current))
        change("model_0", 1000 + number, f"more_{number}")
        again.append(cpu_of(registry.current))
    return {"build_cpu_s": round(min(first) / 1000, 3), "rebuild_cpu_s": round(min(again) / 1000, 3)}


def figures_of(
    noted: list[tuple[float, float]], windows: list[tuple[float, float, float]], visible: list[float], models: int
) -> dict[str, Any]:
    """Return the figures; a window is when a model began to change, when it had, and for how long schemas were built.

    As long before the change counts as quiet.
    """
    during = sorted(taken for at, taken in noted if any(start <= at <= start + long for _, start, long in windows))
    quiet = sorted(taken for at, taken in noted if any(begun - long <= at < begun for begun, _, long in windows))
    median = statistics.median(taken for _moment, taken in noted)
    return {
        "worst_vs_median": round(during[-1] / median, 1),
        "worst_without_vs_median": round(quiet[-1] / median, 1),
        "worst_vs_worst_without": round(during[-1] / quiet[-1], 2),
        "p99_vs_median": round(during[int(len(during) * 0.99)] / median, 1),
        "p99_without_vs_median": round(quiet[int(len(quiet) * 0.99)] / median, 1),
        "median_ms": round(median * 1000, 2),
        "median_during_ms": round(statistics.median(during) * 1000, 2),
        "visible_worst_s": round(max(visible), 2),
        "visible_median_s": round(statistics.median(visible), 2),
        "requests": len(noted),
        "requests_during": len(during),
        "models": models,
    }


def kinds(ids: dict[str, str], secret: str) -> list[list[bytes]]:
    """Return what each connection asks in turn: an answer that is kept, and ones that have to be worked out."""
    from tests.benchmarks import load

    kept = [load.request("GET", f"/graphql?documentId={ids['list']}", secret)]
    new = []
    for number in range(400):
        given = quote(json.dumps({"key": f"article-{number}"}))
        new.append(load.request("GET", f"/graphql?documentId={ids['one']}&variables={given}", secret))
    return [kept, new]


def flow(port: int, asked: list[bytes], stop: Event, noted: list[tuple[float, float]]) -> None:
    """Ask steadily, and note (when, seconds) of each request."""
    from tests.benchmarks import load

    number = 0
    with socket.create_connection(("127.0.0.1", port), 30) as connection:
        while not stop.is_set():
            start = time.perf_counter()
            load.exchange(connection, asked[number % len(asked)])
            noted.append((start, time.perf_counter() - start))
            number += 1
            time.sleep(EVERY)


def seen(ports: list[int], secret: str, field: str, since: float, longest: float) -> list[float]:
    """Return after how many seconds each process knew a new field, asked as often whether it does or not."""
    from tests.benchmarks import load

    body = json.dumps({"query": f'{{ model0s(locale: "nl") {{ nodes {{ {field} }} }} }}'}).encode()
    found: dict[int, float] = {}
    while len(found) < len(ports) and time.perf_counter() - since < longest:
        for port in ports:
            if port not in found:
                answered = load.one(port, load.request("POST", "/graphql", secret, body))
                if b'"data"' in answered:
                    found[port] = time.perf_counter() - since
        time.sleep(0.1)
    return list(found.values())


def change(key: str, number: int, more: str = "") -> None:
    """Publish a version of a model of fifteen fields."""
    from uuid import uuid4

    from django.utils import timezone

    from content_models.models import ContentModel, ModelVersion

    plain = [{"key": f"text_{place}", "kind": "text"} for place in range(6)]
    plain += [{"key": f"number_{place}", "kind": "number"} for place in range(4)]
    fields = [*plain, {"key": "body", "kind": "rich_text"}, {"key": "price", "kind": "fact"}]
    fields += [{"key": "related", "kind": "reference", "many": True}, {"key": "words", "kind": "tags"}]
    fields += [{"key": more, "kind": "text"}] if more else []
    row, _new = ContentModel.objects.get_or_create(key=key, defaults={"name": key})
    definition = {"key": key, "fields": fields}
    ModelVersion.objects.create(
        model=row, number=number, definition=definition, digest=uuid4().hex * 2, published_at=timezone.now()
    )


if __name__ == "__main__":
    main()
