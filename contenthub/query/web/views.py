"""One GraphQL request through Django: everything that is not answered before it (see `web.fast`)."""

from collections.abc import Callable
from time import monotonic, time
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from channels.models import Channel, Sighting, Token
from channels.sightings import note_sign
from contenthub.query.answer import ask, find_kept, work_out
from contenthub.query.kept import memory
from contenthub.query.kept.answers import Headers, Kept
from contenthub.query.preview import PreviewError, drafts_of_pairs, read_token
from contenthub.query.question import Answer, refused
from contenthub.query.store.drafts import NONE, Drafts
from contenthub.query.web import fast
from contenthub.query.web.answered import body_of, cache_headers, cross_origin, matches, preflight, status_of
from contenthub.query.web.asked import JSON, PREVIEW, BadRequest, Parameters, media_type_of, questions_of
from contenthub.query.web.rate import rate

USED_EVERY = 60.0
"""Seconds after which the use of a token is noted again."""


@csrf_exempt
def graphql(request: HttpRequest, document_id: str | None = None) -> HttpResponse:
    """Answer one GraphQL request."""
    return respond(request, token_of, document_id)


def respond(
    request: HttpRequest, authenticate: Callable[[HttpRequest], Token], document_id: str | None = None
) -> HttpResponse:
    """Answer a request for whoever `authenticate(request)` says asks."""
    origin = request.headers.get("Origin", "")
    if request.method == "OPTIONS" and settings.HUB_CORS_ORIGINS:
        return with_headers(HttpResponse(status=204), preflight(origin))
    media_type = JSON
    try:
        media_type = media_type_of(request)
        if request.method not in ("GET", "POST"):
            raise BadRequest(405, "METHOD_REFUSED", "Use GET or POST.", Allow="GET, POST")
        token = authenticate(request)
        asked = questions_of(request, document_id)
        drafts = drafts_for(request)
    except BadRequest as error:
        found = unkept(refused(str(error), error.code), error.status, media_type)
        return with_headers(found, [*error.headers.items(), *cross_origin(origin)])
    if isinstance(asked, list):
        return with_headers(together(token, asked, drafts), cross_origin(origin))
    answered = answer_one(token, asked, drafts)
    if isinstance(answered, Kept) and not drafts:
        return kept_response(request, token, answered, media_type)
    found = unkept(answered, 200 if isinstance(answered, Kept) else status_of(answered, media_type), media_type)
    again = (
        [("Retry-After", str(answered.retry_after))] if isinstance(answered, Answer) and answered.retry_after else []
    )
    return with_headers(found, [*again, *cross_origin(origin)])


def answer_one(token: Token, asked: Parameters, drafts: Drafts) -> Kept | Answer:
    """Answer one question, unless the token has caused too much work lately."""
    question = ask(
        token,
        document_id=asked.document_id,
        text=asked.query or "",
        variables=asked.variables,
        operation_name=asked.operation_name,
        drafts=drafts,
    )
    if isinstance(question, Answer):
        return question
    if (found := find_kept(question)) is not None:
        return found
    if token.pk is None:
        return work_out(question)
    wait = rate.take(token.pk, 1, settings.HUB_RATE_LIMIT, monotonic())
    if wait:
        message = f"This token asks for more than {settings.HUB_RATE_LIMIT} new answers a minute. Wait a little."
        return refused(message, "RATE_LIMITED", retry_after=int(wait) + 1)
    return work_out(question)


def together(token: Token, asked: list[Parameters], drafts: Drafts) -> HttpResponse:
    """Answer several questions of one body, in their order."""
    answers = [answer_one(token, one, drafts) for one in asked]
    bodies = [one.body if isinstance(one, Kept) else orjson.dumps(one.to_dict()) for one in answers]
    found = HttpResponse(b"[" + b",".join(bodies) + b"]", content_type=f"{JSON}; charset=utf-8")
    return with_headers(found, [("Cache-Control", "no-store")])


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
    token = memory.token(secret.strip()) if scheme.lower() == "bearer" else None
    if token is None:
        message = "Send a token of your channel: “Authorization: Bearer cht_…”."
        raise BadRequest(401, "TOKEN_REFUSED", message, **{"WWW-Authenticate": 'Bearer realm="contenthub"'})
    memory.pulls[token.pk] += 1
    now = monotonic()
    if now - memory.used.get(token.pk, -USED_EVERY) >= USED_EVERY:
        memory.used[token.pk] = now
        note_use(token)
    return token


def note_use(token: Token) -> None:
    """Write down that a token was used, and how often its channel asked since the last time; at most once a minute.

    What a developer asks by hand says nothing about a channel; a token without that scope can only send what is stored.
    """
    now, pulls = timezone.now(), memory.pulls.pop(token.pk, 0)
    Token.objects.filter(pk=token.pk).update(last_used_at=now)
    counts = token.is_valid(now) or token.channel.status == Channel.Status.RETIRED
    if pulls and counts and not token.allows("adhoc"):
        note_sign(token.channel_id, Sighting.Way.PULL, now, pulls)


def kept_response(request: HttpRequest, token: Token, kept: Kept, media_type: str) -> HttpResponse:
    """Return an answer as bytes; 304 when the caller has just these. If kept, it is answered before Django next."""
    body, encoding, etag = body_of(kept, request.headers.get("Accept-Encoding", ""))
    shared = not (token.pk is None or token.allows("internal") or token.allows("adhoc"))
    headers: Headers = [("ETag", etag), *cross_origin(request.headers.get("Origin", ""))]
    if encoding:
        headers.append(("Content-Encoding", encoding))
    if token.pk is not None and memory.answers.kept.get(kept.key) is kept:
        fast.remember(request.META, token, kept, body, headers, f"{media_type}; charset=utf-8", shared=shared)
    headers += cache_headers(kept, time(), shared=shared)
    if request.method == "POST":
        headers = [pair for pair in headers if pair[0] not in {"Cache-Control", "Surrogate-Key"}]
        headers.append(("Cache-Control", "no-store"))
    if request.method == "GET" and matches(etag, request.headers.get("If-None-Match", "")):
        found = HttpResponse(status=304)
        del found["Content-Type"]
        return with_headers(found, [pair for pair in headers if pair[0] != "Content-Encoding"])
    return with_headers(HttpResponse(body, content_type=f"{media_type}; charset=utf-8"), headers)


def unkept(answered: Kept | Answer, status: int, media_type: str) -> HttpResponse:
    body = answered.body if isinstance(answered, Kept) else orjson.dumps(answered.to_dict())
    found = HttpResponse(body, content_type=f"{media_type}; charset=utf-8", status=status)
    return with_headers(found, [("Cache-Control", "no-store"), ("Vary", f"Accept, Authorization, {PREVIEW}")])


def with_headers(response: HttpResponse, headers: Any) -> HttpResponse:
    for name, value in headers:
        response[name] = f"{response[name]}, {value}" if name == "Vary" and name in response else value
    return response
