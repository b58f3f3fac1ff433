"""One approval: what is to be decided, who has decided, and the decision itself."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.admin_url_finder import AdminURLFinder

from content_models.door import PublicationRefused
from content_models.models import Item
from contenthub.admin.decisions.base import DecisionView, is_within_reach, say_refused
from contenthub.admin.decisions.content import changes_of, preview_url
from contenthub.governance.approvals import Approval, Slot
from contenthub.governance.asking import askable, open_slots_of
from contenthub.governance.gate import Gate
from contenthub.governance.links import lend, lendable
from contenthub.governance.remarks import talks_about
from contenthub.governance.signing import APPROVE, CHANGES, WITHHOLD, decide
from contenthub.publishing.decisions import Decision

DONE = {
    APPROVE: gettext_lazy("Your approval has been recorded."),
    CHANGES: gettext_lazy("The author has been asked for changes."),
    WITHHOLD: gettext_lazy("It has been recorded that this does not go to that channel."),
}
TAGS = {Slot.Status.SIGNED: "primary", Slot.Status.OPEN: "secondary"}


class ApprovalView(DecisionView):
    """Shows an approval to anybody who may enter the admin and see content; takes decisions of those who may."""

    template_name = "contenthub/admin/decisions/approval.html"
    page_title = gettext_lazy("Decision")
    permission = "content_models.view_item"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.approval = get_object_or_404(Approval.objects.select_related("revision"), pk=kwargs["pk"])
        if request.user.is_authenticated and not may_look(request.user, self.approval, timezone.now()):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> Any:
        return self.approval.title

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseRedirect:
        """Take the decision that the pressed button names, or send a link; a refusal says why and changes nothing."""
        verdict, reason = request.POST.get("verdict", ""), request.POST.get("reason", "").strip()
        try:
            if verdict == "lend":
                self.send_link(request)
            else:
                slots = request.POST.getlist("slot") or None
                decide(self.approval, request.user, verdict, reason, timezone.now(), slots=slots)
                messages.success(request, str(DONE[verdict]))  # (in the language of who decides: later it is another)
        except PublicationRefused as refusal:
            say_refused(request, refusal)
        return HttpResponseRedirect(request.path)

    def send_link(self, request: Any) -> None:
        name, email = request.POST.get("name", "").strip(), request.POST.get("email", "").strip()
        slot = self.approval.slots.filter(name=request.POST.get("slot", "")).first()
        try:
            validate_email(email)
        except ValidationError:
            messages.error(request, _("Give a name and an e-mail address."))
            return
        if not name or slot is None:
            messages.error(request, _("Give a name and an e-mail address."))
            return
        lend(slot, request.user, name[:120], email, timezone.now())
        messages.success(request, _("A link for this one decision is on its way to %s.") % email)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, user = timezone.now(), self.request.user
        gate = Gate(user, now)
        rows = [slot_row(slot, gate) for slot in self.approval.slots.select_related("approval", "channel", "log")]
        mine = open_slots_of(self.approval, user, now)
        content = next((one for one in mine if one.channel is None), None)
        channels = [row["slot"] for row in rows if row["slot"].channel and row["slot"].status in ("open", "later")]
        publishable = self.approval.revision.content_object
        return {
            **super().get_context_data(**kwargs),
            "approval": self.approval,
            "rows": rows,
            "mine": mine,
            "withholdable": channels if content else [],
            "lendable": lendable(self.approval, user, now) if mine else [],
            "answer": answer(self.approval, [row["slot"] for row in rows]),
            "now": now,
            "changes": changes_of(self.approval),
            "preview_url": preview_url(self.approval, now),
            "edit_url": AdminURLFinder(user).get_edit_url(publishable) if publishable else None,
            "history": history_of(self.approval),
            "talks": talks_about(publishable) if isinstance(publishable, Item) else [],
        }


def may_look(user: Any, approval: Approval, now: datetime) -> bool:
    """Tell whether somebody may see an approval: it is within their reach, or they have a part in it."""
    if is_within_reach(user, approval.revision.content_object) or approval.submitted_by_id == user.pk:
        return True
    return bool(open_slots_of(approval, user, now)) or approval.slots.filter(log__actor=user.pk).exists()


def history_of(approval: Approval) -> Any:
    return Decision.objects.filter(uuid=approval.uuid, locale=approval.locale).order_by("-pk")[:50]


def slot_row(slot: Slot, gate: Gate) -> dict[str, Any]:
    names = [one.name for one in askable(slot, gate)] if slot.status in (Slot.Status.OPEN, Slot.Status.LATER) else []
    return {
        "slot": slot,
        "names": names,
        "tag": TAGS.get(Slot.Status(slot.status), ""),
        "overdue": slot.status == Slot.Status.OPEN and slot.due_at is not None and slot.due_at < gate.now,
    }


def answer(approval: Approval, slots: list[Slot]) -> str:
    """Return in words how far it is."""
    if approval.status == Approval.STATUS_APPROVED:
        return _("Everybody has decided, and this has been published.")
    if approval.status == Approval.STATUS_REJECTED:
        return _("Changes were asked for. The author can change it and submit it again.")
    if approval.status == Approval.STATUS_CANCELLED:
        return _("This was taken back, and nobody has to decide.")
    done = sum(slot.status in (Slot.Status.SIGNED, Slot.Status.WITHHELD) for slot in slots)
    names = {"done": done, "all": len(slots)}
    text = ngettext("%(done)d of %(all)d decision is there.", "%(done)d of %(all)d decisions are there.", len(slots))
    return text % names
