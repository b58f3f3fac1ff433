"""Ending a channel, step by step: asked for, approved by somebody else, carried out, looked after."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from channels.models import Channel, Shipment, Token
from content_models.door import PublicationRefused
from contenthub import flow
from contenthub.admin.board.channel import ChannelView
from contenthub.admin.decisions.base import say_refused
from contenthub.dispatch.retire import DAYS, ask_retirement, retirements
from contenthub.governance.gate import Gate, Permit
from contenthub.governance.mandates import Mandate
from contenthub.governance.proposals import APPROVE, REFUSE, authors_of
from contenthub.governance.rights import EVERYTHING

FORM = ("reason", "notice", "redirect_to")


class RetireView(ChannelView):
    """What ends with the channel, who has to agree, and how far it is."""

    template_name = "contenthub/admin/board/retire.html"
    header_icon = "bin"
    permission = "channels.view_channel"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        board, channel = super().get_breadcrumbs_items()
        url = reverse("contenthub_board_channel", args=[self.channel.key])
        return [board, {**channel, "url": url}, {"url": "", "label": _("Retire")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, channel = timezone.now(), self.channel
        row = retirements(channel).first()
        asked = row if row and row.is_waiting else None
        gate, authors = Gate(self.request.user, now), authors_of(asked) if asked else frozenset[int]()
        permit = gate.ask(Mandate.Decision.RETIRE, EVERYTHING, channel.key, authors) if asked else None
        seat = gate.book.seat(Mandate.Decision.RETIRE, EVERYTHING, channel.key)
        return {
            **super(ChannelView, self).get_context_data(**kwargs),
            "channel": channel,
            "row": row,
            "asked": asked,
            "may_decide": isinstance(permit, Permit),
            "why_not": "" if permit is None or isinstance(permit, Permit) else f"{permit.message} {permit.hint}",
            "people": [one.name for one in seat.people(authors or {self.request.user.pk or 0})],
            "placements": channel.placements.count(),
            "tokens": Token.objects.filter(channel=channel, revoked_at=None).count(),
            "retired": channel.status == Channel.Status.RETIRED,
            "last": Shipment.objects.filter(channel=channel, key__contains=":retired-").order_by("pk"),
            "days": DAYS,
            "given": self.request.session.pop("retire_form", {}),
        }

    def post(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        now, said = timezone.now(), request.POST
        try:
            if said.get("action") == "ask":
                self.ask(request, now)
            else:
                self.decide(request, now)
        except PublicationRefused as refusal:
            request.session["retire_form"] = {name: said.get(name, "") for name in FORM}
            say_refused(request, refusal)
        return HttpResponseRedirect(reverse("contenthub_board_retire", args=[self.channel.key]))

    def ask(self, request: Any, now: Any) -> None:
        said, days = request.POST, request.POST.get("probe_days", "")
        row = ask_retirement(
            self.channel,
            request.user,
            now,
            reason=said.get("reason", ""),
            notice=said.get("notice", ""),
            redirect_to=said.get("redirect_to", "").strip(),
            days=int(days) if days.isdecimal() else DAYS,
        )
        asked = _("Asked. Who decides about it has been told.")
        messages.success(request, asked if row.is_waiting else _("The channel has been retired."))

    def decide(self, request: Any, now: Any) -> None:
        row = retirements(self.channel).first()
        if row is None:
            return
        verdict = APPROVE if request.POST.get("action") == "approve" else REFUSE
        flow.decide(row, request.user, verdict, request.POST.get("remark", "").strip(), now)
        ended = _("The channel has been retired.")
        messages.success(request, ended if verdict == APPROVE else _("The channel stays."))
