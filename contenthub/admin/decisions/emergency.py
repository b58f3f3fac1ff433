"""Publishing in an emergency: the form with the reason, and the review by a second person."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.admin_url_finder import AdminURLFinder

from content_models.door import PublicationRefused
from content_models.models import Item
from contenthub import flow
from contenthub.admin.decisions.base import DecisionView, is_within_reach, say_refused
from contenthub.admin.decisions.content import item_fields, snapshot_fields
from contenthub.governance.emergencies import EmergencyReview, review_emergency, reviewers, second_person
from contenthub.governance.gate import Gate, Permit
from contenthub.governance.mandates import Mandate
from contenthub.publishing.snapshots import Snapshot


def may_publish(user: Any, item: Item) -> bool:
    """Tell whether this person has a mandate for emergencies about this item."""
    path = item.subject.path if item.subject else "/"
    return isinstance(Gate(user, timezone.now()).ask(Mandate.Decision.EMERGENCY, path), Permit)


class EmergencyPublishView(DecisionView):
    """Publishes the newest draft of an item without the usual decisions; says beforehand who will be told."""

    template_name = "contenthub/admin/decisions/emergency_publish.html"
    page_title = gettext_lazy("Publish in an emergency")
    header_icon = "warning"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.item = get_object_or_404(Item.objects.select_related("subject", "locale"), pk=kwargs["pk"])
        if request.user.is_authenticated and not may_publish(request.user, self.item):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> Any:
        return self.item.title

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseRedirect:
        revision, reason = self.item.get_latest_revision(), request.POST.get("reason", "")
        try:
            flow.publish_many([revision], request.user, reason, kind="emergency")
        except PublicationRefused as refusal:
            say_refused(request, refusal)
            return HttpResponseRedirect(request.path)
        messages.success(request, _("Published. A second person has been asked to review it."))
        edit = Item.snippet_viewset.get_url_name("edit")
        return HttpResponseRedirect(reverse(edit, args=[self.item.pk]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        path = self.item.subject.path if self.item.subject else "/"
        second = second_person(Gate(self.request.user, timezone.now()), path, self.request.user)
        revision = self.item.get_latest_revision_as_object()
        return {
            **super().get_context_data(**kwargs),
            "item": revision,
            "second": second.name if second else "",
            "changes": item_fields(revision),
        }


class EmergencyView(DecisionView):
    """What was published in an emergency: the reason, and what the second person says."""

    template_name = "contenthub/admin/decisions/emergency.html"
    page_title = gettext_lazy("Emergency publication")
    header_icon = "warning"
    permission = "content_models.view_item"

    def review(self) -> EmergencyReview:
        found = EmergencyReview.objects.select_related("decision__actor", "reviewed_by", "second")
        review = found.filter(pk=self.kwargs["pk"]).first()
        if review is None:
            raise Http404
        return review

    def get_page_subtitle(self) -> Any:
        return self.review().title

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and not may_look(request.user, self.review(), timezone.now()):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseRedirect:
        verdict, remark = request.POST.get("verdict", ""), request.POST.get("remark", "")
        try:
            review_emergency(self.review(), request.user, verdict, remark, timezone.now())
            messages.success(request, _("Your review has been recorded."))
        except PublicationRefused as refusal:
            say_refused(request, refusal)
        return HttpResponseRedirect(request.path)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        review, user = self.review(), self.request.user
        item, snapshot = item_of(review), Snapshot.objects.filter(decision=review.decision).first()
        waits = review.verdict == EmergencyReview.Verdict.WAITING
        return {
            **super().get_context_data(**kwargs),
            "review": review,
            "may_review": waits and may_review(user, review, timezone.now()),
            "changes": snapshot_fields(snapshot) if snapshot else [],
            "edit_url": AdminURLFinder(user).get_edit_url(item) if item else None,
            "item": item,
        }


def item_of(review: EmergencyReview) -> Item | None:
    decision = review.decision
    found = Item.objects.filter(translation_key=decision.uuid, locale__language_code=decision.locale)
    return found.select_related("subject").first()


def may_review(user: Any, review: EmergencyReview, now: datetime) -> bool:
    allowed = reviewers(Gate(user, now), review.subject_path, review.decision.actor)
    return user.pk in {one.pk for one in allowed}


def may_look(user: Any, review: EmergencyReview, now: datetime) -> bool:
    """Tell whether somebody may see a review: the item is within their reach, or they have a part in it."""
    mine = user.pk in {review.decision.actor_id, review.second_id, review.reviewed_by_id}
    return mine or is_within_reach(user, item_of(review)) or may_review(user, review, now)
