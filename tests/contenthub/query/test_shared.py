"""Answers and limits that processes share in a real Redis: right whatever happens to Redis, and to the history."""

import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from django.core.cache.backends.redis import RedisCache
from django.db import connection
from django.test import Client

from content_models.models import ContentModel, Fact, Subject
from contenthub import shared
from contenthub.environment import Environment
from contenthub.publishing.models import Change
from contenthub.query.kept import memory
from contenthub.query.kept.shared import SEAL
from contenthub.query.kept.watch import LINES
from contenthub.query.web.rate import Rate
from contenthub.shared.breaker import Breaker
from contenthub.shared.client import SharedCache
from contenthub.users import User
from tests.contenthub.query.test_kept import Place
from tests.redisserver import RedisServer


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    found = RedisServer(tmp_path_factory.mktemp("redis"))
    yield found
    found.kill()


@pytest.fixture
def there(server: RedisServer, settings: Any) -> Iterator[RedisServer]:
    """A Redis with nothing in it, that the hub shares answers in."""
    settings.REDIS_URL, settings.HUB_SHARE_ANSWERS = server.url, True
    server.client.flushall()
    shared._remotes.clear()
    yield server
    shared._remotes.clear()


@pytest.fixture
def db(committed: None) -> None:
    """Stand in for pytest-django's fixture: here everything is committed."""


@pytest.fixture
def place(there: RedisServer, publisher: User, model: ContentModel, fact: Fact, subject: Subject) -> Iterator[Place]:
    yield Place(publisher, model, fact, subject)
    memory.forget()


@pytest.fixture
def executed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that grows by each question that was worked out."""
    module, found = sys.modules["contenthub.query.answer"], list[str]()
    usual = module.execute_asked

    def counted(asked: Any, **more: Any) -> Any:
        found.append(asked.text)
        return usual(asked, **more)

    monkeypatch.setattr(module, "execute_asked", counted)
    return found


def another_process() -> None:
    """Forget everything, as a process that starts now."""
    memory.forget()


def test_what_one_process_worked_out_another_takes(place: Place, executed: list[str]) -> None:
    first = place.ask.raw(place.list, {"l": "nl"})
    another_process()
    again = place.ask.raw(place.list, {"l": "nl"})
    assert (again[0], again[2], again[1]["ETag"]) == (first[0], first[2], first[1]["ETag"])
    assert again[1]["Surrogate-Key"] == first[1]["Surrogate-Key"]
    assert len(executed) == 1
    assert place.titles() == ["Kaart", "Paspoort"]
    assert len(executed) == 1


def test_what_changed_since_is_never_taken(place: Place, executed: list[str]) -> None:
    assert place.titles() == ["Kaart", "Paspoort"]
    place.publish(place.passport, title="Reisdocument")
    another_process()
    assert place.titles() == ["Kaart", "Reisdocument"]
    another_process()
    assert place.titles() == ["Kaart", "Reisdocument"]
    assert len(executed) == 2


def test_what_changed_elsewhere_leaves_an_answer_good(place: Place, executed: list[str]) -> None:
    assert place.ask(place.one, k="kaart")["item"]["title"] == "Kaart"
    place.publish(place.passport, title="Reisdocument")
    another_process()
    assert place.ask(place.one, k="kaart")["item"]["title"] == "Kaart"
    assert len(executed) == 1


def test_a_process_that_lags_takes_no_answer_it_cannot_judge(place: Place, executed: list[str]) -> None:
    """It knows no line of the place up to which the answer was worked out: it works it out itself."""
    assert place.titles() == ["Kaart", "Paspoort"]
    recent = memory.shared.recent
    recent.marks.clear()
    memory.answers.evict(list(memory.answers.by_tag))
    assert place.titles() == ["Kaart", "Paspoort"]
    assert len(executed) == 2


def test_an_answer_of_another_history_is_not_taken(place: Place, executed: list[str]) -> None:
    """A backup is restored, and other things happen under the same numbers."""
    place.publish(place.passport, title="Eerst")
    assert place.titles() == ["Eerst", "Kaart"]
    last = Change.objects.latest("seq")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE contenthub_publication SET title = 'Anders' WHERE title = 'Eerst'")
        trigger = "contenthub_change_never_update"
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE contenthub_change DISABLE TRIGGER USER")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name='contenthub_change'")
            for (trigger,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{trigger}"')
        cursor.execute("UPDATE contenthub_change SET at = '2026-01-01 00:00:00+00:00' WHERE seq = %s", [last.seq])
    another_process()
    assert place.titles() == ["Anders", "Kaart"]
    assert len(executed) == 2


def test_a_changed_channel_shares_nothing_with_what_it_was(place: Place, executed: list[str]) -> None:
    assert place.titles() == ["Kaart", "Paspoort"]
    type(place.channel).objects.filter(pk=place.channel.pk).update(locales=["en"])
    another_process()
    assert place.titles() == []
    type(place.channel).objects.filter(pk=place.channel.pk).update(locales=[])
    another_process()
    assert place.titles() == ["Kaart", "Paspoort"]
    assert len(executed) == 3


def test_the_epoch_never_comes_by_the_same_number_again(place: Place) -> None:
    def epoch() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT number FROM contenthub_epoch")
            return int(cursor.fetchone()[0])

    numbers = [epoch()]
    for status in ("paused", "active", "paused"):
        type(place.channel).objects.filter(pk=place.channel.pk).update(status=status)
        numbers.append(epoch())
    steps = [after - before for before, after in zip(numbers, numbers[1:], strict=False)]
    assert min(steps) > 0
    assert len(set(steps)) == 3


@pytest.mark.parametrize(
    "damage", [lambda raw: raw[:-1], lambda raw: raw[:SEAL] + b"x" + raw[SEAL + 1 :], lambda raw: b""]
)
def test_what_was_damaged_in_redis_is_not_taken(
    place: Place, there: RedisServer, executed: list[str], damage: Callable[[bytes], bytes]
) -> None:
    place.titles()
    for key in there.client.scan_iter("*answer*"):
        there.client.set(key, damage(there.client.get(key)))  # type: ignore[arg-type]
    another_process()
    assert place.titles() == ["Kaart", "Paspoort"]
    assert len(executed) == 2


def test_an_answer_under_the_name_of_another_is_not_taken(
    place: Place, there: RedisServer, executed: list[str]
) -> None:
    place.titles()
    place.ask(place.one, k="kaart")
    one, other = sorted(there.client.scan_iter("*answer*"))
    first, second = there.client.get(one), there.client.get(other)
    there.client.mset({one: second, other: first})  # type: ignore[dict-item]
    another_process()
    assert place.titles() == ["Kaart", "Paspoort"]
    assert place.ask(place.one, k="kaart")["item"]["title"] == "Kaart"
    assert len(executed) == 4


def test_answers_end_in_redis_by_themselves(place: Place, there: RedisServer) -> None:
    place.titles()
    (key,) = there.client.scan_iter("*answer*")
    assert 899 < there.client.ttl(key) <= 900  # type: ignore[operator]


def test_nothing_is_shared_when_that_is_off(place: Place, there: RedisServer, settings: Any) -> None:
    settings.HUB_SHARE_ANSWERS = False
    place.titles()
    assert list(there.client.scan_iter("*answer*")) == []


@pytest.mark.parametrize(
    ("given", "is_good"),
    [
        ("redis://127.0.0.1:6379/0", True),
        ("rediss://user:p%40ss@redis.example.org", True),  # pragma: allowlist secret
        ("unix:///run/redis.sock", True),
        ("", True),
        ("127.0.0.1:6379", False),
        ("http://127.0.0.1", False),
        ("redis://127.0.0.1/first", False),
    ],
)
def test_an_address_that_is_none_stops_the_start(monkeypatch: pytest.MonkeyPatch, given: str, is_good: bool) -> None:
    monkeypatch.setenv("REDIS_URL", given)
    environment = Environment(Path("nowhere"))
    if is_good:
        assert environment.redis("REDIS_URL") == given
    else:
        with pytest.raises(SystemExit, match="REDIS_URL: is not the address of a Redis"):
            environment.redis("REDIS_URL")


def test_processes_count_the_work_of_a_token_together(there: RedisServer) -> None:
    here, elsewhere = Rate(), Rate()
    waits = [one.take(1, 1, 3, 0.0) for one in (here, elsewhere, here, elsewhere, here)]
    assert waits[:4] == [0.0, 0.0, 0.0, 0.0]  # what has come in since the third is a little more than nothing
    assert 39.0 < waits[4] <= 40.0
    assert here.take(2, 1, 3, 0.0) == 0.0
    there.client.flushall()
    assert elsewhere.take(1, 1, 3, 0.0) == 0.0


def test_the_cache_of_django_is_shared_and_holds_nothing_while_redis_is_gone(settings: Any, tmp_path: Path) -> None:
    server = RedisServer(tmp_path)
    settings.REDIS_URL = server.url
    cache = SharedCache(server.url, {"KEY_PREFIX": "t", "OPTIONS": {"pool_class": "contenthub.shared.client.Pool"}})
    usual = RedisCache(server.url, {"KEY_PREFIX": "t"})
    cache.set("a", [1], 60)
    assert (cache.get("a"), usual.get("a"), cache.add("a", 2), cache.get("b", 7)) == ([1], [1], False, 7)
    cache.set("n", 1)
    assert (cache.incr("n"), cache.has_key("n"), cache.get_many(["n", "x"])) == (2, True, {"n": 2})
    server.kill()
    cache.set("a", 2)
    assert (cache.get("a"), cache.get("a", 5), cache.add("a", 1), cache.delete("a")) == (None, 5, True, False)
    assert (cache.get_many(["a"]), cache.has_key("a"), cache.touch("a"), cache.clear()) == ({}, False, False, False)
    with pytest.raises(ValueError, match="not found"):
        cache.incr("n")


def test_what_failed_before_it_came_back_does_not_close_the_way_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """One caller is refused, and before it can tell so another finds that it is back."""
    monkeypatch.setattr(sys.modules["contenthub.shared.breaker"], "PAUSE", 0.0)
    breaker = Breaker("Redis", (OSError,))

    def refused() -> str:
        raise OSError("refused")

    def refused_late() -> str:
        assert breaker.ask(lambda: "back", "gone") == "back"
        raise OSError("refused")

    assert (breaker.ask(refused, "gone"), breaker.is_open) == ("gone", True)
    assert (breaker.ask(refused_late, "gone"), breaker.is_open) == ("gone", False)
    assert (breaker.ask(refused, "gone"), breaker.is_open) == ("gone", True)


@pytest.mark.faults
def test_redis_gone_and_back(place: Place, there: RedisServer, caplog: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Redis is killed while two threads ask and one publishes, and comes back: every answer is right, none an error."""
    monkeypatch.setattr(sys.modules["contenthub.shared.breaker"], "PAUSE", 0.2)
    remote = shared.remote()
    assert remote is not None
    stop, failed, counted = Event(), list[str](), [0, 0]

    def ask(number: int) -> None:
        try:
            while not stop.is_set():
                memory.answers.evict(list(memory.answers.by_tag))
                status, _headers, body = place.ask.raw(place.list, {"l": "nl"})
                counted[number] += 1
                if not status.startswith("200") or b"Kaart" not in body:
                    failed.append(f"{status} {body[:200]!r}")
        finally:
            connection.close()

    threads = [Thread(target=ask, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()

    def progress(much: int) -> None:
        wanted = [count + much for count in counted]
        while any(count < want for count, want in zip(counted, wanted, strict=True)) and not failed:
            stop.wait(0.01)

    caplog.set_level(logging.WARNING, "contenthub.shared.breaker")
    try:
        for round_ in range(2):
            progress(20)
            there.kill()
            place.publish(place.passport, title=f"Weg {round_}")
            assert place.titles()[1] == f"Weg {round_}"
            progress(20)
            assert remote.breaker.is_open
            assert Client().get("/readyz").status_code == 200
            there.start()
            while remote.breaker.is_open:
                progress(5)
            assert place.titles()[1] == f"Weg {round_}"
            hits = memory.shared.hits
            progress(20)
            assert memory.shared.hits > hits
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert failed == []
    told = [record.getMessage()[:24] for record in caplog.records]
    assert [line.startswith("Redis does not answer") for line in told] == [True, False, True, False]


def test_a_line_that_somebody_began_meanwhile_is_not_passed_over(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look at who is writing and the reading of lines somebody takes a number, and another commits."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer, so no line comes late: run with a PostgreSQL DATABASE_URL")
    insert = (
        "INSERT INTO contenthub_change (what, uuid, locale, cause, actor, at)"
        " VALUES ('published', %s, 'nl', '', 'late', now())"
    )
    other = connection.copy()
    other.inc_thread_sharing()
    watch, usual = memory.watch, memory.watch._rows
    memory.look()
    place.publish(place.card, title="Kaart 1")
    done: list[int] = []

    def rows(statement: str, *values: Any) -> Any:
        if statement == LINES and not done:
            done.append(1)
            other.ensure_connection()
            other.set_autocommit(False)
            with other.cursor() as cursor:
                cursor.execute(insert, [place.passport.uuid])
            with connection.cursor() as cursor:
                cursor.execute(insert, [place.card.uuid])
        return usual(statement, *values)

    monkeypatch.setattr(watch, "_rows", rows)
    try:
        memory.look()
        assert done == [1]
        for _again in range(3):
            memory.look()
        place.titles()
        generation = memory.look()
        other.commit()
        assert memory.look() == generation + 1  # type: ignore[operator]
    finally:
        other.close()
