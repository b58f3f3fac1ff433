"""What a request asks: its parameters, read and checked, from the address or the body."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.http import HttpRequest

from contenthub.query.answer import PREFIX

RESPONSE = "application/graphql-response+json"
JSON = "application/json"
PREVIEW = "Hub-Preview"
"""The header with a preview token: the answer shows the drafts that it names."""
MOST_BYTES = 256 * 1024
MOST_TOGETHER = 10
"""Questions in one body."""


class BadRequest(Exception):
    """The request itself is wrong, so that there is nothing to answer."""

    def __init__(self, status: int, code: str, message: str, **headers: str) -> None:
        super().__init__(message)
        self.status, self.code, self.headers = status, code, headers


@dataclass(frozen=True)
class Parameters:
    """One question of a request."""

    query: str | None = None
    document_id: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)
    operation_name: str | None = None


def media_type_of(request: HttpRequest) -> str:
    """Return the media type in which to answer: plain JSON unless the other is named. Raises BadRequest."""
    accept = request.headers.get("Accept", "")
    if not accept:
        return JSON
    found = request.get_preferred_type([RESPONSE, JSON] if RESPONSE in accept else [JSON])
    if found is None:
        raise BadRequest(406, "NOT_ACCEPTABLE", f"Answers come as {RESPONSE} or {JSON}.")
    return found


def questions_of(request: HttpRequest, document_id: str | None) -> Parameters | list[Parameters]:
    """Return what a request asks, a list when the body is one; `document_id` comes from the address."""
    if request.method == "GET":
        return parameters_of(read_query(request), document_id)
    given = read_body(request)
    if not isinstance(given, list):
        return parameters_of(given, document_id)
    if not given:
        raise BadRequest(400, "BAD_REQUEST", "The body holds no question.")
    if len(given) > MOST_TOGETHER:
        raise BadRequest(400, "LIMIT_EXCEEDED", f"Send {MOST_TOGETHER} questions together at most, not {len(given)}.")
    return [parameters_of(one, document_id) for one in given]


def parameters_of(given: Any, document_id: str | None) -> Parameters:
    """Return one question. Raises BadRequest."""
    if not isinstance(given, dict):
        raise BadRequest(400, "BAD_REQUEST", "A question must be one JSON object.")
    for name, kind in (("query", str), ("documentId", str), ("operationName", str)):
        if not isinstance(given.get(name), kind | None):
            raise BadRequest(400, "BAD_REQUEST", f"“{name}” must be text.")
    for name in ("variables", "extensions"):
        if not isinstance(given.get(name), dict | None):
            raise BadRequest(400, "BAD_REQUEST", f"“{name}” must be an object.")
    document_id = document_id or given.get("documentId") or persisted(given.get("extensions") or {})
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
            given[name] = read_json(given[name].encode(errors="surrogatepass") or b"null", f"“{name}”")
    return given


def read_body(request: HttpRequest) -> Any:
    """Return the JSON of the body: an object, or a list. Raises BadRequest."""
    if request.content_type != JSON:
        raise BadRequest(415, "BAD_REQUEST", f"Send the body as {JSON}.")
    if (request.encoding or "utf-8").lower().replace("_", "-") not in ("utf-8", "utf8"):
        raise BadRequest(415, "BAD_REQUEST", "Send the body as UTF-8.")
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        raise BadRequest(413, "LIMIT_EXCEEDED", f"The body is larger than {MOST_BYTES} bytes.")
    given = read_json(request.body, "The body")
    if not isinstance(given, dict | list):
        raise BadRequest(400, "BAD_REQUEST", "The body must be one JSON object.")
    return given


def read_json(raw: bytes, what: str) -> Any:
    try:
        return orjson.loads(raw)
    except ValueError:
        raise BadRequest(400, "BAD_REQUEST", f"{what} is not JSON.") from None
