"""A simulated month over real servers: every fault is found within an interval, and nothing else is called one."""

from __future__ import annotations

import base64
import os
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox
from django.db import transaction
from django.test import Client

from channels import outbox
from channels.models import Channel, ChannelQuery, Maintenance, Token
from channels.registry import installed
from channels.sightings import note_sign
from content_models.models import Fact, Item
from contenthub import flow
from contenthub.dispatch.watch.tables import TROUBLE, ChannelFinding, ChannelWatch
from contenthub.governance.notices import Notice
from contenthub.tasks.shift import Shift
from contenthub.tasks.worker import work_off
from contenthub.users import User
from tests.browser.server import free_port
from tests.contenthub.dispatch.sites import Behave, Site, away, close, elsewhere, liar, serve, site_at, slow

START = datetime(2024, 3, 1, 9, tzinfo=UTC)
"""Long ago, since stored queries are answered as of now."""
INTERVAL = timedelta(days=8)
PER_INTERVAL = 6
LOOK = INTERVAL / PER_INTERVAL
TICKS = 23
"""Looks in a month."""
SECRET = "whsec_" + base64.b64encode(b"a secret of thirty-two bytes ...").decode()
STATES = {
    "frozen": "drifting",
    "dies": "silent",
    "keeps": "drifting",
    "leads": "silent",
    "liar": "silent",
    "slow": "silent",
    "app": "silent",
    "ended": "revenant",
    "inside": "silent",
}
"""What the hub must say of a channel within an interval after it broke, each in its own way."""
SEEDS = range(1, 1 + int(os.environ.get("HUB_MONTHS", "1")))


class Plan:
    """When what happens, in looks: the order of the faults, a short outage and what is published are drawn by lot."""

    def __init__(self, seed: int) -> None:
        lot = random.Random(seed)
        order = [key for key in STATES if key != "inside"]
        lot.shuffle(order)
        self.broken = {"inside": 0, **dict(zip(order, sorted(lot.sample(range(4, 15), len(order))), strict=True))}
        self.outage = lot.randrange(2, 20)
        self.published = [lot.randrange(1, 4), lot.randrange(15, 20)]

    @property
    def changes(self) -> list[int]:
        """The looks before which something changed that every channel carries."""
        return [*self.published, self.broken["frozen"], self.broken["keeps"]]


class Month:
    """The hub, its sites and the clock."""

    def __init__(self, folder: Path, sites: dict[str, Site], publisher: User) -> None:
        self.folder, self.sites, self.publisher = folder, sites, publisher
        self.now = START
        self.states: dict[str, list[str]] = {}

    def shift(self) -> Shift:
        return Shift(clock=lambda: self.now, chance=lambda: 0.0, folder=self.folder)

    def publish(self, item: Item, text: str) -> None:
        item = Item.objects.get(pk=item.pk)
        item.body = {"text": f"<p>{text}</p>"}
        flow.publish_many([item.save_revision(user=self.publisher)], self.publisher, now=self.now)

    def raise_price(self, fact: Fact, amount: str, at: datetime | None = None) -> None:
        fact.timeline = [{"value": {"amount": amount, "currency": "EUR"}, "valid_from": None, "valid_until": None}]
        fact.save()
        flow.publish_fact(fact.save_revision(user=self.publisher), self.publisher, now=at or self.now)

    def withdraw(self, item: Item) -> None:
        flow.withdraw(Item.objects.get(pk=item.pk), "gone", self.publisher, "Klaar", self.now)

    def look(self) -> None:
        work_off(self.shift())
        for watch in ChannelWatch.objects.select_related("channel"):
            self.states.setdefault(watch.channel.key, []).append(watch.state)


def make(key: str, owner: User, kind: str = "web", **more: Any) -> Channel:
    watch = {"allow_private": True, "per_second": 0, "timeout": 2, **more.pop("watch", {})}
    settings = {"watch": watch, **more.pop("settings", {})}
    channel = Channel.objects.create(
        **{"key": key, "name": key, "kind": kind, "status": "active", "owner": owner, "cadence": INTERVAL},
        **{"created_at": START, "settings": settings, **more},
    )
    for name, text in installed().kind(kind).queries.items():
        ChannelQuery.objects.create(channel=channel, name=name, text=text)
    return channel


@pytest.fixture
def sites(tmp_path: Path) -> Iterator[dict[str, Site]]:
    names = ["healthy", "tended", "frozen", "dies", "keeps", "leads", "liar", "slow", "ended", "app", "mail", "other"]
    with ExitStack() as stack:
        yield {name: stack.enter_context(site_at(tmp_path / name)) for name in names}


@pytest.fixture
def mailbox(tmp_path: Path, settings: Any) -> Iterator[Path]:
    folder = tmp_path / "maildir"
    controller = Controller(Mailbox(str(folder)), hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    yield folder
    controller.stop()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_month_in_which_every_fault_is_found_and_nothing_else(
    seed: int,
    tmp_path: Path,
    sites: dict[str, Site],
    mailbox: Path,
    publisher: User,
    make_item: Callable[..., Item],
) -> None:
    plan, month = Plan(seed), Month(tmp_path, sites, publisher)
    fact = Fact(key="passport-price", kind="money", label="Price")
    month.raise_price(fact, "75.80", START - timedelta(days=2))
    price = make_item(
        "Paspoort", body={"text": f'<p>Kost <embed embedtype="fact" fact="{fact.uuid}" format="short"/>.</p>'}
    )
    other, ending = make_item("Rijbewijs"), make_item("Markt")
    revisions = [one.save_revision(user=publisher) for one in (price, other, ending)]
    flow.publish_many(revisions, publisher, now=START - timedelta(days=1))
    for key in ("healthy", "tended", "frozen", "dies", "keeps", "leads", "liar", "slow", "ended"):
        make(key, publisher, base_url=sites[key].address)
    make("inside", publisher, base_url=sites["other"].address, watch={"allow_private": False})
    hook = {"url": sites["app"].address + "/hook", "secrets": [SECRET], "allow_private": True}
    app = make("app", publisher, "app", settings={"produce": "manual", "webhook": hook})
    secret = Token.issue(app, "App")[1]
    mail = make("mail", publisher, "email", base_url=sites["mail"].address, watch={"lists": ["archive.mbox"]})
    tended = Channel.objects.get(key="tended")
    Maintenance.objects.create(channel=tended, start=START + LOOK * 13.5, end=START + LOOK * 23)

    for tick in range(TICKS):
        month.now = START + LOOK * tick
        happen(month, plan, tick, other=other, ending=ending, fact=fact)
        if tick < plan.broken["app"]:
            run_app(app, secret, month.now)
        month.look()
        send_and_archive(mail, other, month, mailbox)

    report = {key: first_trouble(states) for key, states in month.states.items()}
    healthy = {key: report[key] for key in report.keys() - STATES.keys()}
    assert healthy == dict.fromkeys(("healthy", "tended", "mail"))
    late = {}
    for key, state in STATES.items():
        found = report[key]
        assert found is not None, (key, plan.broken)
        assert month.states[key][found] == state, (key, plan.broken, month.states[key])
        assert found >= plan.broken[key], (key, plan.broken)
        late[key] = found - plan.broken[key]
    assert max(late.values()) <= PER_INTERVAL, late
    assert {one.channel.key for one in ChannelFinding.objects.filter(closed_at=None)} == set(STATES)
    assert Notice.objects.filter(kind="channel", user=publisher).count() >= len(STATES)
    assert len(sites["app"].calls) == 1 + sum(tick < plan.broken["app"] for tick in plan.changes)


def happen(month: Month, plan: Plan, tick: int, *, other: Item, ending: Item, fact: Fact) -> None:
    """Let happen what the plan of the month says for this look."""
    sites, hasty = month.sites, {"allow_private": True, "per_second": 0, "timeout": 0.1}
    breaks: dict[str, list[Callable[[], object]]] = {
        "frozen": [sites["frozen"].freeze, lambda: month.raise_price(fact, "83.10")],
        "dies": [lambda: close(sites["dies"])],
        "keeps": [sites["keeps"].freeze, lambda: month.withdraw(ending)],
        "leads": [lambda: become(sites["leads"], elsewhere(sites["other"].address))],
        "liar": [lambda: become(sites["liar"], liar)],
        "slow": [lambda: become(sites["slow"], slow(0.3)), lambda: change("slow", settings={"watch": hasty})],
        "app": [lambda: setattr(sites["app"], "refusing", 500)],
        "ended": [lambda: change("ended", status="retired", retired_at=month.now)],
    }
    for key, events in breaks.items():
        if plan.broken[key] == tick:
            for event in events:
                event()
    if tick in plan.published:
        month.publish(other, f"Nieuw {tick}")
    if tick in (plan.outage, plan.outage + 2):
        become(sites["healthy"], away if tick == plan.outage else serve)
    if tick in (14, 22):
        become(sites["tended"], away if tick == 14 else serve)


def become(site: Site, behave: Behave) -> None:
    site.behave = behave


def change(key: str, **more: Any) -> None:
    Channel.objects.filter(key=key).update(**more)


def run_app(app: Channel, secret: str, now: datetime) -> None:
    """Let the app ask its stored query as it would over HTTP; the moment of the pull is the month's."""
    document = app.queries.get(name="index").document_id
    body = {"documentId": document, "variables": {"locale": "nl", "first": 10}}
    answer = Client().post(
        "/graphql", body, content_type="application/json", headers={"Authorization": f"Bearer {secret}"}
    )
    assert answer.status_code == 200, answer.content
    app.sightings.filter(way="pull", address="").delete()
    note_sign(app.pk, "pull", now)


def send_and_archive(mail: Channel, item: Item, month: Month, mailbox: Path) -> None:
    """Mail what is new to a reader, and put what arrived in the archive that everybody may read."""
    placement = mail.placements.filter(uuid=item.translation_key).first()
    if placement is None:
        return
    payload = {"path": placement.path, "sha256": placement.sha256}
    key = f"smtp:{placement.path}:{placement.sha256}"
    with transaction.atomic():
        outbox.put(outbox.draft(mail, "smtp", key, now=month.now, target="lezer@example.org", payload=payload))
    work_off(month.shift())
    letters = [path.read_bytes() for path in sorted(mailbox.glob("new/*"), key=lambda path: path.stat().st_mtime_ns)]
    archive = b"".join(b"From reader Mon Mar  1 09:00:00 2027\n" + letter + b"\n" for letter in letters[-1:])
    (month.sites["mail"].folder / "archive.mbox").write_bytes(archive)


def first_trouble(states: list[str]) -> int | None:
    return next((tick for tick, state in enumerate(states) if state in TROUBLE), None)
