"""Building a schema in pieces, so that requests go on in between: graphene builds it in one go, type by type."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from threading import Lock, local
from time import monotonic, sleep
from typing import Any

import graphene
from graphene.types.schema import TypeMap
from graphql import GraphQLSchema

WORK = 0.001
REST = 0.0005
"""Seconds of work, and of rest after it, where a build gives way."""
PATIENCE = 0.1
"""Seconds for which one build waits, in all, until requests that are on their way are answered."""
YOUNG = 5_000
"""New objects among which garbage is looked for: half a millisecond."""
SWEPT = 8
"""Builds after which the memory of the schemas before is taken back: 12 MB each, with 200 content models."""

_here, _builds = local(), count(1)


class Requests:
    """How many requests are on their way in this process."""

    def __init__(self) -> None:
        self.number, self.lock = 0, Lock()

    def __enter__(self) -> None:
        with self.lock:
            self.number += 1

    def __exit__(self, *_error: object) -> None:
        with self.lock:
            self.number -= 1


requests = Requests()


@contextmanager
def giving_way() -> Iterator[None]:
    """Let what this thread builds inside rest again and again, so that a request waits a moment at a time.

    Garbage is looked for in what was made since the last rest alone, for a look at everything stops all requests. What
    is there before and after is left out of looks from then on, until `SWEPT` builds later all of it is looked at.
    """
    collects = gc.isenabled()
    gc.disable()
    gc.freeze()
    _here.since, _here.patience = monotonic(), PATIENCE
    try:
        yield
    finally:
        _here.since = None
        if next(_builds) % SWEPT == 0:
            gc.unfreeze()
            gc.collect()
        gc.freeze()
        if collects:
            gc.enable()


def pause() -> None:
    """Rest, when this thread gives way and has worked for long enough; longer while a request is on its way."""
    since = getattr(_here, "since", None)
    if since is None or monotonic() - since < WORK:
        return
    if gc.get_count()[0] > YOUNG:
        gc.collect(1)
    sleep(REST)
    began = monotonic()
    while requests.number and monotonic() - began < _here.patience:
        sleep(REST)
    _here.since = monotonic()
    _here.patience -= _here.since - began


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
