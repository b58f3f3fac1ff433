"""Telling of a finding: the owner at once, then who decides about channels, then again every week."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from channels import outbox
from contenthub.dispatch.watch.tables import ChannelFinding
from contenthub.dispatch.watch.words import next_step, reason_words
from contenthub.governance.book import person_of
from contenthub.governance.gate import Gate
from contenthub.governance.notices import notify
from contenthub.governance.rights import EVERYTHING, Person
from contenthub.users import User

FIRST = timedelta(days=1)
"""After so long without recovery those above the owner are told."""
AGAIN = timedelta(days=7)
DECISIONS = ("channel", "retire")
MAY = "channels.change_channel"


def tell_of(finding: ChannelFinding, now: datetime) -> int:
    """Tell who has to act. The first step is the owner's; where nobody owns the channel, it is those above."""
    owner = finding.channel.owner
    owners = [person_of(owner)] if owner and owner.is_active else []
    people = owners if owners and finding.steps == 0 else [*owners, *above(finding, now)]
    unique = list({one.pk: one for one in people}.values())
    key = f"channel:{finding.pk}:{finding.state}:{min(finding.steps, 2)}"
    key += f":{now:%Y%m%d}" if finding.steps > 1 else ""
    title = f"{finding.channel.name}: {finding.get_state_display()}"
    text = f"{reason_words(finding.reason)} {next_step(finding.state)}"
    told = notify(unique, "channel", key, title, text=text, address=address_of(finding), now=now)
    if finding.steps == 0:
        tell_chat(finding, now)
    finding.next_at = now + (FIRST if finding.steps == 0 else AGAIN)
    finding.save(update_fields=["next_at"])
    return told


def above(finding: ChannelFinding, now: datetime) -> list[Person]:
    """Return who decides about the channel; where no mandate says so, whoever may change channels."""
    book = Gate(None, now).book
    found = [one for decision in DECISIONS for one in book.seat(decision, EVERYTHING, finding.channel.key).people()]
    return found or [person_of(one) for one in User.objects.with_perm(MAY, backend=BACKEND).filter(is_active=True)]


BACKEND = "django.contrib.auth.backends.ModelBackend"


def tell_chat(finding: ChannelFinding, now: datetime) -> None:
    """Put a line for the organisation's chat, where one is set."""
    if not settings.HUB_CHAT_URL:
        return
    with translation.override(settings.LANGUAGE_CODE):
        text = _("The channel “%(name)s” is %(state)s: %(reason)s") % {
            "name": finding.channel.name,
            "state": finding.get_state_display(),
            "reason": reason_words(finding.reason),
        }
    payload = {"text": f"{text} {settings.BASE_URL}{address_of(finding)}"}
    key = f"chat:{finding.pk}:{finding.state}:{now:%Y%m%dT%H%M%S}"
    outbox.put(outbox.draft(finding.channel, "chat", key, now=now, target=settings.HUB_CHAT_URL, payload=payload))


def address_of(finding: ChannelFinding) -> str:
    return f"/admin/board/{finding.channel.key}/"


def escalate_due(now: datetime) -> int:
    """Take the next step for every finding that nobody has ended. Return how many are told."""
    due = ChannelFinding.objects.filter(closed_at=None, next_at__lte=now)
    return sum(_escalate(one, now) for one in due.select_related("channel__owner").order_by("next_at", "pk")[:50])


@transaction.atomic
def _escalate(finding: ChannelFinding, now: datetime) -> int:
    mine = ChannelFinding.objects.filter(pk=finding.pk, next_at=finding.next_at, closed_at=None)
    if not mine.update(steps=finding.steps + 1):
        return 0
    finding.steps += 1
    return tell_of(finding, now)
