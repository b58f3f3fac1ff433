"""Serve the hub."""

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from contenthub.management.supervise import supervise
from contenthub.tasks.stop import Stop

THREADS = 8
"""Requests that one web process answers at the same time, each with a database connection of its own."""


class Command(BaseCommand):
    """`manage.py serve`: the web server, with as many processes as this machine can use, and a worker."""

    help = "Serve the hub with granian (WSGI), and run one worker beside it. Stop with Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (default 8000)")
        parser.add_argument("--processes", type=int, default=0, help="web processes (default: one per core, 4 at most)")
        parser.add_argument("--workers", type=int, default=1, help="worker processes (default 1)")
        parser.add_argument("--no-worker", action="store_true", help="only the web server; work elsewhere")

    def handle(self, *args: Any, **options: Any) -> None:
        """Collect the static files, start web server and workers, and stay until asked to stop."""
        if not 0 < options["port"] < 65536:
            raise CommandError("--port: choose a number from 1 to 65535.")
        call_command("collectstatic", interactive=False, verbosity=0)
        processes = options["processes"] or max(1, min(4, os.cpu_count() or 1))
        workers = 0 if options["no_worker"] else max(0, options["workers"])
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contenthub.settings")
        connections.close_all()
        stop = Stop()
        self.say(
            f"Serving http://{options['host']}:{options['port']} with {processes} web processes"
            f" and {workers} worker{'s' if workers != 1 else ''}. Ctrl-C stops."
        )
        server = server_command(options["host"], options["port"], processes)
        if code := supervise(server, [worker_command()] * workers, stop, self.say):
            raise SystemExit(code)

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def server_command(host: str, port: int, processes: int) -> list[str]:
    threads = min(THREADS, 2 * (os.cpu_count() or 1) + 1)
    return [
        *(sys.executable, "-m", "granian", "contenthub.warm:application", "--interface", "wsgi"),
        *("--host", host, "--port", str(port), "--workers", str(processes), "--blocking-threads", str(threads)),
        *("--log-level", "warning", "--respawn-failed-workers"),
    ]


def worker_command() -> list[str]:
    manage = Path(settings.BASE_DIR) / "manage.py"
    return [sys.executable, str(manage), "work"] if manage.exists() else [sys.executable, "-m", "django", "work"]
