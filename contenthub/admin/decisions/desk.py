"""What waits: for me, for others, too long; on the dashboard and as a screen."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.ui.components import Component
from wagtail.permissions import policy_registry

from content_models.models import Fact
from content_models.reach import SEEN, sees_everything, visible_items
from contenthub.admin.decisions.base import DecisionView, is_within_reach
from contenthub.admin.decisions.emergency import may_look
from contenthub.governance.approvals import Approval, Slot
from contenthub.governance.asking import askable
from contenthub.governance.emergencies import EmergencyReview
from contenthub.governance.gate import Gate
from contenthub.governance.proposals import waiting_proposals
from contenthub.publishing.snapshots import Publication


def rows_of(slots: Iterable[Slot], user: Any, now: datetime) -> list[dict[str, Any]]:
    """Return one row per approval: its open slots with who may fill them, and whether the user is one of them."""
    gate = Gate(user, now)
    rows: dict[int, dict[str, Any]] = {}
    for slot in slots:
        people = askable(slot, gate)
        row = rows.setdefault(
            slot.approval_id,
            {"approval": slot.approval, "slots": [], "mine": False, "due": slot.due_at, "overdue": False},
        )
        row["slots"].append({"slot": slot, "names": [one.name for one in people]})
        row["mine"] = row["mine"] or user.pk in {one.pk for one in people}
        row["overdue"] = row["overdue"] or bool(slot.due_at and slot.due_at < now)
        row["due"] = min(row["due"], slot.due_at) if slot.due_at and row["due"] else row["due"]
        row["url"] = reverse("contenthub_decision", args=[slot.approval_id])
    return list(rows.values())


def open_slots() -> Any:
    found = Slot.objects.filter(status=Slot.Status.OPEN, approval__status=Approval.STATUS_IN_PROGRESS)
    return found.select_related("approval__submitted_by", "approval__revision", "channel").order_by("due_at", "pk")


def piles(user: Any, now: datetime) -> dict[str, list[dict[str, Any]]]:
    """Return what waits for this person, what they wait for, and what is overdue with others."""
    found = rows_of(open_slots(), user, now)
    rows = [row for row in found if row["mine"] or is_seen(row["approval"], user)]
    return {
        "mine": [row for row in rows if row["mine"]],
        "others": [row for row in rows if not row["mine"] and row["approval"].submitted_by_id == user.pk],
        "overdue": [row for row in rows if row["overdue"]],
        "all": rows,
    }


def is_seen(approval: Approval, user: Any) -> bool:
    return approval.submitted_by_id == user.pk or is_within_reach(user, approval.revision.content_object)


class WaitingPanel(Component):
    """The dashboard's panels: waiting for me, for others, overdue. Nothing waits: nothing is shown."""

    name = "contenthub_waiting"
    order = 90
    template_name = "contenthub/admin/decisions/waiting_panel.html"

    def render_html(self, parent_context: Any = None) -> str:
        request, now = (parent_context or {})["request"], timezone.now()
        shown = piles(request.user, now)
        reviews = EmergencyReview.objects.filter(verdict=EmergencyReview.Verdict.WAITING, second=request.user)
        proposals = [row for row in waiting_proposals(request.user, now) if row["mine"] or row["own"]]
        more = {"reviews": reviews, "now": now, "proposals": proposals}
        return render_to_string(self.template_name, {**shown, **more}, request=request)


class WaitingView(DecisionView):
    """Everything that waits for a decision, the most urgent first."""

    template_name = "contenthub/admin/decisions/waiting.html"
    page_title = gettext_lazy("Waiting for a decision")
    header_icon = "clipboard-list"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        shown = piles(self.request.user, now)
        waiting = EmergencyReview.objects.filter(verdict=EmergencyReview.Verdict.WAITING).select_related("decision")
        reviews = [one for one in waiting if may_look(self.request.user, one, now)]
        proposals = waiting_proposals(self.request.user, now)
        mine = len(shown["mine"]) + sum(row["mine"] for row in proposals)
        return {
            **super().get_context_data(**kwargs),
            **shown,
            "reviews": reviews,
            "now": now,
            "proposals": proposals,
            "answer": answer(mine, len(shown["all"]) + len(proposals)),
        }


def answer(mine: int, all_of_it: int) -> str:
    if not all_of_it:
        return _("Nothing waits for a decision.")
    if not mine:
        return _("Nothing waits for you.")
    return ngettext("%d decision waits for you.", "%d decisions wait for you.", mine) % mine


def overdue_content(user: Any, now: datetime) -> dict[str, list[dict[str, Any]]]:
    """Return by owner what should have been looked at again: the items and facts in reach that are past their day."""
    today = timezone.localdate(now)
    found: dict[str, list[dict[str, Any]]] = {}
    rows = Publication.objects.filter(review_by__lt=today, status=Publication.Status.LIVE).select_related("snapshot")
    if not sees_everything(user):
        rows = rows.filter(uuid__in=visible_items(user).values("translation_key"))
    for one in rows.defer("snapshot__body").order_by("review_by"):
        row = {"what": _("item"), "title": one.title, "locale": one.locale, "by": one.review_by}
        found.setdefault(one.snapshot.owner or "", []).append(row)
    facts = policy_registry.get_by_type(Fact).instances_user_has_any_permission_for(user, SEEN)
    for fact in facts.filter(review_by__lt=today, live=True).select_related("owner").order_by("review_by"):
        row = {"what": _("fact"), "title": str(fact), "locale": "", "by": fact.review_by}
        found.setdefault(str(fact.owner or ""), []).append(row)
    return dict(sorted(found.items()))


class OverdueView(DecisionView):
    """Published content that should have been looked at again, by owner."""

    template_name = "contenthub/admin/decisions/overdue.html"
    page_title = gettext_lazy("To be reviewed")
    header_icon = "calendar-alt"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        owners = overdue_content(self.request.user, timezone.now())
        count = sum(len(rows) for rows in owners.values())
        said = ngettext("%d piece is past its review date.", "%d pieces are past their review date.", count) % count
        said = said if count else _("Nothing is past its review date.")
        return {**super().get_context_data(**kwargs), "owners": owners, "answer": said}
