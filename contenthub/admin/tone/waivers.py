"""What was let stand, by whom and why; and ending it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from content_models.door import PublicationRefused
from content_models.models import Item
from contenthub.admin.decisions.base import DecisionView, say_refused
from contenthub.governance.waivers import end_waiver
from contenthub.tone.kept.rows import Waiver

PAGE = 50


class WaiversView(DecisionView):
    """The waivers that hold, or also those that ended."""

    template_name = "contenthub/admin/tone/waivers.html"
    page_title = gettext_lazy("Let stand")
    header_icon = "comment"
    permission = "content_models.view_item"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        page = Paginator(filtered(asked), PAGE).get_page(asked.get("p"))
        now = timezone.now()
        items = {
            (one.translation_key, one.locale.language_code): one
            for one in Item.objects.filter(translation_key__in=[row.uuid for row in page]).select_related("locale")
        }
        rows = [{"row": row, "item": items.get((row.uuid, row.locale)), "holds": row.holds(now)} for row in page]
        count = page.paginator.count
        summary = ngettext("One finding was let stand.", "%(count)d findings were let stand.", count) % {"count": count}
        return {**super().get_context_data(**kwargs), "page": page, "rows": rows, "asked": asked, "summary": summary}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        number = request.POST.get("waiver", "")
        waiver = get_object_or_404(Waiver, pk=int(number) if number.isdecimal() else 0)
        try:
            end_waiver(waiver, request.user, request.POST.get("reason", ""), timezone.now())
            messages.success(request, _("“%s” has to be solved again.") % (waiver.text or waiver.check_name))
        except PublicationRefused as refusal:
            say_refused(request, refusal)
        return redirect(reverse("contenthub_tone_waivers"))


def filtered(asked: Any) -> QuerySet[Waiver]:
    """Return the waivers that the filters of the screen leave, newest first."""
    found = Waiver.objects.order_by("-at", "-pk")
    if not asked.get("ended"):
        found = found.filter(Q(expires_at=None) | Q(expires_at__gt=timezone.now()))
    if asked.get("false"):
        found = found.filter(false_alarm=True)
    if words := asked.get("q", "").strip():
        found = found.filter(
            Q(check_name__icontains=words)
            | Q(text__icontains=words)
            | Q(reason__icontains=words)
            | Q(by_name__icontains=words)
        )
    return found
