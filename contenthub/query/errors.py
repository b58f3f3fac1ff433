"""Errors as a caller sees them: a message that says what to do, and a code to act upon."""

from collections.abc import Sequence
from typing import Any

from graphql import GraphQLError


class QueryError(GraphQLError):
    """An error that is the caller's to mend; `code` stays the same when the words change."""

    def __init__(self, message: str, code: str = "BAD_ARGUMENT", nodes: Sequence[Any] | None = None) -> None:
        super().__init__(message, nodes=nodes, extensions={"code": code})


class TooLarge(QueryError):
    """The answer or the query is larger than one request may be."""

    def __init__(self, message: str) -> None:
        super().__init__(message, "LIMIT_EXCEEDED")


class TimedOut(GraphQLError):
    """The answer took longer than one request may take. It ends the whole request, so it is no QueryError."""

    def __init__(self) -> None:
        message = "This took longer than one request may take. Ask for less at a time, or try again a little later."
        super().__init__(message, extensions={"code": "TIMED_OUT"})
