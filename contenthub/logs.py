"""Lines of the log: which request or shipment they are about, as text or as JSON, and never with a secret in them."""

import json
import logging
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

about: ContextVar[dict[str, Any] | None] = ContextVar("about", default=None)

ID = re.compile(r"[A-Za-z0-9._-]{1,80}")
SECRETS = (
    (re.compile(r"\b(cht_|whsec_)[\w+/=-]+"), r"\1…"),
    (re.compile(r"/(decide|preview)/[^/\s?\"']{8,}"), r"/\1/…"),
    (re.compile(r"(?i)\b(bearer|basic) [\w.+/=-]+"), r"\1 …"),
    (re.compile(r"(?i)\b(password|secret|token|api_key)(['\"]?\s*[=:]\s*)(['\"]?)[^\s'\",&]+"), r"\1\2\3…"),
    (re.compile(r"(\w+://[^\s:/@]+:)[^\s@/]+@"), r"\1…@"),
)
"""What must not stand in a log: tokens, links that let somebody in, passwords, also in addresses."""


def redacted(text: str) -> str:
    for pattern, instead in SECRETS:
        text = pattern.sub(instead, text)
    return text


@contextmanager
def telling_of(**what: Any) -> Iterator[None]:
    """Say in every line that is written meanwhile what it is about."""
    mark = about.set({**(about.get() or {}), **what})
    try:
        yield
    finally:
        about.reset(mark)


class LineFormatter(logging.Formatter):
    """One readable line, with what it is about at its end."""

    def format(self, record: logging.LogRecord) -> str:
        found = about.get() or {}
        more = "".join(f" {name}={value}" for name, value in found.items())
        head, newline, rest = super().format(record).partition("\n")
        return redacted(f"{head}{more}{newline}{rest}")


class JsonFormatter(logging.Formatter):
    """One JSON object a line: at, level, logger, message, what it is about, and the traceback if there is one."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": redacted(record.getMessage()),
            **(about.get() or {}),
        }
        if record.exc_info:
            line["traceback"] = redacted(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False, default=str)


class RequestMiddleware:
    """Gives every request an id, that of a proxy when there is one, and says it in the answer and in the log."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        id = given if ID.fullmatch(given) else uuid4().hex
        with telling_of(request=id):
            answer = self.get_response(request)
        answer.headers["X-Request-ID"] = id
        return answer


class SlowQueries:
    """Notes statements that take long, without their values."""

    def __init__(self, milliseconds: int) -> None:
        self.limit = milliseconds
        self.logger = logging.getLogger("contenthub.slow")

    def attend(self, connection: Any, **_more: Any) -> None:
        """Watch a connection that was just made."""
        if self not in connection.execute_wrappers:
            connection.execute_wrappers.append(self)

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            took = (time.perf_counter() - begun) * 1000
            if took >= self.limit:
                self.logger.warning("%d ms: %s", took, " ".join(str(sql).split())[:2000])
