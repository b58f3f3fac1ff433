"""The floors: the same bytes from the same server, without Django (`raw`) and from a bare Django view (`bare`).

`raw` sends the very response of the hub, headers and body; `raw_body` its body with the three headers that no answer
can do without, which is less to send than GraphQL and the caches on the way need. `bare` sends those three too.
"""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

BODY = Path(os.environ.get("BENCH_BODY", os.devnull)).read_bytes()
HEADERS = [("Content-Type", "application/json"), ("Content-Length", str(len(BODY))), ("ETag", '"x"')]
WHOLE = [(name, value) for name, value in json.loads(os.environ.get("BENCH_HEADERS", "[]"))]


def raw(_env: Any, start: Any) -> Iterable[bytes]:
    start("200 OK", WHOLE)
    return [BODY]


def raw_body(_env: Any, start: Any) -> Iterable[bytes]:
    start("200 OK", HEADERS)
    return [BODY]


def make_bare() -> Any:
    """Return Django with one view and no middleware."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contenthub.settings")
    import django
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler
    from django.http import HttpRequest, HttpResponse
    from django.urls import path
    from django.views.decorators.csrf import csrf_exempt

    django.setup()
    settings.MIDDLEWARE = []
    settings.ROOT_URLCONF = __name__

    @csrf_exempt
    def view(_request: HttpRequest) -> HttpResponse:
        found = HttpResponse(BODY, content_type="application/json")
        found["Content-Length"] = str(len(BODY))
        return found

    globals()["urlpatterns"] = [path("graphql", view)]
    return WSGIHandler()


if os.environ.get("BENCH_BARE"):
    bare = make_bare()
