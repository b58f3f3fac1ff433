"""Building a schema in pieces, so that requests go on in between: graphene builds it in one go, type by type."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import local
from time import monotonic, sleep
from typing import Any

import graphene
from graphene.types.schema import TypeMap
from graphql import GraphQLSchema

WORK = 0.001
REST = 0.0005
"""Seconds of work, and of rest after it, where a build gives way."""

_here = local()


@contextmanager
def giving_way() -> Iterator[None]:
    """Let what this thread builds inside rest again and again, so that a request waits a moment at a time."""
    _here.since = monotonic()
    try:
        yield
    finally:
        _here.since = None


def pause() -> None:
    """Rest, when this thread gives way and has worked for long enough."""
    since = getattr(_here, "since", None)
    if since is not None and monotonic() - since >= WORK:
        sleep(REST)
        _here.since = monotonic()


class Schema(graphene.Schema):
    """A graphene schema of queries that can be built in pieces."""

    def __init__(self, query: type[graphene.ObjectType], types: list[Any]) -> None:
        self.query, self.mutation, self.subscription = query, None, None
        found = Types(query, None, None, types, auto_camelcase=False)
        self.graphql_schema = GraphQLSchema(found.query, None, None, found.types)


class Types(TypeMap):
    def create_fields_for_type(self, graphene_type: Any, is_input_type: bool = False) -> Any:  # noqa: FBT001, FBT002
        pause()
        return super().create_fields_for_type(graphene_type, is_input_type)
