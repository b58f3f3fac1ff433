"""Deciding by a link, without an account: the page shows exactly the content, and takes one decision."""

from typing import Any

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


@method_decorator(never_cache, name="dispatch")
class LinkView(View):
    """GET shows and changes nothing, for mail programs follow links by themselves; POST decides."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        link = find_link(token, timezone.now())
        if link is None:
            return self.page(request, {"state": "void"}, status=410)
        return self.page(request, shown(link))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        link = find_link(token, timezone.now())
        if link is None:
            return self.page(request, {"state": "void"}, status=410)
        verdict, reason = request.POST.get("verdict", ""), request.POST.get("reason", "").strip()
        try:
            decide_by_link(link, verdict, reason, timezone.now())
        except PublicationRefused as refusal:
            problems = [problem for found in refusal.problems.values() for problem in found]
            return self.page(request, {**shown(link), "problems": problems, "reason": reason}, status=400)
        return self.page(request, {"state": "done", "link": link, "verdict": verdict})

    @staticmethod
    def page(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
        response = render(request, TEMPLATE, context, status=status)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response
