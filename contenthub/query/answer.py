"""The one door to query: a token and a document in, an answer out. HTTP and our own channels come in here alike."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Subquery
from django.utils import timezone
from graphql import DocumentNode, GraphQLError, OperationDefinitionNode, OperationType, execute, get_operation_ast
from graphql.execution.values import get_variable_values

from channels.models import ChannelQuery, Token
from content_models.models import ModelVersion
from contenthub.query.documents import Invalid
from contenthub.query.errors import QueryError
from contenthub.query.prepare import Request
from contenthub.query.registry import Current, Stamp, registry
from contenthub.query.store.drafts import NONE, Drafts
from contenthub.query.store.reading import Reading
from contenthub.query.store.selection import Selection, fragments_of
from contenthub.query.store.visible import carries

logger = logging.getLogger(__name__)

PREFIX = "sha256:"
MOST_ERRORS = 20


@dataclass(frozen=True)
class Answer:
    """What a query answered. `executed` is False when it was refused before: then there is no data at all."""

    data: dict[str, Any] | None = None
    errors: Sequence[dict[str, Any]] = field(default_factory=list)
    executed: bool = True

    @property
    def code(self) -> str | None:
        """The code of the first error."""
        return self.errors[0]["extensions"]["code"] if self.errors else None

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as GraphQL writes it."""
        errors = {"errors": list(self.errors)} if self.errors else {}
        return {**errors, "data": self.data} if self.executed else errors


def answer(
    token: Token, document_id: str, variables: Mapping[str, Any] | None = None, *, drafts: Drafts = NONE
) -> Answer:
    """Answer a stored document, named `sha256:<hex>`; `text` of ChannelQuery. Never raises for what a caller does.

    With `drafts` the answer is a preview: it shows these drafts, and everything else as it is published.
    """
    if (refusal := check_token(token)) is not None:
        return refusal
    found = ChannelQuery.objects.filter(digest=document_id.removeprefix(PREFIX).lower())
    if not token.allows("adhoc"):
        found = found.filter(channel=token.channel_id)
    newest = ModelVersion.objects.order_by("-pk")
    stored = (
        found.order_by()
        .values_list("text", Subquery(newest.values("pk")[:1]), Subquery(newest.values("digest")[:1]))
        .first()
        if document_id.startswith(PREFIX)
        else None
    )
    if stored is None:
        hint = f"This channel has no document {document_id[:80]!r}. Register it with the channel first."
        return refused(hint, "DOCUMENT_UNKNOWN")
    text, pk, digest = stored
    return _answer(token, text, variables or {}, None, (pk or 0, digest or ""), drafts)


def answer_text(
    token: Token,
    text: str,
    variables: Mapping[str, Any] | None = None,
    operation_name: str | None = None,
    *,
    drafts: Drafts = NONE,
) -> Answer:
    """Answer a document given as text; only for tokens with the scope `adhoc`."""
    if (refusal := check_token(token)) is not None:
        return refusal
    if not token.allows("adhoc"):
        hint = "This token may send stored documents only: pass documentId, or use a token with the scope “adhoc”."
        return refused(hint, "ADHOC_REFUSED")
    return _answer(token, text, variables or {}, operation_name, None, drafts)


def check_token(token: Token) -> Answer | None:
    """Return why a token may not ask, or None."""
    if token.is_valid(timezone.now()):
        return None
    return refused("This token has expired or was revoked. Ask the channel's owner for a new one.", "TOKEN_REFUSED")


def refused(message: str, code: str) -> Answer:
    return Answer(errors=[{"message": message, "extensions": {"code": code}}], executed=False)


def _answer(
    token: Token,
    text: str,
    variables: Mapping[str, Any],
    operation_name: str | None,
    stamp: Stamp | None,
    drafts: Drafts,
) -> Answer:
    current = registry.current(stamp)
    internal, introspect = token.allows("internal"), token.allows("adhoc")
    try:
        document = current.documents.get(text, variables, internal=internal, introspect=introspect)
        operation = operation_of(document, operation_name)
        coerced = coerce(current, operation, variables)
        request = request_of(token, current, internal=internal, drafts=drafts)
        selection = Selection(
            current.built.schema.graphql_schema, operation, fragments_of(document.definitions), coerced
        )
        request.prepare(selection, current.built.roots)
    except Invalid as invalid:
        return Answer(errors=[formatted(error, "VALIDATION_FAILED") for error in invalid.errors], executed=False)
    except GraphQLError as error:
        return Answer(errors=[formatted(error, "BAD_ARGUMENT")], executed=False)
    return run(current, document, operation_name, variables, request)


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


def request_of(token: Token, current: Current, *, internal: bool, drafts: Drafts = NONE) -> Request:
    channel = None if token.channel_id is None else token.channel
    carried = drafts.where(lambda item: carries(channel, item))
    reading = Reading(channel, current.built.specs, timezone.now(), carried)
    locales = ([] if channel is None else channel.locales) or [settings.WAGTAIL_CONTENT_LANGUAGES[0][0]]
    return Request(reading, locale=locales[0], hub=settings.HUB_ID, base_url=settings.BASE_URL, internal=internal)


def run(
    current: Current, document: DocumentNode, name: str | None, variables: Mapping[str, Any], request: Request
) -> Answer:
    """Execute over what was loaded."""
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
