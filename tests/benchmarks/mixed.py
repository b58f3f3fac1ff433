"""Everything at once for half an hour: `uv run python tests/benchmarks/mixed.py [--minutes 30]`.

A hub of its own (SQLite in a scratch folder, or an empty database that DATABASE_URL names), served with a worker
beside it, on loopback. Programs pull, somebody publishes every second and looks how soon a pull shows it, others
preview, check texts and probe the website. Ends with 1 when something answered wrongly, when what is stale at the
99th percentile is over the limit, or when memory grows: measured over the second half, judged from ten minutes on.
"""

import argparse
import http.client
import json
import os
import random
import secrets
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from copy import copy
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
ITEMS = 200
ONE = 'query One($key: String!) { bench(key: $key, locale: "nl") { key title stamp summary text { html } } }'
MANY = 'query Many { benches(locale: "nl", order: SINCE_DESC, first: 20) { nodes { key title } } }'
TEXT = "Graag willen wij u erop attenderen dat de aanvraag geschiedt middels het formulier. " * 10
GIVE_UP = 10.0
"""Seconds after which a publication that no pull shows counts as an error."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--rate", type=float, default=50, help="pulls a second (default 50)")
    parser.add_argument("--stale", type=float, default=1.0, help="seconds at the 99th percentile (default 1)")
    parser.add_argument("--growth", type=float, default=60, help="MB an hour that memory may grow (default 60)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        os.environ.update({"HUB_VAR_DIR": scratch, "DJANGO_SETTINGS_MODULE": "contenthub.settings"})
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{scratch}/hub.sqlite3")
        os.environ.setdefault("EMAIL_URL", f"filemail:///{scratch}/mail")
        from tests.browser.server import free_port

        port = free_port()
        os.environ["HUB_BASE_URL"] = f"http://127.0.0.1:{port}"
        figures = Mixed(Path(scratch), port, options.rate).run(options.minutes * 60)
    print(json.dumps(figures))
    breaches = [f"errors: {figures['errors']}"] if figures["errors"] else []
    if figures["stale_p99_s"] > options.stale:
        breaches.append(f"stale at the 99th percentile: {figures['stale_p99_s']} s")
    if options.minutes >= 10 and figures["growth_mb_per_hour"] > options.growth:
        breaches.append(f"memory grows: {figures['growth_mb_per_hour']} MB an hour")
    print("\n".join(breaches) or "No breach.", file=sys.stderr)
    return int(bool(breaches))


class Mixed:
    """One hub under mixed load."""

    def __init__(self, folder: Path, port: int, rate: float) -> None:
        self.port, self.rate = port, rate
        self.over = threading.Event()
        self.done, self.wrong = Counter[str](), Counter[str]()
        self.times: dict[str, list[float]] = {}
        self.stale: list[float] = []
        self.memory: list[tuple[float, float]] = []
        self._fill(folder)

    def _fill(self, folder: Path) -> None:
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        from channels.models import Channel, ChannelQuery, Token
        from contenthub import flow
        from tests.benchmarks.publish import Bench

        bench = Bench(ITEMS, 0, folder)
        self.user = bench.user
        self.drafts = [bench._draft(number, []) for number in range(ITEMS)]
        flow.publish_many([one.save_revision(user=self.user, clean=False) for one in self.drafts], self.user)
        web = Channel.objects.get(key="web")
        web.status, web.base_url = "active", f"http://127.0.0.1:{self.port}/channels/web/"
        web.settings = {**web.settings, "watch": {"address": web.base_url, "allow_private": True, "per_second": 0}}
        web.save()
        self.secret = Token.issue(web, "load", ["lint"])[1]
        self.one, self.many = (
            ChannelQuery.objects.create(channel=web, name=name, text=text).document_id
            for name, text in (("load-one", ONE), ("load-many", MANY))
        )

    def run(self, seconds: float) -> dict[str, Any]:
        command = [sys.executable, "manage.py", "serve", "--port", str(self.port), "--processes", "1"]
        server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
        try:
            from tests.browser.server import wait_for

            wait_for(f"http://127.0.0.1:{self.port}/healthz")
            kinds: list[tuple[str, float, Callable[[Any], None]]] = [
                ("pull", 2 / self.rate, self.pull),
                ("pull", 2 / self.rate, self.pull),
                ("publish", 1.0, self.publish),
                ("preview", 2.0, self.preview),
                ("lint", 0.5, self.lint),
                ("probe", 30.0, self.probe),
            ]
            threads = [threading.Thread(target=self.keep_doing, args=kind) for kind in kinds]
            for thread in threads:
                thread.start()
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                self.memory.append((time.monotonic(), resident(server.pid)))
                if server.poll() is not None:
                    self.wrong["the server ended"] += 1
                    break
                time.sleep(min(2.0, max(0.0, end - time.monotonic())))
            self.over.set()
            for thread in threads:
                thread.join()
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(60)
        return self.figures(seconds)

    def keep_doing(self, name: str, pause: float, act: Callable[[Any], None]) -> None:
        """Do something at a pace until it is over; what raises is counted by its kind."""
        from django.db import connection

        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        due = time.monotonic() + random.random() * pause
        while not self.over.wait(max(0.0, due - time.monotonic())):
            due = max(due + pause, time.monotonic() - 1)
            start = time.perf_counter()
            try:
                act(line)
            except Exception as error:  # noqa: BLE001 (every kind counts)
                self.wrong[f"{name}: {type(error).__name__} {str(error)[:80]}"] += 1
                line.close()
            else:
                self.done[name] += 1
                self.times.setdefault(name, []).append(time.perf_counter() - start)
        line.close()
        connection.close()

    def ask(self, line: Any, method: str, path: str, body: Any = None) -> bytes:
        headers = {"Authorization": f"Bearer {self.secret}"} if "/preview/" not in path else {}
        sent = None if body is None else json.dumps(body).encode()
        line.request(method, path, sent, headers | ({"Content-Type": "application/json"} if sent else {}))
        answer = line.getresponse()
        told: bytes = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{answer.status} {path.split('?')[0][:40]}")
        return told

    def pull(self, line: Any, key: str = "") -> bytes:
        if not key and random.random() < 0.2:
            return self.ask(line, "GET", f"/graphql?documentId={self.many}")
        key = key or f"dienst-{min(ITEMS - 1, int(random.paretovariate(0.6)))}"
        told = self.ask(line, "GET", f"/graphql?documentId={self.one}&variables={quote(json.dumps({'key': key}))}")
        if b'"errors"' in told or b'"title"' not in told:
            raise RuntimeError("a pull without an answer")
        return told

    def publish(self, line: Any) -> None:
        """Publish an item, then pull it until the new title shows."""
        item, mark = random.choice(self.drafts), secrets.token_hex(4)
        item.title = f"Dienst {mark}"
        item.save_revision(user=self.user).publish(user=self.user)
        item.refresh_from_db()
        start = time.perf_counter()
        while mark.encode() not in self.pull(line, item.key):
            if time.perf_counter() - start > GIVE_UP:
                raise RuntimeError("a publication that no pull shows")
            time.sleep(0.002)
        self.stale.append(time.perf_counter() - start)

    def preview(self, line: Any) -> None:
        from datetime import UTC, datetime

        from contenthub.query.preview import Pair, write_token

        item = copy(random.choice(self.drafts))  # who publishes gives its title to the same object
        pair = Pair("item", item.pk, item.save_revision(user=self.user).pk)
        token = write_token([pair], datetime.now(UTC))
        if item.title.encode() not in self.ask(line, "GET", f"/preview/{token}/"):
            raise RuntimeError("a preview without its title")

    def lint(self, line: Any) -> None:
        json.loads(self.ask(line, "POST", "/api/lint", {"text": TEXT, "locale": "nl"}))["findings"]

    def probe(self, _line: Any) -> None:
        from channels.models import Channel
        from contenthub.management.commands.watch import watch_now

        watch_now(Channel.objects.get(key="web"))

    def figures(self, seconds: float) -> dict[str, Any]:
        late = sorted(self.stale) or [0.0]
        half = self.memory[len(self.memory) // 2 :]
        return {
            "minutes": round(seconds / 60, 1),
            "done": dict(self.done),
            "p99_ms": {name: round(percentile(times, 99) * 1000, 1) for name, times in self.times.items()},
            "errors": sum(self.wrong.values()),
            "wrong": dict(self.wrong),
            "stale_p50_s": round(percentile(late, 50), 3),
            "stale_p99_s": round(percentile(late, 99), 3),
            "memory_mb": [round(self.memory[0][1]), round(half[0][1]), round(half[-1][1])],
            "growth_mb_per_hour": round(slope(half) * 3600, 1),
        }


def percentile(values: list[float], share: int) -> float:
    return sorted(values)[min(len(values) - 1, len(values) * share // 100)]


def slope(points: list[tuple[float, float]]) -> float:
    """Return the slope of the line of least squares."""
    middle = [sum(column) / len(points) for column in zip(*points, strict=True)]
    spread = sum((x - middle[0]) ** 2 for x, _y in points)
    return sum((x - middle[0]) * (y - middle[1]) for x, y in points) / spread if spread else 0.0


def resident(pid: int) -> float:
    """Return the memory in MB of a process and all that it started."""
    total = 0
    try:
        total = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        children = []
    return total / 2**20 + sum(resident(int(child)) for child in children)


if __name__ == "__main__":
    raise SystemExit(main())
