"""Deciding by a link, without an account: the page shows exactly the content, and takes one decision.

Whoever has an account with a second step signs in first, so that who reads their mail cannot decide for them.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from content_models.door import PublicationRefused
from contenthub.admin.decisions.content import changes_of, preview_url
from contenthub.governance.links import DecisionLink, decide_by_link, find_link

TEMPLATE = "contenthub/decide.html"


def shown(link: DecisionLink) -> dict[str, Any]:
    """Return what the page shows of an open link: the words, and the way to the previews."""
    approval = link.slot.approval
    more = {"changes": changes_of(approval), "preview_url": preview_url(approval, timezone.now())}
    return {"state": "open", "link": link, **more}


def asked_to_sign_in(link: DecisionLink) -> set[int]:
    """Return the accounts behind the address of a link that are asked for a code at sign-in."""
    if settings.HUB_TOTP == "off":
        return set()
    people = get_user_model().objects.filter(is_active=True, email__iexact=link.email)
    asked = people if settings.HUB_TOTP == "required" else people.filter(totpdevice__confirmed=True)
    return set(asked.values_list("pk", flat=True))


@method_decorator(never_cache, name="dispatch")
class LinkView(View):
    """GET shows and changes nothing, for mail programs follow links by themselves; POST decides."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        link = find_link(token, timezone.now())
        return self.closed(request, link) or self.page(request, shown(link)) if link else self.void(request)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        link = find_link(token, timezone.now())
        if link is None:
            return self.void(request)
        if (answer := self.closed(request, link)) is not None:
            return answer
        verdict, reason = request.POST.get("verdict", ""), request.POST.get("reason", "").strip()
        try:
            decide_by_link(link, verdict, reason, timezone.now())
        except PublicationRefused as refusal:
            problems = [problem for found in refusal.problems.values() for problem in found]
            return self.page(request, {**shown(link), "problems": problems, "reason": reason}, status=400)
        return self.page(request, {"state": "done", "link": link, "verdict": verdict})

    def void(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, {"state": "void"}, status=410)

    def closed(self, request: HttpRequest, link: DecisionLink) -> HttpResponse | None:
        """Return the page that asks to sign in first, None when nobody has to or the right one did."""
        people = asked_to_sign_in(link)
        if not people or request.user.pk in people:
            return None
        return self.page(request, {"state": "sign_in", "link": link}, status=403)

    @staticmethod
    def page(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
        response = render(request, TEMPLATE, context, status=status)
        # not no-referrer: browsers then call the origin of the form “null”, and Django refuses it
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex"
        return response
