"""What leaves the hub: every shipment with its state, and dead letters that somebody may try again."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from channels import outbox
from channels.circuits import Circuit
from channels.models import Channel, Shipment
from contenthub.admin.decisions.base import DecisionView

PAGE = 50
TAGS = {Shipment.Status.FAILED: "critical", Shipment.Status.SENT: "primary"}
CHANGE = "channels.change_channel"


def filtered(asked: Any) -> QuerySet[Shipment]:
    """Return the shipments that the filters leave, newest first."""
    found = Shipment.objects.select_related("channel").order_by("-pk")
    if asked.get("status") in Shipment.Status.values:
        found = found.filter(status=asked["status"])
    if channel := asked.get("channel", ""):
        found = found.filter(channel__key=channel)
    if words := asked.get("q", "").strip():
        found = found.filter(key__icontains=words) | found.filter(last_error__icontains=words)
    return found


class ShipmentsView(DecisionView):
    """Every shipment of the last months, and which targets are left alone for a while."""

    template_name = "contenthub/admin/board/shipments.html"
    page_title = gettext_lazy("What leaves the hub")
    header_icon = "mail"
    permission = "channels.view_channel"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked, now = self.request.GET, timezone.now()
        page = Paginator(filtered(asked), PAGE).get_page(asked.get("p"))
        dead = Shipment.objects.filter(status=Shipment.Status.FAILED).count()
        waiting = Shipment.objects.filter(status__in=(Shipment.Status.DUE, Shipment.Status.CLAIMED)).count()
        return {
            **super().get_context_data(**kwargs),
            "page": page,
            "rows": [{"shipment": one, "tag": TAGS.get(Shipment.Status(one.status), "")} for one in page],
            "channels": Channel.objects.order_by("name"),
            "statuses": Shipment.Status.choices,
            "asked": asked,
            "answer": answer_of(dead, waiting),
            "dead": dead,
            "alone": [alone_words(one) for one in Circuit.objects.filter(open_until__gt=now).order_by("pk")],
            "may_change": self.request.user.has_perm(CHANGE),
        }

    def post(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Make one dead letter due again, or all of them."""
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        which = request.POST.get("shipment", "")
        count = outbox.replay(timezone.now(), int(which)) if which.isdecimal() else 0
        if which == "all":
            count = outbox.replay(timezone.now())
        if count:
            messages.success(
                request, ngettext("%d shipment is due again.", "%d shipments are due again.", count) % count
            )
        else:
            messages.warning(request, _("That shipment is no dead letter any more. Look at its state below."))
        return HttpResponseRedirect(request.get_full_path())


def alone_words(circuit: Circuit) -> str:
    names = {"target": circuit.origin or circuit.transport, "failures": circuit.failures}
    until = date_format(timezone.localtime(circuit.open_until), "SHORT_DATETIME_FORMAT") if circuit.open_until else "–"
    said = _("%(target)s failed %(failures)d times in a row. Left alone until: %(until)s")
    return said % {**names, "until": until}


def answer_of(dead: int, waiting: int) -> str:
    """Return how it stands with what leaves the hub, in a sentence."""
    if dead:
        hint = _("Mend what stands in the way, and try again.")
        return ngettext("%d shipment was given up.", "%d shipments were given up.", dead) % dead + f" {hint}"
    if waiting:
        return ngettext("%d shipment is on its way.", "%d shipments are on their way.", waiting) % waiting
    return _("Everything that had to leave has arrived.")
