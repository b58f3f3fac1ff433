"""What a browser is told about our pages, and that a request can be followed through the log."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from channels.models import Channel
from contenthub.logs import JsonFormatter, LineFormatter, SlowQueries, telling_of
from contenthub.users import User

ROOT = Path(__file__).resolve().parent.parent.parent
STRICT = ["/decide/nothing/", "/preview/nothing/", "/channels/none/", "/no/such/page", "/admin/login/"]


def scripts(answer: Any) -> str:
    policy = dict(part.strip().partition(" ")[::2] for part in answer["Content-Security-Policy"].split(";"))
    assert (policy["object-src"], policy["base-uri"], policy["frame-ancestors"]) == ("'none'", "'self'", "'self'")
    return str(policy["script-src"])


@pytest.mark.django_db
def test_pages_of_our_own_run_no_script_that_stands_in_them() -> None:
    found = {path: scripts(Client().get(path)) for path in STRICT}
    assert found == dict.fromkeys(STRICT[:-1], "'self'") | {"/admin/login/": "'self' 'unsafe-inline'"}


def test_a_page_that_somebody_wrote_is_another_site(publisher: User, settings: Any, tmp_path: Path) -> None:
    settings.HUB_OUTPUT_DIR = tmp_path
    for kind in ("template", "web"):
        Channel.objects.create(key=kind, name=kind, kind=kind, status="active")
        (tmp_path / kind).mkdir()
        (tmp_path / kind / "index.html").write_text("<script>fetch('/admin/')</script>")
    apart, ours = (Client().get(f"/channels/{kind}/")["Content-Security-Policy"] for kind in ("template", "web"))
    assert apart == "sandbox allow-scripts allow-forms allow-popups"
    assert "script-src 'self';" in ours


@pytest.mark.django_db
def test_a_request_has_an_id_that_the_log_says_too(caplog: pytest.LogCaptureFixture) -> None:
    assert Client().get("/no/such/page", headers={"X-Request-ID": "proxy-1"})["X-Request-ID"] == "proxy-1"
    made = Client().get("/no/such/page", headers={"X-Request-ID": "<script>"})["X-Request-ID"]
    assert len(made) == 32
    record = logging.LogRecord("x", logging.INFO, "", 0, "carried", (), None)
    with telling_of(request="r1"), telling_of(shipment=7):
        line = json.loads(JsonFormatter().format(record))
        assert (line["request"], line["shipment"], line["message"], line["level"]) == ("r1", 7, "carried", "INFO")
        text = LineFormatter("{levelname} {message}", style="{").format(record)
    assert text == "INFO carried request=r1 shipment=7"
    assert "request" not in json.loads(JsonFormatter().format(record))


def test_slow_statements_are_told_without_their_values(caplog: pytest.LogCaptureFixture) -> None:
    watch = SlowQueries(0)
    assert watch(lambda *_given: 5, "SELECT *\n FROM x WHERE name = %s", ["secret"], False, {}) == 5
    assert caplog.records[0].getMessage().endswith("ms: SELECT * FROM x WHERE name = %s")
    SlowQueries(60_000)(lambda *_given: 5, "SELECT 1", [], False, {})
    assert len(caplog.records) == 1


def test_django_has_nothing_to_say_about_production(tmp_path: Path) -> None:
    # What a browser's tests before this one say to their own process is nothing that an operator sets.
    inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    env = {
        **inherited,
        "HUB_ENVIRONMENT": "production",
        "HUB_SECRET_KEY": "aB3-kZ9_" * 8,
        "HUB_BASE_URL": "https://hub.example.org",
        "HUB_ALLOWED_HOSTS": "hub.example.org",
        "HUB_VAR_DIR": str(tmp_path),
    }
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, "no issues" in done.stdout + done.stderr) == (0, True), done.stderr
