"""Cursors: the place of an item in an order, opaque to the caller and stable while others publish."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import Any

import orjson

from contenthub.query.errors import QueryError


def write_cursor(order: str, place: Sequence[Any]) -> str:
    """Return the cursor of a place (sort value, id) in an order."""
    return urlsafe_b64encode(orjson.dumps([order, *place])).rstrip(b"=").decode()


def read_cursor(text: str, order: str) -> list[Any]:
    """Return the place that a cursor marks. Raises QueryError when it is no cursor, or of another order."""
    try:
        found = orjson.loads(urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4)))
    except (ValueError, binascii.Error):
        found = None
    if not isinstance(found, list) or len(found) != 3 or not isinstance(found[2], int | str):
        raise QueryError("“after” is not a cursor. Pass the endCursor of the page before.", "BAD_CURSOR")
    if found[0] != order or not isinstance(found[1], str | int | float | None):
        raise QueryError("“after” is a cursor of another order. Start again without it.", "BAD_CURSOR")
    return found[1:]
