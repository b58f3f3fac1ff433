"""What supervisors are told: alive, ready, or why not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone

from contenthub.models import Errand
from contenthub.rest import health
from contenthub.tasks.alive import EVERY, NAME, last_sign, sign_of_life


@pytest.fixture(autouse=True)
def anew() -> None:
    health._migrated.cache_clear()


def test_a_process_that_answers_is_alive_whatever_name_it_is_asked_by(client: Client) -> None:
    answer = client.get("/healthz", headers={"host": "10.0.0.7:8000"})
    assert (answer.status_code, answer.content, answer["Cache-Control"]) == (200, b"ok", "no-store")


@pytest.mark.django_db
def test_a_process_is_ready_when_everything_it_needs_is_there(client: Client) -> None:
    sign_of_life(timezone.now() - timedelta(seconds=30))
    answer = client.get("/readyz", headers={"host": "10.0.0.7"})
    told = answer.json()
    assert told.pop("worker").startswith("seen 3")
    assert (answer.status_code, told) == (
        200,
        {"status": "ok", "database": "ok", "migrations": "ok", "cache": "ok"},
    )


@pytest.mark.django_db
def test_a_worker_that_is_late_is_told_and_keeps_nobody_out(client: Client) -> None:
    assert client.get("/readyz").json()["worker"] == "never seen: run manage.py work"
    sign_of_life(timezone.now() - timedelta(seconds=300))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["worker"][:15]) == (200, "late: seen 300 ")


@pytest.mark.django_db
def test_a_schema_that_is_behind_is_not_ready_until_it_is_migrated(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(health.MigrationExecutor, "migration_plan", lambda *_given: [("contenthub", "9999")])
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()["status"]) == (503, "not ready")
        assert answer.json()["migrations"] == "not all are applied: run manage.py migrate"
    assert client.get("/readyz").status_code == 200


def test_without_a_database_a_process_is_alive_and_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_given: Any) -> Any:
        raise DatabaseError("gone")

    monkeypatch.setattr(connection, "cursor", gone)
    monkeypatch.setattr(connection, "close", lambda: None)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (503, "does not answer")
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_a_cache_that_is_gone_is_told_and_keeps_nobody_out(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(cache._connections["default"]), "get", lambda *_given, **_more: None)  # type: ignore[attr-defined]
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["cache"]) == (
        200,
        "does not answer: each process keeps its own meanwhile",
    )


@pytest.mark.django_db
def test_a_sign_of_life_is_written_once_in_a_while() -> None:
    now = timezone.now()
    sign_of_life(now)
    sign_of_life(now + EVERY / 2)
    assert last_sign() == now
    sign_of_life(now + EVERY)
    assert last_sign() == now + EVERY
    sign_of_life(now)
    assert (last_sign(), Errand.objects.filter(name=NAME).count()) == (now + EVERY, 1)
