"""Reading JSON that strangers send: within a size and a depth, and nothing that JSON does not have."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import orjson
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from contenthub.rest.problems import Refused

MOST = 1024 * 1024
"""Bytes that a request may hold."""


class JsonParser(BaseParser):
    """JSON, of 1 MB at most."""

    media_type = "application/json"
    most = MOST

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        content = stream.read(self.most + 1)
        if len(content) > self.most:
            limit = f"A request may hold {self.most // 1024} KB at most."
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, limit)
        try:
            return orjson.loads(content)
        except orjson.JSONDecodeError as error:
            raise ParseError(f"This is not JSON: {str(error)[:120]}.") from error


class LargeJsonParser(JsonParser):
    """JSON that carries a file."""

    media_type = "application/json"
    most = 16 * MOST
