"""What readers and agents say of a page: that it was right, or what is wrong, about exactly the snapshot they saw.

Nothing personal is kept: no address, no name of who said it, and what looks like a mail address, a number of a person
or an account in the words is taken out before they are stored.
"""

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from channels.models import Channel
from content_models.models import Item
from content_models.problem import Problem
from contenthub.governance.book import person_of
from contenthub.governance.notices import notify
from contenthub.publishing.snapshots import Snapshot
from contenthub.publishing.stamps import Stamp, read_stamp

LONGEST = 1000
MOST_SNAPSHOTS = 2**31
KEEP = timedelta(days=365)
PERSONAL = (
    re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+"),
    re.compile(r"\b[A-Z]{2}\d{2}[ ]?(?:[A-Z0-9]{4}[ ]?){2,7}[A-Z0-9]{0,4}\b"),
    re.compile(r"(?<![\d,.€])\+?\d(?:[ .()-]{0,2}\d){6,}"),
)
"""Mail addresses, account numbers (IBAN), and seven digits or more in a row: telephone and citizen numbers."""
TAKEN_OUT = "[…]"


class Feedback(models.Model):
    """One answer to “was this right?”, about one section of one snapshot, as a channel showed it."""

    channel = models.ForeignKey(Channel, models.SET_NULL, null=True, related_name="+", verbose_name=_("channel"))
    uuid = models.UUIDField()
    locale = models.CharField(max_length=20)
    number = models.PositiveIntegerField(_("snapshot"))
    section = models.CharField(_("section"), max_length=200, blank=True)
    right = models.BooleanField(_("right"))
    text = models.TextField(_("what was said"), max_length=LONGEST, blank=True)
    at = models.DateTimeField(_("when"))
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=200, blank=True)

    class Meta:
        app_label = "contenthub"
        verbose_name = _("answer of a reader")
        verbose_name_plural = _("answers of readers")
        indexes = [
            models.Index(fields=["uuid", "locale"], name="feedback_of"),
            models.Index(fields=["right", "settled_at", "at"], name="feedback_open"),
        ]

    def __str__(self) -> str:
        return self.text[:60] or self.section


class NotUnderstood(ValueError):
    """What was sent is no answer about anything the hub published."""


def note(  # noqa: PLR0913 (the parts of one answer)
    stamp: str, channel: str, *, right: bool, section: str, text: str, now: datetime
) -> Feedback:
    """Keep an answer, and tell the item's owner of what is said to be wrong, once a day for each item.

    Raises NotUnderstood for a stamp of nothing that was published here.
    """
    shown = published(stamp)
    answer = Feedback.objects.create(
        channel=Channel.objects.filter(key=channel).first(),
        uuid=shown.uuid,
        locale=shown.locale,
        number=shown.number,
        section=impersonal(section)[:200],
        right=right,
        text=impersonal(text)[:LONGEST],
        at=now,
    )
    if not right:
        _tell(answer, now)
    return answer


def published(stamp: str) -> Stamp:
    """Return the stamp of something that was published here. Raises NotUnderstood."""
    try:
        shown = read_stamp(stamp)
        known = Snapshot.objects.filter(uuid=UUID(shown.uuid), locale=shown.locale, number=shown.number)
    except ValueError as problem:
        raise NotUnderstood(str(problem)) from problem
    if shown.hub != settings.HUB_ID or not 0 < shown.number < MOST_SNAPSHOTS or not known.exists():
        raise NotUnderstood("Nothing with this stamp was published here.")
    return shown


def impersonal(text: str) -> str:
    """Return words without what may point at a person."""
    for pattern in PERSONAL:
        text = pattern.sub(TAKEN_OUT, text)
    return text.replace("\x00", "").strip()


def _tell(answer: Feedback, now: datetime) -> None:
    found = Item.objects.filter(translation_key=answer.uuid, locale__language_code=answer.locale)
    item = found.select_related("owner").first()
    if item is None or item.owner is None or not item.owner.is_active:
        return
    key = f"feedback:{answer.uuid}:{answer.locale}:{now:%Y-%m-%d}"
    words = f"{answer.section}\n{answer.text}".strip()
    address = reverse("contenthub_feedback")
    notify([person_of(item.owner)], "feedback", key, str(item), text=words, address=address, now=now)


def settle(answer: Any, actor: Any, now: datetime) -> list[Problem]:
    """Put what was said to be wrong away, as somebody looked at it. Return why not, when somebody else did before."""
    mine = Feedback.objects.filter(pk=answer, right=False, settled_at=None)
    if mine.update(settled_at=now, settled_by=person_of(actor).name[:200]):
        return []
    return [Problem("", gettext("Somebody looked at this already."), code="settled")]


def forget_old(now: datetime) -> int:
    """Delete answers of more than a year ago. Return how many."""
    return Feedback.objects.filter(at__lt=now - KEEP).delete()[0]
