"""The one door to query: a token and a document in, an answer out. HTTP and our own channels come in here alike."""

import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import time
from typing import Any

import orjson
from django.conf import settings
from django.db import connection
from django.db.models import Subquery
from django.utils import timezone
from graphql import DocumentNode, GraphQLError, OperationDefinitionNode, OperationType, execute, get_operation_ast
from graphql.execution.values import get_variable_values

from channels.models import Channel, ChannelQuery, Token
from content_models.models import ModelVersion
from contenthub.query.documents import Invalid
from contenthub.query.errors import QueryError, TimedOut
from contenthub.query.kept import memory
from contenthub.query.kept.answers import Kept
from contenthub.query.kept.watch import Place
from contenthub.query.limits import LIMITS, Cost
from contenthub.query.prepare import Request
from contenthub.query.registry import Current, Stamp, registry
from contenthub.query.store import deadline
from contenthub.query.store.drafts import NONE, Drafts
from contenthub.query.store.reading import Reading
from contenthub.query.store.visible import carries
from contenthub.query.written import Written

logger = logging.getLogger(__name__)

PREFIX = "sha256:"
MOST_ERRORS = 20


@dataclass(frozen=True)
class Answer:
    """What a query answered. `executed` is False when it was refused before: then there is no data at all."""

    data: dict[str, Any] | None = None
    errors: Sequence[dict[str, Any]] = field(default_factory=list)
    executed: bool = True
    retry_after: int = 0
    """Seconds to wait before asking again, when that is all it takes."""
    extensions: Mapping[str, Any] = field(default_factory=dict)
    """For a developer's token: what the query cost, and what it may cost."""

    @property
    def code(self) -> str | None:
        """The code of the first error."""
        return self.errors[0]["extensions"]["code"] if self.errors else None

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as GraphQL writes it."""
        errors = {"errors": list(self.errors)} if self.errors else {}
        extensions = {"extensions": dict(self.extensions)} if self.extensions else {}
        return {**errors, "data": self.data, **extensions} if self.executed else errors


@dataclass(frozen=True)
class Asked:
    """One question: who asks, a stored document's text or one of the caller's own, and with which variables."""

    token: Token
    text: str
    variables: Mapping[str, Any]
    operation_name: str | None
    generation: int | None
    """Of what is kept in memory; None: nothing is taken from there or put there."""
    stamp: Stamp | None
    place: Place | None = None
    """In the change log, where answers are shared with other processes."""
    drafts: Drafts = NONE
    """Laid over what is published: then the answer is a preview."""
    schema: Current | None = None
    """A schema that is not in use (yet), to see what it would answer."""

    @property
    def channel(self) -> int:
        return self.token.channel_id or 0

    @property
    def key(self) -> tuple[Any, ...]:
        """Everything that decides the answer, beside what is published and the moment."""
        variables = orjson.dumps(self.variables, option=orjson.OPT_SORT_KEYS)
        rights = (self.token.allows("internal"), self.token.allows("adhoc"))
        return (
            self.channel,
            rights,
            hashlib.blake2b(self.text.encode(errors="surrogatepass")).digest(),
            self.operation_name,
            variables,
        )


def answer(
    token: Token, document_id: str, variables: Mapping[str, Any] | None = None, *, drafts: Drafts = NONE
) -> Answer:
    """Answer a stored document, named `sha256:<hex>`; `text` of ChannelQuery. Never raises for what a caller does.

    With `drafts` the answer is a preview: it shows these drafts, and everything else as it is published.
    """
    asked = ask(token, document_id=document_id, variables=variables, drafts=drafts)
    return asked if isinstance(asked, Answer) else execute_asked(asked)[0]


def answer_text(
    token: Token,
    text: str,
    variables: Mapping[str, Any] | None = None,
    operation_name: str | None = None,
    *,
    drafts: Drafts = NONE,
) -> Answer:
    """Answer a document given as text; only for tokens with the scope `adhoc`."""
    asked = ask(token, text=text, variables=variables, operation_name=operation_name, drafts=drafts)
    return asked if isinstance(asked, Answer) else execute_asked(asked)[0]


def find_kept(asked: Asked) -> Kept | None:
    """Return the answer as it was worked out before, by this process or another; None when it is no longer so."""
    if asked.generation is None:
        return None
    key, now = asked.key, time()
    found = memory.answers.get(key, now)
    if found is None and (found := memory.shared.get(key, asked.place, now)) is not None:
        memory.answers.put(key, found, asked.generation)
    return found


def work_out(asked: Asked) -> Kept | Answer:
    """Answer anew, and keep the answer as far as it may be. One with errors is not kept."""
    key, generation = asked.key, asked.generation
    answered, request = execute_asked(asked, in_parts=True)
    if request is None or answered.errors:
        return answered
    may_be_kept = generation is not None and request.may_be_kept and request.model_stamp == asked.stamp
    body = orjson.dumps(answered.to_dict())
    kept = Kept(body, request.tags(), request.until if may_be_kept else 0.0, key)
    if generation is not None and may_be_kept:
        memory.answers.put(key, kept, generation)
        memory.shared.put(kept, asked.place, time())
    return kept


def ask(
    token: Token,
    *,
    document_id: str | None = None,
    text: str = "",
    variables: Mapping[str, Any] | None = None,
    operation_name: str | None = None,
    drafts: Drafts = NONE,
) -> Asked | Answer:
    """Return the question to answer, or why this token may not ask it."""
    if (refusal := check_token(token)) is not None:
        return refusal
    generation = None if drafts else memory.look()
    stamp: Stamp | None = None if generation is None else memory.watch.stamp
    place = None if generation is None else memory.place()
    if document_id is None:
        if not token.allows("adhoc"):
            hint = "This token may send stored documents only: pass documentId, or use a token with the scope “adhoc”."
            return refused(hint, "ADHOC_REFUSED")
        return Asked(token, text, variables or {}, operation_name, generation, stamp, place, drafts)
    stored = stored_document(token, document_id, generation)
    if stored is None:
        hint = f"This channel has no document {document_id[:80]!r}. Register it with the channel first."
        return refused(hint, "DOCUMENT_UNKNOWN")
    return Asked(token, stored[0], variables or {}, operation_name, generation, stamp or stored[1], place, drafts)


def stored_document(token: Token, document_id: str, generation: int | None) -> tuple[str, Stamp] | None:
    """Return the text of a stored document and the stamp of the models; one statement, or none when it is kept."""
    if not document_id.startswith(PREFIX):
        return None
    digest = document_id.removeprefix(PREFIX).lower()
    key = (0 if token.allows("adhoc") else token.channel_id, digest)
    if generation is not None and (text := memory.documents.get(key)) is not None:
        return text, memory.watch.stamp
    found = ChannelQuery.objects.filter(digest=digest)
    if not token.allows("adhoc"):
        found = found.filter(channel=token.channel_id)
    newest = ModelVersion.objects.order_by("-pk")
    row = (
        found.order_by()
        .values_list("text", Subquery(newest.values("pk")[:1]), Subquery(newest.values("digest")[:1]))
        .first()
    )
    if row is None:
        return None
    if generation is not None and generation == memory.watch.generation:
        memory.documents[key] = row[0]
    return row[0], (row[1] or 0, row[2] or "")


def check_token(token: Token) -> Answer | None:
    """Return why a token may not ask, or None."""
    if token.is_valid(timezone.now()):
        if token.pk is not None and token.channel.status == Channel.Status.RETIRED:
            return refused("This channel is retired: nothing is answered on it any more.", "CHANNEL_RETIRED")
        return None
    return refused("This token has expired or was revoked. Ask the channel's owner for a new one.", "TOKEN_REFUSED")


def refused(message: str, code: str, *, retry_after: int = 0) -> Answer:
    errors = [{"message": message, "extensions": {"code": code}}]
    return Answer(errors=errors, executed=False, retry_after=retry_after)


def execute_asked(asked: Asked, *, in_parts: bool = False) -> tuple[Answer, Request | None]:
    """Answer a question, and return with the answer what was read for it, unless it was refused before.

    With `in_parts` whole items stand in the data as JSON, as they were written before; good for `orjson.dumps` only.
    """
    connection.ensure_connection()
    with deadline.within(settings.HUB_QUERY_TIMEOUT):
        return _execute(asked, in_parts=in_parts)


def _execute(asked: Asked, *, in_parts: bool) -> tuple[Answer, Request | None]:
    token, variables = asked.token, asked.variables
    current = asked.schema or registry.current(asked.stamp, wait=asked.generation is None)
    internal, introspect = token.allows("internal"), token.allows("adhoc")
    try:
        plans = current.documents.get(asked.text, variables, internal=internal, introspect=introspect)
        operation = operation_of(plans.document, asked.operation_name)
        coerced = coerce(current, operation, variables)
        request = request_of(asked, current, internal=internal)
        plan = plans.plan(operation, current.built.roots, coerced)
        if in_parts and plan.straight and request.reading.shelf.is_shared:
            request.written = Written(request.reading, plan.parts_of(coerced))
        request.prepare(plan, plan.arguments(coerced))
    except Invalid as invalid:
        return Answer(errors=[formatted(error, "VALIDATION_FAILED") for error in invalid.errors], executed=False), None
    except GraphQLError as error:
        return Answer(errors=[formatted(error, "BAD_ARGUMENT")], executed=False), None
    try:
        data = plan.write(request.answers, Info(request), coerced)
        if request.written is not None:
            request.written.keep()
        return Answer(data, extensions=told_to(token, plans.cost(variables))), request
    except TimedOut as error:
        return Answer(errors=[formatted(error, "TIMED_OUT")], executed=False), None
    except Exception as error:  # noqa: BLE001 (whatever is not straight on: graphql-core tells it as GraphQL wants it told)
        if request.written is not None:  # what is below the items that were written before was not loaded
            return _execute(asked, in_parts=False)
        logger.debug("Left to graphql-core.", exc_info=error)
        referred = refer(current, plans.document, asked.operation_name, variables, request)
        return replace(referred, extensions=told_to(token, plans.cost(variables))), request


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


def request_of(asked: Asked, current: Current, *, internal: bool) -> Request:
    token = asked.token
    channel = None if token.channel_id is None else token.channel
    shelf = memory.shelf(asked.channel, asked.generation)
    carried = asked.drafts.where(lambda item: carries(channel, item))
    reading = Reading(channel, current.built.specs, timezone.now(), shelf, carried)
    locales = ([] if channel is None else channel.locales) or [settings.WAGTAIL_CONTENT_LANGUAGES[0][0]]
    found = Request(reading, locale=locales[0], hub=settings.HUB_ID, base_url=settings.BASE_URL, internal=internal)
    found.model_stamp = current.stamp
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
