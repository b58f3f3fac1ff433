"""GraphQL over HTTP: GET and POST, stored documents and text, with a bearer token and without cookies.

Follows https://graphql.github.io/graphql-over-http/draft/. A refused request has a GraphQL-shaped body as well.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from channels.models import Token
from contenthub.query.answer import PREFIX, Answer, answer, answer_text, refused
from contenthub.query.preview import PreviewError, drafts_of_pairs, read_token
from contenthub.query.store.drafts import NONE, Drafts

RESPONSE = "application/graphql-response+json"
JSON = "application/json"
MOST_BYTES = 256 * 1024
PREVIEW = "Hub-Preview"
"""The header with a preview token: the answer shows the drafts that it names."""
USED_EVERY = timedelta(minutes=1)

STATUS = {"TOKEN_REFUSED": 401, "ADHOC_REFUSED": 403}
"""Refusals with a status of their own, whatever the media type."""


class BadRequest(Exception):
    """The request itself is wrong, so that there is nothing to answer."""

    def __init__(self, status: int, code: str, message: str, **headers: str) -> None:
        super().__init__(message)
        self.status, self.code, self.headers = status, code, headers


@dataclass(frozen=True)
class Parameters:
    """What a request asks."""

    query: str | None = None
    document_id: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)
    operation_name: str | None = None


@csrf_exempt
def graphql(request: HttpRequest) -> HttpResponse:
    """Answer one GraphQL request."""
    return respond(request, token_of)


def respond(request: HttpRequest, authenticate: Any) -> HttpResponse:
    """Answer a request for whoever `authenticate(request)` says asks."""
    media_type = JSON
    try:
        media_type = media_type_of(request)
        if request.method not in ("GET", "POST"):
            raise BadRequest(405, "METHOD_REFUSED", "Use GET or POST.", Allow="GET, POST")
        token = authenticate(request)
        found = parameters_of(request)
        drafts = drafts_for(request)
    except BadRequest as error:
        return response(request, refused(str(error), error.code), error.status, media_type, error.headers)
    if found.document_id is not None:
        answered = answer(token, found.document_id, found.variables, drafts=drafts)
    else:
        answered = answer_text(token, found.query or "", found.variables, found.operation_name, drafts=drafts)
    headers = {"Cache-Control": "no-store"} if drafts else {}
    return response(request, answered, status_of(answered, media_type), media_type, headers)


def drafts_for(request: HttpRequest) -> Drafts:
    """Return the drafts that the preview token of a request names. Raises BadRequest."""
    given = request.headers.get(PREVIEW, "")
    if not given:
        return NONE
    now = timezone.now()
    try:
        return drafts_of_pairs(read_token(given, now)[0], now)[0]
    except PreviewError as error:
        raise BadRequest(401, "PREVIEW_REFUSED", str(error)) from error


def token_of(request: HttpRequest) -> Token:
    """Return the token of the Authorization header. Raises BadRequest."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    token = Token.find(secret.strip()) if scheme.lower() == "bearer" else None
    if token is None:
        message = "Send a token of your channel: “Authorization: Bearer cht_…”."
        raise BadRequest(401, "TOKEN_REFUSED", message, **{"WWW-Authenticate": 'Bearer realm="contenthub"'})
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > USED_EVERY:
        Token.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


def media_type_of(request: HttpRequest) -> str:
    """Return the media type in which to answer: plain JSON unless the other is named. Raises BadRequest."""
    accept = request.headers.get("Accept", "")
    if not accept:
        return JSON
    found = request.get_preferred_type([RESPONSE, JSON] if RESPONSE in accept else [JSON])
    if found is None:
        raise BadRequest(406, "NOT_ACCEPTABLE", f"Answers come as {RESPONSE} or {JSON}.")
    return found


def parameters_of(request: HttpRequest) -> Parameters:
    """Return what a request asks. Raises BadRequest."""
    given = read_query(request) if request.method == "GET" else read_body(request)
    for name, kind in (("query", str), ("documentId", str), ("operationName", str)):
        if not isinstance(given.get(name), kind | None):
            raise BadRequest(400, "BAD_REQUEST", f"“{name}” must be text.")
    for name in ("variables", "extensions"):
        if not isinstance(given.get(name), dict | None):
            raise BadRequest(400, "BAD_REQUEST", f"“{name}” must be an object.")
    document_id = given.get("documentId") or persisted(given.get("extensions") or {})
    if document_id is None and given.get("query") is None:
        raise BadRequest(400, "BAD_REQUEST", "Send “documentId”, or “query” with a token for that.")
    return Parameters(given.get("query"), document_id, given.get("variables") or {}, given.get("operationName"))


def persisted(extensions: Mapping[str, Any]) -> str | None:
    """Return the document id in Apollo's way of writing it."""
    found = extensions.get("persistedQuery")
    digest = found.get("sha256Hash") if isinstance(found, dict) else None
    return PREFIX + digest if isinstance(digest, str) else None


def read_query(request: HttpRequest) -> dict[str, Any]:
    """Return the parameters of the address; `variables` and `extensions` are JSON there. Raises BadRequest."""
    given: dict[str, Any] = dict(request.GET.items())
    for name in ("variables", "extensions"):
        if name in given:
            given[name] = read_json(given[name].encode() or b"null", f"“{name}”")
    return given


def read_body(request: HttpRequest) -> dict[str, Any]:
    """Return the JSON object of the body. Raises BadRequest."""
    if request.content_type != JSON:
        raise BadRequest(415, "BAD_REQUEST", f"Send the body as {JSON}.")
    if (request.encoding or "utf-8").lower().replace("_", "-") not in ("utf-8", "utf8"):
        raise BadRequest(415, "BAD_REQUEST", "Send the body as UTF-8.")
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        raise BadRequest(413, "LIMIT_EXCEEDED", f"The body is larger than {MOST_BYTES} bytes.")
    given = read_json(request.body, "The body")
    if not isinstance(given, dict):
        raise BadRequest(400, "BAD_REQUEST", "The body must be one JSON object.")
    return given


def read_json(raw: bytes, what: str) -> Any:
    try:
        return orjson.loads(raw)
    except ValueError:
        raise BadRequest(400, "BAD_REQUEST", f"{what} is not JSON.") from None


def status_of(answered: Answer, media_type: str) -> int:
    if answered.executed:
        return 200
    return STATUS.get(answered.code or "", 400 if media_type == RESPONSE else 200)


def response(
    request: HttpRequest, answered: Answer, status: int, media_type: str, headers: Mapping[str, str]
) -> HttpResponse:
    """Return an answer as bytes, with its ETag; 304 when the caller has just these."""
    body = orjson.dumps(answered.to_dict())
    found = HttpResponse(body, content_type=f"{media_type}; charset=utf-8", status=status)
    if request.method == "GET" and status == 200:
        etag = f'"{hashlib.blake2b(body, digest_size=16).hexdigest()}"'
        if etag in matches(request):
            found = HttpResponse(status=304)
            del found["Content-Type"]
        found["ETag"] = etag
        found["Cache-Control"] = "private, no-cache"
    else:
        found["Cache-Control"] = "no-store"
    patch_vary_headers(found, ("Accept", "Authorization", PREVIEW))
    for name, value in headers.items():
        found[name] = value
    return found


def matches(request: HttpRequest) -> list[str]:
    """Return the ETags that the caller has; one that a proxy made weak is as good."""
    given = request.headers.get("If-None-Match", "")
    return [one.strip().removeprefix("W/") for one in given.split(",")]
