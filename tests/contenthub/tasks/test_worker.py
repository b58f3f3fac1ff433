"""The round as a whole, its waiting and stopping, and the commands `work` and `serve` as processes."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from channels.models import Channel, Shipment
from content_models.models import Item
from contenthub.tasks import worker
from contenthub.tasks.moments import next_moment
from contenthub.tasks.patience import Patience
from contenthub.tasks.shift import Shift, Tally
from contenthub.tasks.worker import pause_until, run, work_off

ROOT = Path(__file__).resolve().parents[3]
NOW = datetime(2027, 1, 1, 12, tzinfo=UTC)


def test_a_round_carries_a_publication_to_the_channel(
    item: Item, make_channel: Callable[..., Channel], publish: Callable[..., Item], tmp_path: Path
) -> None:
    make_channel()
    assert work_off(Shift(folder=tmp_path)) == Tally(noted=1, sent=1, looked=1)
    assert work_off(Shift(folder=tmp_path)) == Tally()
    publish(item)
    assert work_off(Shift(folder=tmp_path)) == Tally(noted=1, sent=1)
    assert (tmp_path / "web" / "nl" / item.key / "index.html").exists()


@pytest.mark.parametrize(("after", "pause"), [(None, 2.0), (0.5, 0.5), (90.0, 2.0), (-1.0, 0.02)])
def test_waiting_ends_at_the_next_moment(after: float | None, pause: float) -> None:
    moment = None if after is None else NOW + timedelta(seconds=after)
    assert pause_until(moment, NOW) == pause


def test_the_next_moment_is_the_first_of_all(
    make_item: Callable[..., Item], publish: Callable[..., Item], make_channel: Callable[..., Channel]
) -> None:
    assert next_moment(NOW) is None
    publish(make_item(expire_at=NOW + timedelta(hours=3)))
    assert next_moment(NOW) == NOW + timedelta(hours=3)
    channel = make_channel()
    for number, hours in enumerate((2, -1)):
        due_at = NOW + timedelta(hours=hours)
        Shipment.objects.create(channel=channel, transport="x", key=str(number), due_at=due_at)
    assert next_moment(NOW) == NOW + timedelta(hours=2)


def test_what_goes_wrong_is_left_alone_longer_each_time() -> None:
    patience = Patience()
    assert patience.waits("a", NOW) is False
    for seconds in (5, 10, 20):
        patience.lose("a", NOW, lambda: 0.0)
        assert patience.waits("a", NOW + timedelta(seconds=seconds - 1)) is True
        assert patience.waits("a", NOW + timedelta(seconds=seconds)) is False


@pytest.mark.django_db
def test_a_database_that_is_away_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []

    def gone(_shift: Shift) -> Tally:
        raise OperationalError("the database is gone")

    def wait(seconds: float) -> bool:
        pauses.append(seconds)
        return len(pauses) == 8

    monkeypatch.setattr(worker, "look", gone)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(worker.connection, "close", lambda: None)
    run(Shift(), wait)
    assert pauses == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0]


@pytest.fixture
def signals() -> Iterator[None]:
    """A command that stops cleanly takes the signals of its process; give them back."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, found in before.items():
        signal.signal(number, found)


def work(*args: str) -> str:
    out = StringIO()
    call_command("work", *args, stdout=out)
    return out.getvalue().strip()


def test_once_does_what_is_due(
    item: Item, make_channel: Callable[..., Channel], settings: Any, tmp_path: Path, signals: None
) -> None:
    settings.HUB_OUTPUT_DIR = tmp_path
    make_channel()
    assert (
        work("--once")
        == "0 published, 0 expired, 0 refused, 1 shipments noted, 1 sent, 0 mails, 1 looks at channels, 0 failed."
    )


@pytest.mark.django_db
def test_dead_letters_are_listed_and_replayed(signals: None) -> None:
    channel = Channel.objects.create(key="fax", name="Fax", kind="fax", status="new")
    dead = Shipment.objects.create(channel=channel, transport="pigeon", key="a", due_at=NOW - timedelta(days=365))
    with pytest.raises(SystemExit, match="1"):
        work("--once")
    told = f"{dead.pk}  a  after 1 attempts: There is no transport 'pigeon'. Known: chat, purge, smtp, webhook."
    assert work("--dead") == told
    assert work("--replay", str(dead.pk)) == "1 dead letter due again."
    with pytest.raises(CommandError, match=f"There is no dead letter {dead.pk}"):
        work("--replay", str(dead.pk))
    with pytest.raises(CommandError, match="or 'all'"):
        work("--replay", "first")
    assert work("--replay", "all") == "0 dead letters due again."


def started(hub: dict[str, str], *args: str) -> subprocess.Popen[str]:
    command = [sys.executable, "manage.py", *args]
    return subprocess.Popen(command, cwd=ROOT, env=hub, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def until(condition: Callable[[], Any], seconds: float = 60) -> Any:
    last = time.monotonic() + seconds
    while time.monotonic() < last:
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError("This did not come about.")


def processes(hub: dict[str, str], words: str) -> list[int]:
    """Return the processes of this hub with these words in their command line."""
    mark, found = f"HUB_VAR_DIR={hub['HUB_VAR_DIR']}\0".encode(), []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            if words in line and mark in (folder / "environ").read_bytes():
                found.append(int(folder.name))
    return sorted(found)


def answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.once
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_stops_cleanly(own_hub: dict[str, str], number: int) -> None:
    process = started(own_hub, "work")
    status = Path(f"/proc/{process.pid}/status")
    caught = 1 << (signal.SIGTERM - 1)
    until(lambda: int(re.search(r"SigCgt:\s*(\w+)", status.read_text())[1], 16) & caught)  # type: ignore[index]
    process.send_signal(number)
    out, _err = process.communicate(timeout=30)
    assert (process.returncode, out) == (0, "")


@pytest.mark.once
def test_serve_runs_a_worker_beside_the_server_and_stops_both(own_hub: dict[str, str]) -> None:
    port = free_port()
    process = started(own_hub, "serve", "--port", str(port), "--processes", "1")
    try:
        until(lambda: answers(port))
        (first,) = until(lambda: processes(own_hub, "manage.py work"))
        os.kill(first, signal.SIGKILL)
        (second,) = until(lambda: [pid for pid in processes(own_hub, "manage.py work") if pid != first])
        assert answers(port)
        process.terminate()
        out, _err = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 0
    assert out.splitlines() == [
        f"Serving http://127.0.0.1:{port} with 1 web processes and 1 worker. Ctrl-C stops.",
        "The worker ended (exit code -9). It is started again in 1 s.",
    ]
    assert (second in processes(own_hub, "manage.py work"), answers(port)) == (False, False)


@pytest.mark.once
def test_serve_ends_with_an_error_when_the_server_does(own_hub: dict[str, str]) -> None:
    port = free_port()
    process = started(own_hub, "serve", "--port", str(port), "--processes", "1")
    try:
        until(lambda: answers(port))
        os.kill(min(processes(own_hub, "granian contenthub.warm")), signal.SIGKILL)
        out, _err = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 1
    assert out.splitlines()[-1] == "The web server ended (exit code -9)."
    assert processes(own_hub, "manage.py work") == []


WARM = """import gc, sys, contenthub.warm
from contenthub.query import registry
print(registry._current is not None, "contenthub.rest.urls" in sys.modules, gc.get_freeze_count() > 100_000)"""


@pytest.mark.once
def test_a_web_process_is_warm_before_its_first_request_and_starts_without_a_database_too(
    own_hub: dict[str, str], tmp_path: Path
) -> None:
    def told(environment: dict[str, str]) -> str:
        command = [sys.executable, "-c", WARM]
        return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True).stdout

    settings = {"DJANGO_SETTINGS_MODULE": "contenthub.settings"}
    assert told({**own_hub, **settings}) == "True True True\n"
    nothing = {"DATABASE_URL": f"sqlite:///{tmp_path / 'nothing.sqlite3'}"}
    assert told({**own_hub, **settings, **nothing}) == "False True True\n"
    with socket.create_server(("127.0.0.1", 0)) as silent:
        hole = {"DATABASE_URL": f"postgres://postgres@127.0.0.1:{silent.getsockname()[1]}/x"}
        assert told({**own_hub, **settings, **hole}) == "False True True\n"
