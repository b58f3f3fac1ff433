"""Pages and tags: lists by cursor, as in GraphQL, and the ETag by which a change knows what it changes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import orjson
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from contenthub.query.errors import QueryError
from contenthub.query.store.cursors import read_cursor, write_cursor
from contenthub.rest.problems import Refused

USUAL, MOST, ORDER = 20, 100, "id"
MATCH = OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, description="The ETag of what is changed.")
PAGING = [
    OpenApiParameter("first", {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}),
    OpenApiParameter("after", str, description="The endCursor of the page before."),
]


class PageInfoSerializer(serializers.Serializer[Any]):
    """Whether a list goes on, and where."""

    hasNextPage = serializers.BooleanField()
    endCursor = serializers.CharField(allow_null=True, help_text="Pass it as `after` to get the next page.")


def page(request: Request, rows: Any, show: Callable[[Any], dict[str, Any]]) -> Response:
    """Return one page of rows, in the order in which they were made."""
    first, after = request.GET.get("first", str(USUAL)), request.GET.get("after", "")
    if not first.isascii() or not first.isdecimal() or not 1 <= int(first[:9]) <= MOST:
        raise ValidationError({"first": [f"A whole number from 1 to {MOST}."]})
    if after:
        rows = rows.filter(pk__gt=_place(after))
    size = int(first)
    found = list(rows.order_by("pk")[: size + 1])
    kept = found[:size]
    end = write_cursor(ORDER, [None, kept[-1].pk]) if kept else None
    info = {"hasNextPage": len(found) > size, "endCursor": end}
    return Response({"nodes": [show(row) for row in kept], "pageInfo": info})


def _place(after: str) -> int:
    try:
        place = read_cursor(after, ORDER)[1]
    except QueryError as error:
        raise ValidationError({"after": [str(error)]}) from error
    if not isinstance(place, int) or not 0 <= place < 2**63:
        raise ValidationError({"after": ["This is not a cursor. Pass the endCursor of the page before."]})
    return place


def etag_of(shown: dict[str, Any]) -> str:
    """Return the ETag of what is shown of something."""
    content = orjson.dumps(shown, option=orjson.OPT_SORT_KEYS, default=str)
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def answer(shown: dict[str, Any], status: int = 200) -> Response:
    return Response(shown, status=status, headers={"ETag": etag_of(shown)})


def check_match(request: Request, shown: dict[str, Any]) -> None:
    """Refuse a change of something that was changed since it was read. Raises Refused."""
    wanted = request.headers.get("If-Match", "")
    if not wanted:
        hint = "Read it first, and send its ETag as If-Match."
        raise Refused(HTTPStatus.PRECONDITION_REQUIRED, f"This exists already. {hint}")
    if wanted.strip() != "*" and etag_of(shown) not in [one.strip().removeprefix("W/") for one in wanted.split(",")]:
        raise Refused(HTTPStatus.PRECONDITION_FAILED, "It was changed since you read it. Read it again.")
