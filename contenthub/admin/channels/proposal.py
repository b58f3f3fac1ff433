"""One proposal: what would change, who may decide about it, and the decision."""

import difflib
import json
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content_models.door import PublicationRefused
from contenthub import flow
from contenthub.admin.decisions.base import DecisionView, say_refused
from contenthub.dispatch.changing import definition_of
from contenthub.governance.gate import Gate, Permit
from contenthub.governance.mandates import Mandate
from contenthub.governance.proposals import APPROVE, Proposal, authors_of, deciders
from contenthub.governance.rights import EVERYTHING


@dataclass(frozen=True)
class Part:
    """One part of a definition that changes: its name, and (sign, line) for every line around a change."""

    name: str
    lines: tuple[tuple[str, str], ...]


def parts_of(before: dict[str, Any], after: dict[str, Any]) -> list[Part]:
    """Return what differs between two definitions, line by line."""
    old, new = texts_of(before), texts_of(after)
    found = []
    for name in [*new, *(one for one in old if one not in new)]:
        lines = list(difflib.unified_diff(old.get(name, "").splitlines(), new.get(name, "").splitlines(), lineterm=""))
        if lines:
            found.append(Part(name, tuple((line[0], line[1:]) for line in lines[2:] if line[0] in "+- ")))
    return found


def texts_of(definition: dict[str, Any]) -> dict[str, str]:
    """Return the parts of a definition as text, by the name under which they are shown."""
    if "kind" not in definition:
        return {}
    settings = json.dumps(definition["settings"], indent=2, sort_keys=True, ensure_ascii=False)
    queries = {_("Query “%s”") % name: text for name, text in definition["queries"].items()}
    return {_("Kind"): definition["kind"], _("Settings of its templates"): settings, **queries}


class ProposalView(DecisionView):
    """Shows a proposal to everybody who may see channels; takes decisions of those who may."""

    template_name = "contenthub/admin/channels/proposal.html"
    page_title = gettext_lazy("Proposal")
    permission = "channels.view_channel"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.proposal = get_object_or_404(Proposal.objects.select_related("channel"), pk=kwargs["pk"])
        if self.proposal.decision == Mandate.Decision.RETIRE:
            return HttpResponseRedirect(reverse("contenthub_board_retire", args=[self.proposal.channel.key]))
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> Any:
        return str(self.proposal)

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseRedirect:
        verdict, reason = request.POST.get("verdict", ""), request.POST.get("reason", "").strip()
        try:
            flow.decide(self.proposal, request.user, verdict, reason, timezone.now())
            done = _("Carried out, and written into the log of decisions.")
            messages.success(request, done if verdict == APPROVE else _("Refused. Who proposed it can read why."))
        except PublicationRefused as refusal:
            say_refused(request, refusal)
        return HttpResponseRedirect(request.path)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proposal, user = self.proposal, self.request.user
        gate = Gate(user, timezone.now())
        permit = gate.ask(proposal.decision, EVERYTHING, proposal.channel.key, authors_of(proposal))
        names = [one.name for one in deciders(proposal, gate)]
        now = definition_of(proposal.channel)
        return {
            **super().get_context_data(**kwargs),
            "proposal": proposal,
            "parts": parts_of(now, proposal.content) if proposal.is_waiting else [],
            "names": names,
            "may_decide": proposal.is_waiting and isinstance(permit, Permit),
            "may_take_back": proposal.is_waiting and proposal.by_id == user.pk,
            "answer": answer(proposal, names),
        }


def answer(proposal: Proposal, names: list[str]) -> str:
    if proposal.status == Proposal.Status.DONE:
        return _("This was approved and carried out by %s.") % proposal.decided_by
    if proposal.status == Proposal.Status.REFUSED:
        return _("This was refused by %s.") % proposal.decided_by
    return _("This waits for %s.") % (", ".join(names) or _("the publisher role"))
