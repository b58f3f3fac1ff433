"""A hub with real commits for tests that end processes: filled here, worked on by children, looked at afterwards.

Run by `tests.contenthub.tasks.alone`, in a process of its own.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections, transaction
from django.utils import timezone
from wagtail.models import Locale
from wagtail.models.workflows import Revision

from channels import outbox
from channels.models import Channel, ChannelQuery, Cursor, Shipment
from channels.registry import installed
from channels.transports.base import Parcel
from content_models.models import ContentModel, Item
from content_models.spec import ModelSpec
from contenthub.publishing.changes import settled, settled_head
from contenthub.publishing.snapshots import Change, Publication, Snapshot
from contenthub.tasks.shift import Shift, Tally
from contenthub.tasks.worker import work_off
from contenthub.users import User
from tests.conftest import SERVICE

PLANNED = 8
SHIPMENTS = 60
SOON = timedelta(seconds=3)
"""From the planning to the moment, at least: on a slow machine it is put further off, since planning takes longer."""
RECEIVED = settings.VAR_DIR / "received"
RECEIVER = "https://receiver.example/hook"
DEATHS = settings.VAR_DIR / "deaths"


class Record:
    """A receiver that writes down what arrives: one line a parcel."""

    key = "record"

    def send(self, parcel: Parcel) -> None:
        write_line(RECEIVED, f"{parcel.key} {parcel.payload['n']}")


def write_line(path: Path, line: str) -> None:
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(file, f"{line}\n".encode())
    os.close(file)


def lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


def settle(name: str = "publisher") -> User:
    """Make a hub with two languages and one content model; return who made it, a superuser."""
    user = User.objects.create_superuser(name, f"{name}@example.org", "secret")
    for code in ("nl", "en"):
        Locale.objects.get_or_create(language_code=code)
    model = ContentModel()
    model.set_definition(ModelSpec.read(SERVICE))
    model.save()
    model.save_revision(user=user).publish(user=user)
    return user


def fill(posts: int) -> datetime:
    """Plan items, make a channel that follows them and channels with mail to send; return when the items go live."""
    began = timezone.now()
    publisher = settle()
    web = Channel.objects.create(key="web", name="Web", kind="web", status="active")
    for name, text in installed().kind("web").queries.items():
        ChannelQuery.objects.create(channel=web, name=name, text=text)
    with transaction.atomic():
        for post in range(posts):
            make_post(f"post-{post}", SHIPMENTS // posts)
    Cursor.objects.create(channel=web, position=Change.objects.latest("seq").seq, moment=timezone.now())
    moment = timezone.now() + max(SOON, 3 * (timezone.now() - began))
    for number in range(PLANNED):
        plan(ContentModel.objects.get(), publisher, f"Item {number}", moment)
    return moment


def make_post(key: str, count: int) -> None:
    settings = {"produce": "manual"}
    channel = Channel.objects.create(key=key, name=key, kind="email", status="active", settings=settings)
    now = timezone.now()
    for n in range(count):
        name = f"{key}:{n}"
        outbox.put(outbox.draft(channel, "record", name, now=now, target=RECEIVER, payload={"n": name}))


def plan(model: ContentModel, publisher: User, title: str, moment: datetime) -> None:
    item = Item(
        content_model=model,
        model_version=1,
        title=title,
        locale=Locale.objects.get(language_code="nl"),
        body={"text": f"<p>{title}</p>"},
        go_live_at=moment,
    )
    item.full_clean(exclude=["latest_revision"])
    item.save()
    item.save_revision(user=publisher).publish(user=publisher)


def halves() -> list[str]:
    """Return the keys of items that are published in one table and not in another, or twice; there must be none."""
    live = Counter(str(key) for key in Item.objects.filter(live=True).values_list("translation_key", flat=True))
    others = (
        Counter(str(key) for key in Publication.objects.values_list("uuid", flat=True)),
        Counter(str(key) for key in Snapshot.objects.values_list("uuid", flat=True)),
        Counter(str(key) for key in Change.objects.filter(what="published").values_list("uuid", flat=True)),
    )
    waiting = {
        str(Item.objects.get(pk=pk).translation_key)
        for pk in Revision.objects.exclude(approved_go_live_at=None).values_list("object_id", flat=True)
    }
    wrong = [key for other in others for key in (live - other) + (other - live)]
    return wrong + [key for key in waiting if key in live] + [key for key, times in live.items() if times > 1]


def child(work: Callable[[], None]) -> int:
    """Do something in a process of its own, with connections of its own. Return its process id."""
    connections.close_all()
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        work()
        code = 0
    finally:
        sys.stdout.flush()
        os._exit(code)


def lives() -> dict[str, Any]:
    """Let worker after worker die, each at the first step that none died at before, until one finds nothing to do.

    A round before the first fork leaves the children what every process has to learn once. A life takes a minute of the
    clock, and it is morning here whenever this runs: at midnight there would be more to do.
    """
    timezone.activate(timezone.get_fixed_timezone(timedelta(hours=6 - timezone.now().hour)))
    work_off(Shift(transports={"record": Record()}))
    time.sleep(max(0.0, (fill(1) - timezone.now()).total_seconds()))
    gc.disable()
    started, died, broken, count = timezone.now(), set[str](), 0, 0
    while True:
        count += 1
        now = started + timedelta(minutes=count)

        def die(step: str, what: object) -> None:
            point = f"{step}: {what}"
            if point not in died:
                write_line(DEATHS, point)
                os.kill(os.getpid(), signal.SIGKILL)

        def one_life(now: datetime = now) -> None:
            transports = {"record": Record()}
            work_off(Shift(clock=lambda: now, step=die, lease=timedelta(seconds=1), transports=transports))

        _pid, status = os.waitpid(child(one_life), 0)
        if not os.WIFSIGNALED(status):
            return {
                "deaths": Counter(point.split(":")[0] for point in died),
                "code": os.waitstatus_to_exitcode(status),
                "broken": broken,
                **outcome(),
            }
        last = lines(DEATHS)[-1]
        died.add(last)
        broken += bool(last.startswith("schedule") and halves())


def race(workers: int = 3) -> dict[str, Any]:
    """Let several workers work at once until nothing is left."""
    moment = fill(4)
    transports = {"record": Record()}

    def work() -> None:
        shift, tally = Shift(transports=transports), Tally()
        while timezone.now() < moment or is_anything_left():
            tally += work_off(shift)
            time.sleep(0.02)
        write_line(settings.VAR_DIR / "tallies", json.dumps(vars(tally)))

    codes = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in [child(work) for _ in range(workers)]]
    tallies = [Tally(**json.loads(line)) for line in lines(settings.VAR_DIR / "tallies")]
    return {"codes": codes, "total": vars(sum(tallies, Tally())), "broken": bool(halves()), **outcome()}


def is_anything_left() -> bool:
    waiting = Shipment.objects.filter(status__in=["due", "claimed"]).exists()
    return waiting or Revision.objects.exclude(approved_go_live_at=None).exists()


def outcome() -> dict[str, Any]:
    """Return what there is at the end, in numbers."""
    arrived = [line.split(" ") for line in lines(RECEIVED)]
    keys: dict[str, set[str]] = {}
    for key, effect in arrived:
        keys.setdefault(effect, set()).add(key)
    shipments = Counter(Shipment.objects.values_list("transport", "status"))
    out = settings.HUB_OUTPUT_DIR / "web" / "nl"
    return {
        "effects": len(keys),
        "arrivals": len(arrived),
        "out_of_order": out_of_order(keys),
        "most_keys": max(len(found) for found in keys.values()),
        "shipments": {f"{transport} {status}": number for (transport, status), number in sorted(shipments.items())},
        "published": Snapshot.objects.count(),
        "numbers": sorted(set(Snapshot.objects.values_list("number", flat=True))),
        "pages": len([path for path in out.glob("item-*/index.html") if "ch1:" in path.read_text()]),
        "placements": Channel.objects.get(key="web").placements.count(),
        "most_attempts": max(Shipment.objects.values_list("attempts", flat=True)),
        "left": is_anything_left(),
    }


def out_of_order(effects: Iterable[str]) -> int:
    """Return how many effects arrived for the first time before one of their channel that was put before them."""
    last, wrong = Counter[str](), 0
    for effect in effects:
        channel, number = effect.split(":")
        wrong += int(number) < last[channel]
        last[channel] = max(last[channel], int(number))
    return wrong


def gap() -> dict[str, Any]:
    """Read the log while a line with a lower number is on its way, after it came, and behind one that never will."""
    from psycopg import connect

    insert = (
        "INSERT INTO contenthub_change (what, uuid, locale, cause, actor, at)"
        " VALUES ('model', gen_random_uuid(), '', '', '', now()) RETURNING seq"
    )
    url = os.environ["DATABASE_URL"]
    found: dict[str, Any] = {}
    with connect(url) as slow, connect(url, autocommit=True) as quick:
        first = slow.execute(insert).fetchone()[0]  # type: ignore[index]
        quick.execute(insert)
        found["while"] = [one.seq - first for one in settled(first - 1)]
        slow.commit()
        found["after"] = [one.seq - first for one in settled(first - 1)]
        slow.execute(insert)
        slow.rollback()
        quick.execute(insert)
        found["behind one that was rolled back"] = [one.seq - first for one in settled(first - 1)]
        slow.execute(insert)
        found["head while somebody writes"] = settled_head()
    return found
