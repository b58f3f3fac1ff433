"""How fast channels are judged, looked at and called: `uv run python tests/benchmarks/observe.py --json`.

A hub of its own in a scratch folder, and a receiver in a process of its own on loopback. Judging: 1,000 channels of
1,000 places each, every twentieth behind; only the verdicts are timed. Looking: whole pages, read for stamps and text.
Calling: signed calls from the outbox, each claimed, begun, sent and settled, by two workers.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

STAMP = "ch1:hub:11111111-2222-3333-4444-555555555555:nl:3:aaaaaaaaaaaa.2;t=abc123"
PAGE = (
    f"<!doctype html><title>Paspoort</title><meta name='contenthub:stamp' content='{STAMP}'><main>"
    + "<p>U vraagt een paspoort persoonlijk aan in het gemeentehuis. Neem een goede pasfoto mee.</p>" * 60
    + "</main>"
).encode()
START = datetime(2026, 3, 1, tzinfo=UTC)
SECRET = "whsec_" + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVowMTIzNDU="


class Receiver(BaseHTTPRequestHandler):
    """Serves a page, takes every call."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.answer(200, PAGE)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        self.answer(204, b"")

    def answer(self, status: int, body: bytes) -> None:
        self.send_response_only(status)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def log_message(self, *_arguments: object) -> None:
        pass


def receive(told: Any) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    server.request_queue_size = 256
    told.put(server.server_port)
    server.serve_forever()


def judge_speed(channels: int, places: int) -> float:
    """Return the seconds for the verdicts about so many channels."""
    from channels.verdict import Channel, Expected, Seen, judge

    seen_at, taken = START + timedelta(days=1), 0.0
    known = Channel(timedelta(days=1), START)
    for _number in range(channels):
        wanted = [Expected(f"/{n}", 3, {"price": 2}, START) for n in range(places)]
        seen = [Seen(f"/{n}", seen_at, number=3 if n % 20 else 2, facts={"price": 2}) for n in range(places)]
        started = time.perf_counter()
        verdict = judge(known, wanted, seen, seen_at + timedelta(hours=1))
        taken += time.perf_counter() - started
        assert round(verdict.share, 2) == 0.95
    return taken


def probe_speed(address: str, count: int) -> float:
    """Return how many pages a second are looked at."""
    from channels.http import request
    from channels.probe import Ask, Pace, look_at

    def fetch(url: str, headers: Any) -> Any:
        return request("GET", url, headers=headers, allow_private=True)

    started = time.perf_counter()
    looks = list(look_at([Ask(f"{address}/{n}") for n in range(count)], fetch, Pace(0)))
    taken = time.perf_counter() - started
    assert all(one.found.own == (STAMP,) for one in looks)
    return count / taken


def fill(address: str, count: int, channels: int) -> None:
    from django.db import transaction
    from django.utils import timezone

    from channels import outbox
    from channels.models import Channel

    now = timezone.now()
    hook = {"url": f"{address}/hook", "secrets": [SECRET], "allow_private": True}
    for number in range(channels):
        channel = Channel.objects.create(
            key=f"c{number}", name="c", kind="app", status="active", settings={"webhook": hook, "produce": "manual"}
        )
        drafts = [
            outbox.draft(channel, "webhook", f"{number}:{n}", now=now, target=hook["url"], payload={"n": n})
            for n in range(count // channels)
        ]
        with transaction.atomic():
            outbox.put(*drafts)


def work() -> None:
    from contenthub.tasks.shift import Shift
    from contenthub.tasks.ship import ship

    shift = Shift()
    while ship(shift, lambda: None):
        pass


def ship_speed(address: str, count: int, workers: int) -> float:
    """Return how many shipments a second arrive."""
    from django.db import connections

    from channels.models import Shipment

    fill(address, count, 8)
    connections.close_all()
    started = time.perf_counter()
    crew = [multiprocessing.Process(target=work) for _number in range(workers)]
    for one in crew:
        one.start()
    for one in crew:
        one.join()
    taken = time.perf_counter() - started
    assert Shipment.objects.filter(status="sent").count() == count, "some did not arrive"
    return count / taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--channels", type=int, default=1000)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--shipments", type=int, default=4000)
    options = parser.parse_args()
    multiprocessing.set_start_method("fork")
    told: Any = multiprocessing.Queue()
    server = multiprocessing.Process(target=receive, args=(told,), daemon=True)
    server.start()
    address = f"http://127.0.0.1:{told.get()}"
    with tempfile.TemporaryDirectory() as scratch:
        os.environ |= {"HUB_VAR_DIR": scratch, "DJANGO_SETTINGS_MODULE": "contenthub.settings"}
        os.environ["DATABASE_URL"] = f"sqlite:///{scratch}/hub.sqlite3"
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        found = {
            "judge_1000x1000_s": round(judge_speed(options.channels, 1000), 2),
            "probes_per_s": round(probe_speed(address, options.pages)),
            "shipments_per_s": round(ship_speed(address, options.shipments, 2)),
        }
    server.terminate()
    print(json.dumps(found) if options.json else "\n".join(f"{name}: {value}" for name, value in found.items()))


if __name__ == "__main__":
    main()
