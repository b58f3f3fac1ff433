"""Bad days in a hub of its own; each function does one to it and counts what came of it.

Run by `tests.contenthub.tasks.alone`, in a process of its own.
"""

from __future__ import annotations

import gc
import os
import resource
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from itertools import count
from threading import Timer
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from wagtail.models import Locale

from channels.models import Channel, ChannelQuery, Shipment
from channels.registry import installed
from content_models.models import ContentModel, Item
from contenthub import flow
from contenthub.dispatch.produce import produce
from contenthub.importing.records import ImportedItem, Reading
from contenthub.importing.save import Importer
from contenthub.publishing.snapshots import Publication, Snapshot
from contenthub.query.registry import Registry
from contenthub.rest.health import ready
from contenthub.tasks.shift import Shift
from contenthub.tasks.worker import work_off
from contenthub.users import User
from tests.contenthub.tasks.town import RECEIVED, SHIPMENTS, Record, child, halves, lines, make_post, settle


def settle_in() -> User:
    """Make a hub with one content model, in a process that forks."""
    publisher = settle()
    gc.disable()
    return publisher


def item_of(number: int, text: str) -> ImportedItem:
    uuid = f"{number:08d}-0000-4000-8000-000000000000"
    return ImportedItem("x", uuid, "nl", f"item-{number}", f"Item {number}", "service", {"text": text})


def killed_at(statement: int, work: Callable[[], object]) -> bool:
    """Do something in a child that dies before a statement. Return whether it came that far."""

    def dying() -> None:
        numbers = count(1)

        def die(execute: Any, *given: Any) -> Any:
            if next(numbers) == statement:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(*given)

        with connection.execute_wrapper(die):
            work()

    return os.WIFSIGNALED(os.waitpid(child(dying), 0)[1])


def publication() -> dict[str, Any]:
    """Kill a publication before each of its statements in turn."""
    publisher = settle_in()
    item = Item(content_model=ContentModel.objects.get(), model_version=1, title="One", body={"text": "<p>One</p>"})
    item.locale = Locale.objects.get(language_code="nl")
    item.full_clean(exclude=["latest_revision"])
    item.save()
    revision = item.save_revision(user=publisher)
    kills, broken = 0, 0
    while killed_at(kills + 1, lambda: flow.publish_many([revision], publisher)):
        kills += 1
        broken += bool(halves()) or Snapshot.objects.exists()
    found = Snapshot.objects.count()
    return {"injected": kills, "lost": int(found == 0), "doubled": max(0, found - 1), "broken": broken}


def importing() -> dict[str, Any]:
    """Kill an import again and again, and begin it again each time."""
    publisher = settle_in()

    def reading() -> Reading:
        found = Reading(read=60)
        found.items = [item_of(number, f"<p>{number}</p>") for number in range(60)]
        return found

    kills, broken = 0, 0
    for statement in (2, 9, 14, 20, 27, 33, 41, 55, 70, 100, 140, 200):
        if not killed_at(statement, lambda: Importer(reading(), publisher, publish=True, bulk=False).run()):
            break
        kills += 1
        broken += bool(halves())
    Importer(reading(), publisher, publish=True).run()
    items, snapshots = Item.objects.count(), Snapshot.objects.count()
    return {"injected": kills, "lost": 60 - snapshots, "doubled": max(items, snapshots) - 60, "broken": broken}


def migration() -> dict[str, Any]:
    """Kill a migration here and there, and begin it again each time."""
    call_command("migrate", "axes", "zero", verbosity=0)
    kills = 0
    for statement in (4, 8, 12, 16, 20, 25, 30, 36):
        kills += killed_at(statement, lambda: call_command("migrate", "axes", verbosity=0))
    call_command("migrate", verbosity=0)
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    tables = [name for name in connection.introspection.table_names() if name.startswith("axes_")]
    return {"injected": kills, "lost": len(pending), "doubled": len(tables) - 4, "broken": 0}


def rebuild() -> dict[str, Any]:
    """Kill processes that build the schema, at moments of the build."""
    settle_in()
    kills = 0
    for milliseconds in (1, 5, 10, 20, 40):

        def build(milliseconds: int = milliseconds) -> None:
            Timer(milliseconds / 1000, lambda: os.kill(os.getpid(), signal.SIGKILL)).start()
            while True:
                Registry().current()

        kills += os.WIFSIGNALED(os.waitpid(child(build), 0)[1])
    found = "type Service implements ContentItem" in str(Registry().current().built.schema)
    return {"injected": kills, "lost": int(not found), "doubled": 0, "broken": 0}


def disk() -> dict[str, Any]:
    """Fill the disk while a channel is produced; then make room."""
    publisher = settle_in()
    web = Channel.objects.create(key="web", name="Web", kind="web", status="active")
    for name, text in installed().kind("web").queries.items():
        ChannelQuery.objects.create(channel=web, name=name, text=text)
    rows = [
        ImportedItem(
            "x", f"{n:08d}-0000-4000-8000-000000000000", "nl", f"item-{n}", f"Item {n}", "service", {"text": t}
        )
        for n, t in enumerate(["<p>Short.</p>", f"<p>{'Long. ' * 2000}</p>", "<p>Short too.</p>"])
    ]
    Importer(Reading(items=rows), publisher, publish=True).run()
    out, whole = settings.VAR_DIR / "full", settings.VAR_DIR / "whole"
    faults = 0
    for limit in (100, 2_000, 6_000):

        def full(limit: int = limit) -> None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            with suppress(OSError):
                produce(web, out)

        os.waitpid(child(full), 0)
        faults += 1
    connections.close_all()
    assert produce(web, out).failed == []
    assert produce(web, whole).failed == []
    found = {path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    wanted = {path.relative_to(whole): path.read_bytes() for path in whole.rglob("*") if path.is_file()}
    unlike = [str(path) for path in wanted if path.suffix == ".html" and found.get(path) != wanted[path]]
    extra = [str(path) for path in found.keys() - wanted.keys()]
    return {"injected": faults, "lost": len(unlike), "doubled": len(extra), "broken": 0}


def _arrived() -> dict[str, Any]:
    keys: dict[str, set[str]] = {}
    for line in lines(RECEIVED):
        key, effect = line.split(" ")
        keys.setdefault(effect, set()).add(key)
    left = Shipment.objects.exclude(status=Shipment.Status.SENT).count()
    lost = SHIPMENTS - len(keys) + left
    return {"lost": lost, "doubled": sum(len(found) > 1 for found in keys.values()), "broken": 0}


def clocks() -> dict[str, Any]:
    """Let workers deliver whose clocks differ by ten minutes each."""
    settle_in()
    with transaction.atomic():
        for post in range(4):
            make_post(f"post-{post}", SHIPMENTS // 4)
    skews = [timedelta(minutes=minutes) for minutes in (-10, 0, 10)]

    def work(skew: timedelta) -> None:
        shift = Shift(clock=lambda: timezone.now() + skew, transports={"record": Record()})
        for _round in range(40):
            work_off(shift)
            time.sleep(0.01)

    for pid in [child(lambda skew=skew: work(skew)) for skew in skews]:  # type: ignore[misc]
        os.waitpid(pid, 0)
    work(timedelta(minutes=20))
    return {"injected": len(skews) - 1, **_arrived()}


def database() -> dict[str, Any]:
    """Take the database away from a worker in the middle of its work, and start it again as its supervisor does."""
    settle_in()
    with transaction.atomic():
        for post in range(4):
            make_post(f"post-{post}", SHIPMENTS // 4)

    class Slow(Record):
        def send(self, parcel: Any) -> None:
            super().send(parcel)
            time.sleep(0.02)

    def work() -> None:
        shift = Shift(transports={"record": Slow()}, lease=timedelta(seconds=1))
        while Shipment.objects.exclude(status=Shipment.Status.SENT).exists():
            work_off(shift)
            time.sleep(0.02)

    cuts = 0
    while True:
        pid = child(work)
        time.sleep(0.6)
        if cuts < 3:
            with connection.cursor() as cursor:
                mine = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                cursor.execute(f"{mine} WHERE datname = current_database() AND pid <> pg_backend_pid()")
                cuts += bool(cursor.rowcount)
        if os.waitpid(pid, 0)[1] == 0:
            return {"injected": cuts, **_arrived()}


def versions() -> dict[str, Any]:
    """Publish with this code on the schema of a later one: more tables, more columns, another migration applied."""
    publisher = settle_in()
    with connection.cursor() as cursor:
        for table in ("contenthub_snapshot", "contenthub_publication", "content_models_item", "channels_shipment"):
            cursor.execute(f"ALTER TABLE {table} ADD COLUMN later text NULL")
        cursor.execute("CREATE TABLE contenthub_later (id integer PRIMARY KEY)")
    MigrationRecorder(connection).record_applied("contenthub", "9999_later")
    Importer(Reading(items=[item_of(1, "<p>1</p>")]), publisher, publish=True).run()
    found = Publication.objects.filter(status="live").count()
    state = ready().status_code
    return {"injected": 5, "lost": 1 - found, "doubled": Snapshot.objects.count() - 1, "broken": int(state != 200)}
