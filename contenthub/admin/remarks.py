"""Remarks beside the form of an item, and under a decision about it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Media
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel

from content_models.models import Item
from content_models.reach import may_see
from contenthub.governance.remarks import Remark, labels_of, remarks_of, say, settle, talks_about, tellable

TEMPLATE = "contenthub/admin/remarks.html"


def talk_context(item: Item, problem: str = "") -> dict[str, Any]:
    """Return what the template shows: what is still being talked about, and what can be said about which field."""
    talks = talks_about(item)
    return {
        "talks": talks,
        "count": sum(len(talk.remarks) for talk in talks),
        "settled": remarks_of(item).exclude(settled_at=None).order_by("-settled_at")[:20],
        "labels": labels_of(item),
        "people": tellable(),
        "remarks_url": reverse("contenthub_remarks", args=[item.pk]),
        "problem": problem,
    }


class RemarksPanel(BaseSidePanel):
    """What people say to each other about the fields of this item."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = gettext_lazy("Toggle remarks")
        icon_name = "comment-add"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            item = self.panel.object
            count = remarks_of(item).filter(settled_at=None).count() if item.pk else 0
            return {**super().get_context_data(parent_context), "count": count}

    name = "remarks"
    title = gettext_lazy("Remarks")
    template_name = "contenthub/admin/remarks_panel.html"
    order = 260

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        more = talk_context(self.object) if self.object.pk else {}
        return {**super().get_context_data(parent_context), **more, "saved": bool(self.object.pk)}

    @property
    def media(self) -> Media:
        return Media(js=[versioned_static("contenthub/remarks.js")])


class WithRemarksPanel:
    """Puts the panel beside the form of an item; of a new one too, for it fills when the draft is saved by itself."""

    request: Any
    form: Any

    def get_side_panels(self) -> MediaContainer:
        panels = super().get_side_panels()  # type: ignore[misc]
        return MediaContainer([*panels, RemarksPanel(self.form.instance, self.request)])


@require_POST
def remarks(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something, or settle a remark. Answers the panel anew; without JavaScript it leads back."""
    user: Any = request.user
    if not user.has_perms(["wagtailadmin.access_admin", "content_models.view_item"]):
        raise PermissionDenied
    item = get_object_or_404(Item.objects.select_related("locale", "content_model"), pk=pk)
    if not may_see(user, item):
        raise PermissionDenied
    problem, now = "", timezone.now()
    if settled := request.POST.get("settle", ""):
        remark = remarks_of(item).filter(pk=settled).first() if settled.isdecimal() else None
        if not isinstance(remark, Remark) or not settle(remark, user, now):
            problem = _("Somebody else has settled this already.")
    elif request.POST.get("text", "").strip():
        say(item, request.POST.get("field", ""), request.POST["text"], user, now)
    else:
        problem = _("Write something first.")
    if request.headers.get("x-requested-with") == "fetch":
        return HttpResponse(render_to_string(TEMPLATE, talk_context(item, problem), request=request))
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    edit = reverse(Item.snippet_viewset.get_url_name("edit"), args=[item.pk])
    return HttpResponseRedirect(back if safe else edit)
