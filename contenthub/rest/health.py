"""Whether this process lives (`/healthz`) and may be sent visitors (`/readyz`), for balancers and supervisors.

Both are answered before anything else: a supervisor asks by address, without a host name, and without https.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache as once

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from contenthub.tasks.alive import LATE, last_sign

logger = logging.getLogger(__name__)

FINE = "ok"
PROBE = "contenthub:readyz"


class HealthMiddleware:
    """Stands first in MIDDLEWARE."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return HttpResponse(FINE, content_type="text/plain", headers={"Cache-Control": "no-store"})
        if request.path == "/readyz":
            return ready()
        return self.get_response(request)


def ready() -> JsonResponse:
    """Return what was looked at; 503 when something is wrong that keeps this process from answering visitors.

    A worker that is late, or a cache that is gone, is told and changes nothing: everything can be answered without.
    """
    found = {"database": _database()}
    if found["database"] == FINE:
        found |= {"migrations": _migrations(), "worker": _worker()}
    found["cache"] = _cache()
    broken = [name for name in ("database", "migrations") if found.get(name, FINE) != FINE]
    status = {"status": "not ready" if broken else FINE, **found}
    return JsonResponse(status, status=503 if broken else 200, headers={"Cache-Control": "no-store"})


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.exception("The database does not answer.")
        connection.close()
        return "does not answer"
    return FINE


def _migrations() -> str:
    return FINE if _is_migrated() else "not all are applied: run manage.py migrate"


def _is_migrated() -> bool:
    """Tell whether the schema is what this code needs. What was found fine stays fine for this process."""
    try:
        return _migrated()
    except _Pending:
        return False


class _Pending(Exception):
    """Some migrations were not applied; an exception, so that it is not remembered."""


@once
def _migrated() -> bool:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise _Pending
    return True


def _cache() -> str:
    try:
        cache.set(PROBE, FINE, 10)
        return FINE if cache.get(PROBE) == FINE else "does not answer: each process keeps its own meanwhile"
    except Exception:
        logger.exception("The cache does not answer.")
        return "does not answer"


def _worker() -> str:
    seen = last_sign()
    if seen is None:
        return "never seen: run manage.py work"
    age = timezone.now() - seen
    seconds = max(0, round(age.total_seconds()))
    return f"seen {seconds} s ago" if age < LATE else f"late: seen {seconds} s ago"
