"""How conversations at the desk end: counted by text and day, and nothing else.

No agent, no customer, no hour and no words are kept, so that no conversation can be found back.
"""

from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from channels.models import Channel
from contenthub.insights.feedback import NotUnderstood, impersonal, published

LONGEST = 60
KEEP = timedelta(days=365)


class WrapUp(models.Model):
    """How often conversations about one snapshot ended in one way, on one day."""

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="+", verbose_name=_("channel"))
    uuid = models.UUIDField()
    locale = models.CharField(max_length=20)
    number = models.PositiveIntegerField(_("snapshot"))
    ending = models.CharField(_("how it ended"), max_length=LONGEST)
    day = models.DateField(_("day"))
    count = models.PositiveIntegerField(_("count"), default=0)

    class Meta:
        app_label = "contenthub"
        verbose_name = _("ending of conversations")
        verbose_name_plural = _("endings of conversations")
        constraints = [
            models.UniqueConstraint(fields=["channel", "uuid", "locale", "number", "ending", "day"], name="wrapup_once")
        ]
        indexes = [models.Index(fields=["day"], name="wrapup_day")]

    def __str__(self) -> str:
        return f"{self.ending}: {self.count}"


def count_ending(stamp: str, channel: str, ending: str, now: datetime) -> None:
    """Count one conversation. Raises NotUnderstood for a stamp of nothing published here, or an unknown channel."""
    shown = published(stamp)
    row = Channel.objects.filter(key=channel).first()
    told = impersonal(" ".join(ending.split()))
    if row is None or not told or len(told) > LONGEST:
        raise NotUnderstood("This is no ending of a conversation.")
    counted, _made = WrapUp.objects.get_or_create(
        channel=row,
        uuid=shown.uuid,
        locale=shown.locale,
        number=shown.number,
        ending=told,
        day=timezone.localdate(now),
    )
    WrapUp.objects.filter(pk=counted.pk).update(count=F("count") + 1)


def endings_since(day: date) -> list[tuple[str, int]]:
    """Return the endings with how many conversations had each, the most frequent first."""
    found = WrapUp.objects.filter(day__gte=day).values_list("ending").annotate(times=models.Sum("count"))
    return [(ending, times) for ending, times in found.order_by("-times", "ending")]


def forget_old_endings(now: datetime) -> int:
    """Delete counts of more than a year ago. Return how many rows."""
    return WrapUp.objects.filter(day__lt=timezone.localdate(now) - KEEP).delete()[0]
