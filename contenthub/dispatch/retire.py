"""Retiring a channel: proposed with a reason, approved by mandate, carried out in one transaction.

ask       what its readers are told, and where they go instead: a proposal, as for any change of a channel
approve   by a mandate to retire it, four eyes; recorded in the log of decisions
end       tokens are revoked, what was still to be sent is dropped, a last delivery puts notices in its place
look      the hub keeps looking for a set time; a channel that is still there comes back as a revenant
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from channels import outbox
from channels.models import Channel, Shipment, Token
from content_models.door import PublicationRefused
from content_models.problem import Problem
from contenthub.dispatch.watch.tables import ChannelFinding, ChannelWatch
from contenthub.governance.gate import Gate
from contenthub.governance.mandates import Mandate
from contenthub.governance.proposals import Proposal, channel_uuid, propose
from contenthub.governance.rights import EVERYTHING
from contenthub.publishing.decisions import Decision, record
from contenthub.publishing.digest import digest_of_json

MAY = "channels.change_channel"
DAYS = 90
"""For so long the hub keeps looking whether a retired channel is really gone."""
MOST_DAYS = 3650
PRODUCE, WEBHOOK = "produce", "webhook"
ENDED = "The channel was retired."


def refuse(channel: Channel, message: str, code: str, hint: str = "") -> None:
    """Raise PublicationRefused: nothing was done."""
    raise PublicationRefused({channel.name: [Problem("", message, hint, code)]})


@transaction.atomic
def ask_retirement(
    channel: Channel,
    actor: Any,
    now: datetime,
    *,
    reason: str,
    notice: str = "",
    redirect_to: str = "",
    days: int = DAYS,
) -> Proposal:
    """End a channel, or propose it to those who decide. Raises PublicationRefused; then nothing is written."""
    channel = Channel.objects.select_for_update().get(pk=channel.pk)
    if not reason.strip():
        refuse(channel, _("Say why the channel ends."), "required")
    if channel.status == Channel.Status.RETIRED:
        refuse(channel, _("This channel was retired already."), "retired")
    if retirements(channel).filter(status=Proposal.Status.WAITING).exists():
        refuse(channel, _("Somebody has asked for this already."), "asked", _("It waits for a decision."))
    if redirect_to:
        try:
            URLValidator(schemes=["http", "https"])(redirect_to)
        except ValidationError:
            refuse(channel, _("This is not an address: %s") % redirect_to[:100], "redirect_to", "https://…")
    days = max(1, min(days, MOST_DAYS))
    content = {"notice": notice.strip(), "redirect_to": redirect_to, "probe_days": days}
    return propose(channel, Mandate.Decision.RETIRE, content, actor, reason.strip(), now, end)


def retirements(channel: Channel) -> Any:
    """Return the proposals to end a channel, the newest first."""
    return Proposal.objects.filter(channel=channel, decision=Mandate.Decision.RETIRE)


def retirement_of(channel: Channel) -> Proposal | None:
    """Return the proposal by which a channel was ended."""
    row: Proposal | None = retirements(channel).filter(status=Proposal.Status.DONE).first()
    return row


def end(proposal: Proposal, now: datetime) -> None:
    """Carry a retirement out."""
    channel = proposal.channel
    Channel.objects.filter(pk=channel.pk).update(status=Channel.Status.RETIRED, retired_at=now)
    Token.objects.filter(channel=channel, revoked_at=None).update(revoked_at=now)
    waiting = Shipment.objects.filter(channel=channel, status=Shipment.Status.DUE)
    waiting.update(status=Shipment.Status.FAILED, permanent=True, last_error=ENDED)
    outbox.put(*last_delivery(channel, proposal.pk, proposal.content, now))
    ChannelFinding.objects.filter(channel=channel, closed_at=None).update(closed_at=now, next_at=None)
    ChannelWatch.objects.filter(channel=channel).update(next_at=now, round_at=None)


def last_delivery(channel: Channel, number: int, told: Mapping[str, Any], now: datetime) -> list[Shipment]:
    """Return what still leaves: the notices, where the hub made the pages; and a last call, where it called."""
    found = []
    if channel.placements.exists():
        key = f"{PRODUCE}:{channel.key}:retired-{number}"
        found.append(outbox.draft(channel, PRODUCE, key, now=now, payload={"retired": number}))
    said = channel.settings.get("webhook")
    if isinstance(said, dict) and said.get("url"):
        payload = {"type": "channel.retired", "channel": channel.key, "notice": told["notice"]}
        payload |= {"redirect_to": told["redirect_to"], "at": now.isoformat()}
        key = f"{WEBHOOK}:{channel.key}:retired-{number}"
        found.append(outbox.draft(channel, WEBHOOK, key, now=now, target=str(said["url"]), payload=payload))
    return found


def looked_for(channel: Channel, now: datetime) -> bool:
    """Tell whether the hub still looks whether a retired channel is gone."""
    row = retirement_of(channel)
    if row is None or channel.retired_at is None:
        return True
    return now < channel.retired_at + timedelta(days=row.content["probe_days"])


@transaction.atomic
def accept_finding(finding: ChannelFinding, actor: Any, now: datetime, *, because: str, days: int) -> None:
    """End a finding by a decision, with a reason; the same is not told again for so many days.

    Raises PublicationRefused.
    """
    channel = finding.channel
    permit = Gate(actor, now).ask(Mandate.Decision.CHANNEL, EVERYTHING, channel.key)
    if isinstance(permit, Problem):
        raise PublicationRefused({channel.name: [permit]})
    if not because.strip():
        refuse(channel, _("Say why this is accepted."), "required")
    mine = ChannelFinding.objects.filter(pk=finding.pk, closed_at=None)
    quiet = now + timedelta(days=max(1, min(days, 365)))
    if not mine.update(closed_at=now, next_at=None, decided_by=actor, decision=because.strip(), quiet_until=quiet):
        refuse(channel, _("This was decided already."), "decided")
    details = {"channel": channel.key, "state": finding.state, "until": quiet.isoformat()}
    record(
        [
            Decision(
                kind="accept",
                what="channel",
                uuid=channel_uuid(channel.key),
                digest=digest_of_json(details),
                actor=actor,
                actor_name=str(actor),
                mandate=permit.mandate[:200],
                grant=permit.grant,
                reason=because.strip(),
                details=details,
                at=now,
            )
        ]
    )
