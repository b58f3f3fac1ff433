"""Deciding without an account: a holder lends one decision to somebody, by a signed link that works once.

Off unless the mandate says otherwise. The link shows exactly the content to decide on; the decision is the holder's
mandate, and the record names who took it and by which link.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contenthub.governance.approvals import Approval, Slot
from contenthub.governance.asking import open_slots_of
from contenthub.governance.gate import Gate
from contenthub.governance.notices import Notice
from contenthub.governance.signing import decide, refuse

SALT = "contenthub.decision-link"
GOOD_FOR = timedelta(days=3)


class DecisionLink(models.Model):
    """A link that was sent: for which slot, to whom, by whom; used or not."""

    slot = models.ForeignKey(Slot, models.CASCADE, related_name="links")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(gettext_lazy("name"), max_length=120)
    email = models.EmailField(gettext_lazy("e-mail address"))
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "contenthub"
        verbose_name = gettext_lazy("link for one decision")
        verbose_name_plural = gettext_lazy("links for one decision")

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"

    def token(self) -> str:
        return signing.dumps(self.pk, salt=SALT)


def lendable(approval: Approval, holder: Any, now: datetime) -> list[Slot]:
    """Return the open slots that this holder may have decided by somebody without an account."""
    gate = Gate(holder, now)
    found = []
    for slot in open_slots_of(approval, holder, now):
        channel = slot.channel.key if slot.channel else None
        grant = gate.book.seat(slot.decision, approval.subject_path, channel).right_of(holder.pk, approval.authors)
        if grant and grant.by_link:
            found.append(slot)
    return found


@transaction.atomic
def lend(slot: Slot, holder: Any, name: str, email: str, now: datetime) -> DecisionLink:
    """Send a link for one slot. Raises NotTaken when the mandate does not allow it."""
    approval = slot.approval
    if slot.pk not in {one.pk for one in lendable(approval, holder, now)}:
        hint = _("The mandate says whether somebody without an account may be asked.")
        refuse(approval, _("You may not send a link for this decision."), hint, "by_link")
    link = DecisionLink.objects.create(
        slot=slot, holder=holder, name=name, email=email, created_at=now, expires_at=now + GOOD_FOR
    )
    Notice.objects.create(
        email=email,
        kind="link",
        title=approval.title,
        text=_("%(who)s asks you. The link works once, and until %(until)s.")
        % {"who": holder, "until": f"{link.expires_at:%Y-%m-%d %H:%M} UTC"},
        address=f"/decide/{link.token()}/",
        key=f"link:{link.pk}",
        created_at=now,
        due_at=now,
    )
    return link


def find_link(token: str, now: datetime) -> DecisionLink | None:
    """Return the link of a token that is good now: signed by this hub, not used, not expired, its slot still open."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        return None
    rows = DecisionLink.objects.select_related("slot__approval__revision", "slot__channel", "holder")
    link = rows.filter(pk=pk, used_at=None, expires_at__gt=now).first()
    good = link and link.slot.status == Slot.Status.OPEN and link.slot.approval.is_open
    return link if good else None


@transaction.atomic
def decide_by_link(link: DecisionLink, verdict: str, reason: str, now: datetime) -> Approval:
    """Take the one decision of a link, in the mandate of its holder. Raises NotTaken; then the link is still good."""
    approval = link.slot.approval
    if not DecisionLink.objects.filter(pk=link.pk, used_at=None, expires_at__gt=now).update(used_at=now):
        refuse(approval, _("This link was used already, or has expired."), _("Ask for a new one."), "link")
    if link.slot.pk not in {one.pk for one in lendable(approval, link.holder, now)}:
        refuse(approval, _("This link is no longer good: the mandate behind it has changed."), code="by_link")
    who = {"id": link.pk, "name": link.name, "email": link.email}
    return decide(approval, link.holder, verdict, reason, now, slots=[link.slot.name], link=who)
