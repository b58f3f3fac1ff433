"""Executing one question: by its plan, straight on; whatever is unusual by graphql-core, over what was loaded."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone
from graphql import DocumentNode, GraphQLError, OperationDefinitionNode, OperationType, execute, get_operation_ast
from graphql.execution.values import get_variable_values

from channels.models import Token
from contenthub.query.documents import Invalid
from contenthub.query.errors import QueryError, TimedOut
from contenthub.query.kept import memory, tags
from contenthub.query.limits import LIMITS, Cost
from contenthub.query.moments import moment_of
from contenthub.query.plan import Plan, Plans
from contenthub.query.prepare import Request
from contenthub.query.question import Answer, Asked
from contenthub.query.registry import Current
from contenthub.query.store import deadline, past
from contenthub.query.store.reading import Reading
from contenthub.query.store.shelf import Shelf
from contenthub.query.store.visible import carries
from contenthub.query.written import Written

logger = logging.getLogger(__name__)

MOST_ERRORS = 20
SETTLED = timedelta(seconds=tags.SETTLED)


def execute_asked(asked: Asked, *, in_parts: bool = False) -> tuple[Answer, Request | None]:
    """Answer a question, and return with the answer what was read for it, unless it was refused before.

    With `in_parts` whole items stand in the data as JSON, as they were written before; good for `orjson.dumps` only.
    """
    connection.ensure_connection()
    with deadline.within(settings.HUB_QUERY_TIMEOUT):
        return _execute(asked, in_parts=in_parts)


def _execute(asked: Asked, *, in_parts: bool) -> tuple[Answer, Request | None]:
    token, variables, current = asked.token, asked.variables, asked.schema
    internal, introspect = token.allows("internal"), token.allows("adhoc")
    try:
        plans = current.documents.get(asked.text, variables, internal=internal, introspect=introspect)
        operation = operation_of(plans.document, asked.operation_name)
        coerced = coerce(current, operation, variables)
        plan = plans.plan(operation, current.built.roots, coerced)
        arguments = plan.arguments(coerced)
        now = timezone.now()
        at = moment_of(asked.at, plan.roots, arguments, now, is_preview=bool(asked.drafts))
    except Invalid as invalid:
        return Answer(errors=[formatted(error, "VALIDATION_FAILED") for error in invalid.errors], executed=False), None
    except GraphQLError as error:
        return Answer(errors=[formatted(error, "BAD_ARGUMENT")], executed=False), None
    request = request_of(asked, current, internal=internal, at=at)
    if in_parts and plan.straight and request.reading.shelf.is_shared:
        request.written = Written(request.reading, plan.parts_of(coerced))
    with past.seen_at(at if at is not None and at <= now else None):
        try:
            request.prepare(plan, arguments)
        except GraphQLError as error:
            return Answer(errors=[formatted(error, "BAD_ARGUMENT")], executed=False), None
        told = _told(asked, plans, plan, request, coerced, current)
    if told is None:
        return _execute(asked, in_parts=False)
    return replace(told, extensions=told_to(token, plans.cost(variables))) if told.executed else told, request


def _told(
    asked: Asked, plans: Plans, plan: Plan, request: Request, coerced: Mapping[str, Any], current: Current
) -> Answer | None:
    """Return the answer by the plan, else by graphql-core; None when items that were written before are in its way."""
    try:
        data = plan.write(request.answers, Info(request), coerced)
        if request.written is not None:
            request.written.keep()
        return Answer(data)
    except TimedOut as error:
        return Answer(errors=[formatted(error, "TIMED_OUT")], executed=False)
    except Exception as error:  # noqa: BLE001 (whatever is not straight on: graphql-core tells it as GraphQL wants it told)
        if request.written is not None:  # what is below them was not loaded
            return None
        logger.debug("Left to graphql-core.", exc_info=error)
        return refer(current, plans.document, asked.operation_name, asked.variables, request)


def operation_of(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    """Return the operation to execute. Raises QueryError."""
    operation = get_operation_ast(document, name or None)
    if operation is None:
        raise QueryError("Name one of the document's operations in operationName.", "OPERATION_UNKNOWN")
    if operation.operation != OperationType.QUERY:
        raise QueryError("This is a place to read: only queries are answered.", "OPERATION_REFUSED")
    return operation


def coerce(current: Current, operation: OperationDefinitionNode, variables: Mapping[str, Any]) -> dict[str, Any]:
    """Return the variables as the schema types them. Raises QueryError that names the first that does not fit."""
    schema = current.built.schema.graphql_schema
    found = get_variable_values(schema, operation.variable_definitions or (), dict(variables), MOST_ERRORS)
    if isinstance(found, list):
        raise QueryError(found[0].message, "VARIABLES_INVALID", found[0].nodes)
    return found


def request_of(asked: Asked, current: Current, *, internal: bool, at: datetime | None = None) -> Request:
    """Return the context of an execution; one of another moment takes nothing from what is kept of now."""
    token = asked.token
    channel = None if token.channel_id is None else token.channel
    shelf = memory.shelf(asked.channel, asked.generation) if at is None else Shelf()
    now = timezone.now()
    carried = asked.drafts.at(at or now).where(lambda item: carries(channel, item))
    reading = Reading(channel, current.built.specs, at or now, shelf, carried)
    locales = ([] if channel is None else channel.locales) or [settings.WAGTAIL_CONTENT_LANGUAGES[0][0]]
    found = Request(reading, locale=locales[0], hub=settings.HUB_ID, base_url=settings.BASE_URL, internal=internal)
    found.is_past, found.is_settled = at is not None, at is not None and now - at > SETTLED
    return found


def told_to(token: Token, cost: Cost) -> dict[str, Any]:
    """Return the cost of a query for whoever is developing it."""
    if not token.allows("adhoc"):
        return {}
    found = {"depth": cost.depth, "fields": cost.size, "values": cost.cost}
    return {"cost": {**found, "limits": {"depth": LIMITS.depth, "fields": LIMITS.size, "values": LIMITS.cost}}}


@dataclass(slots=True)
class Info:
    """As much of graphql-core's `info` as a resolver of ours looks at."""

    context: Request


def refer(
    current: Current, document: DocumentNode, name: str | None, variables: Mapping[str, Any], request: Request
) -> Answer:
    """Execute with graphql-core over what was loaded: the reference, and the way of everything unusual."""
    result: Any = execute(
        current.built.schema.graphql_schema,
        document,
        context_value=request,
        variable_values=dict(variables),
        operation_name=name or None,
        is_awaitable=lambda value: False,
    )
    return Answer(result.data, [masked(error) for error in result.errors or ()])


def masked(error: GraphQLError) -> dict[str, Any]:
    """Return an error of execution; what is not the caller's to mend is logged and not told."""
    original = error.original_error
    if original is None or isinstance(original, GraphQLError):
        return formatted(error, "BAD_ARGUMENT")
    logger.error("A query failed at %s.", error.path, exc_info=original)
    hidden = GraphQLError("The hub could not answer this. It has been logged.", error.nodes, path=error.path)
    return formatted(hidden, "INTERNAL_ERROR")


def formatted(error: GraphQLError, code: str) -> dict[str, Any]:
    """Return an error as GraphQL writes it, always with a code."""
    found: dict[str, Any] = dict(error.formatted)
    return {**found, "extensions": {"code": code, **(error.extensions or {})}}
