"""Set up the demo organisation and serve it."""

import os
import socket
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from channels.models import Channel
from contenthub.demo.channel_rows import move_channels, secret_of
from contenthub.demo.fresh import NotEmbeddedError, start_over
from contenthub.demo.identity import uuid_of
from contenthub.demo.load import STAGES, Loaded, load_demo
from contenthub.demo.people import PASSWORD, roles
from contenthub.dispatch.placements import Placement
from contenthub.install import install
from contenthub.users import User

HOST = "127.0.0.1"
USUAL_PORT = 8000
INSTALLING = 2
"""How many lines `install` says."""
EXAMPLE = "passport"
"""The item that is shown of a channel without an index."""


class Command(BaseCommand):
    """`manage.py demo`: set up, load Gemeente Duinrijk, produce its channels, serve."""

    help = "Set up a demo organisation, produce its channels and serve it. Safe to run again; then it is quick."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-serve", action="store_true", help="end after producing the channels")
        parser.add_argument("--fresh", action="store_true", help="start over: delete database, media and outputs first")
        parser.add_argument("--port", type=int, default=USUAL_PORT, help=f"port to serve on (default {USUAL_PORT})")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check first, then set up, load, produce, say where everything is, and serve."""
        check_place(options["port"], serve=not options["no_serve"])
        base_url = choose_address(options["port"])
        started = monotonic()
        if options["fresh"]:
            self.start_over()
        self.set_up(base_url)
        failed = self.produce()
        self.stdout.write(self.style.SUCCESS(f"The demo is ready, in {monotonic() - started:.1f} s."))
        self.tell(base_url)
        if not options["no_serve"]:
            os.environ.setdefault("HUB_ORGANISATION", "Gemeente Duinrijk")
            call_command("serve", host=HOST, port=options["port"], stdout=self.stdout)
        elif failed:
            raise SystemExit(1)

    def start_over(self) -> None:
        try:
            for path in start_over():
                self.stdout.write(f"Deleted {path}")
        except NotEmbeddedError as error:
            raise CommandError(f"Nothing was deleted. {error}") from error

    def set_up(self, base_url: str) -> None:
        """Install and load, with a bar that moves once a stage."""
        columns = (TextColumn("{task.description:<28}"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("", total=INSTALLING + len(STAGES))

            def say(line: str) -> None:
                progress.update(task, description=line, advance=1)
                progress.console.print(line)

            operator = install(say, channels=False)
            loaded = load_demo(operator, Path(settings.HUB_OUTPUT_DIR), base_url, say)
            moved = move_channels(base_url)
        self.stdout.write(summary(loaded))
        if moved:
            self.stdout.write(f"Its channels were at another address. They are at {base_url} now.")

    def produce(self) -> bool:
        """Produce every channel in use; tell whether anything failed, after having shown it."""
        try:
            call_command("produce", stdout=self.stdout)
        except SystemExit:
            return True
        return False

    def tell(self, base_url: str) -> None:
        """Print where everything is, and who may sign in."""
        rows = [("Admin", f"{base_url}/admin/"), ("GraphQL explorer", f"{base_url}/graphiql/")]
        for channel in Channel.objects.order_by("name"):
            rows.append((channel.name, f"{base_url}/channels/{channel.key}/{first_file(channel)}"))
        self.table("Addresses", rows)
        people = dict(roles())
        names = names_with_password(people)
        self.table(f"People, all with the password {PASSWORD}", [row for row in people.items() if row[0] in names])
        tokens = Channel.objects.filter(tokens__isnull=False).distinct().order_by("name")
        self.table("Tokens", [(channel.name, secret_of(channel.key)) for channel in tokens])

    def table(self, heading: str, rows: list[tuple[str, str]]) -> None:
        width = max((len(name) for name, _what in rows), default=0)
        self.stdout.write(self.style.MIGRATE_HEADING(f"\n{heading}"))
        for name, what in rows:
            self.stdout.write(f"  {name:<{width}}  {what}")


def names_with_password(names: Iterable[str]) -> set[str]:
    """Return who still has the password of the demo; equal hashes are checked once, for checking is slow on purpose."""
    hashes = dict(User.objects.filter(username__in=names).values_list("username", "password"))
    known = {one for one in set(hashes.values()) if check_password(PASSWORD, one)}
    return {name for name, one in hashes.items() if one in known}


def check_place(port: int, *, serve: bool) -> None:
    """Stop before anything is done when the demo may not run here."""
    if settings.PRODUCTION:
        raise CommandError(
            "The demo makes accounts with known passwords, so it does not run in production."
            " Set up an organisation of your own: manage.py init"
        )
    if not 0 < port < 65536:
        raise CommandError("--port: choose a number from 1 to 65535.")
    if serve and is_taken(port):
        other = f"manage.py demo --port {port + 1 if port < 65535 else USUAL_PORT}"
        raise CommandError(f"Port {port} of {HOST} is in use. Stop what runs there, or choose another: {other}")


def is_taken(port: int) -> bool:
    """Return whether something listens on this port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


def choose_address(port: int) -> str:
    """Return where the hub is served: what is produced here says so, and the server that follows reads the same from
    its environment."""
    if port != USUAL_PORT and f"http://{HOST}:{USUAL_PORT}" == settings.BASE_URL:
        os.environ["HUB_BASE_URL"] = settings.BASE_URL = f"http://{HOST}:{port}"
    return str(settings.BASE_URL)


def summary(loaded: Loaded) -> str:
    if not loaded.anything:
        return "Gemeente Duinrijk is there already, and stays as you left it. (--fresh starts over.)"
    counts = ", ".join(f"{number} {what}" for what, number in vars(loaded).items())
    return f"Loaded Gemeente Duinrijk: {counts}."


def first_file(channel: Channel) -> str:
    """Return the file of a channel that shows it best: its index, which a folder shows by itself, or one item."""
    folder = Path(settings.HUB_OUTPUT_DIR) / channel.key
    if (folder / "index.html").exists():
        return ""
    if (folder / "manifest.json").exists():
        return "manifest.json"
    placed = Placement.objects.filter(channel=channel).order_by("path")
    example = placed.filter(uuid=uuid_of("item", EXAMPLE), locale=settings.HUB_LOCALES[0]).first() or placed.first()
    return example.path if example else ""
