"""`POST /usage`: an app says which version of the contract it reads; open to everybody, for an app can keep no secret.

A program with a token says the same with the header `ContentHub-Contract`, when it reports what it shows.
"""

from time import monotonic

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from channels.contracts import count_use
from channels.models import Channel
from channels.registry import installed
from contenthub.query.web.rate import Rate
from contenthub.rest.caller import mark_of

HEADER = "ContentHub-Contract"
PER_MINUTE = 60
"""Answers for one address; the address itself is kept nowhere."""

rate = Rate()


@csrf_exempt
@require_POST
def usage(request: HttpRequest) -> HttpResponse:
    """Count one use: `channel` (its key) and `contract`, as a form. No cookie is read, and nothing personal kept."""
    if rate.take(mark_of("usage", request), 1, PER_MINUTE, monotonic()):
        return answer(429, "too_many")
    channel = Channel.objects.filter(key=request.POST.get("channel", "")).first()
    if channel is None or not count_known(channel, request.POST.get("contract", "")):
        return answer(400, "not_understood")
    return answer(200, "counted")


def count_known(channel: Channel, contract: str) -> bool:
    """Count the use of a version that the channel's kind has; tell whether it has it."""
    kind = installed().kinds.get(channel.kind)
    known = contract in getattr(kind, "contracts", ())
    if known:
        count_use(channel.pk, contract, timezone.now())
    return known


def answer(status: int, what: str) -> HttpResponse:
    response = JsonResponse({"answer": what}, status=status)
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "no-store"
    return response
