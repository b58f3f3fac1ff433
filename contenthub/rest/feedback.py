"""`POST /feedback`: a page asks its reader whether it was right; open to everybody, with or without a script.

`POST /wrap-up`: the desk tells how a conversation ended; open to whoever may sign in to the admin.
"""

from time import monotonic
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from channels.models import Channel
from contenthub.insights.feedback import LONGEST, NotUnderstood, note
from contenthub.insights.wrapups import count_ending
from contenthub.query.web.rate import Rate
from contenthub.rest.caller import mark_of

PER_MINUTE = 10
"""Answers from one address; the address itself is kept nowhere."""

rate = Rate()


@csrf_exempt
@require_POST
def feedback(request: HttpRequest) -> HttpResponse:
    """Keep one answer: `stamp`, `channel`, `right` (yes or no), `section` and `text`.

    The page that is given back stands in the reader's language; whoever asks for JSON gets that. No cookie is read.
    """
    said = request.POST
    if rate.take(mark_of("feedback", request), 1, PER_MINUTE, monotonic()):
        return answer(request, 429, "too_many")
    if said.get("right") not in ("yes", "no") or len(said.get("text", "")) > LONGEST:
        return answer(request, 400, "not_understood")
    try:
        note(
            said.get("stamp", ""),
            said.get("channel", ""),
            right=said["right"] == "yes",
            section=said.get("section", ""),
            text=said.get("text", ""),
            now=timezone.now(),
        )
    except NotUnderstood:
        return answer(request, 400, "not_understood")
    return answer(request, 200, "thanks")


@csrf_exempt
@require_POST
def wrap_up(request: HttpRequest) -> HttpResponse:
    """Count how a conversation ended: `stamp`, `channel` and `ending`.

    Without a token against forgery, since the page is a file: the cookie of a session is not sent from other sites.
    """
    if not request.user.has_perm("wagtailadmin.access_admin"):
        return answer(request, 403, "sign_in")
    said = request.POST
    try:
        count_ending(said.get("stamp", ""), said.get("channel", ""), said.get("ending", ""), timezone.now())
    except NotUnderstood:
        return answer(request, 400, "not_understood")
    return answer(request, 200, "counted")


def answer(request: HttpRequest, status: int, what: str) -> HttpResponse:
    """Return what became of it, as JSON or as a page with the way back to where the reader came from."""
    response: HttpResponse
    if "application/json" in request.headers.get("Accept", ""):
        response = JsonResponse({"answer": what}, status=status)
    else:
        locale = request.POST.get("stamp", "").split(":")[3:4]
        with translation.override(locale[0] if locale and translation.check_for_language(locale[0]) else None):
            values: dict[str, Any] = {"what": what, "back": way_back(request)}
            response = render(request, "contenthub/feedback.html", values, status=status)
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "no-store"
    return response


def way_back(request: HttpRequest) -> str:
    """Return the page that the reader came from, if it is one of the channel's own."""
    came = request.headers.get("Referer", "")
    base = Channel.objects.filter(key=request.POST.get("channel", "")).values_list("base_url", flat=True).first() or ""
    return came if base and came.startswith(f"{base.rstrip('/')}/") else ""
