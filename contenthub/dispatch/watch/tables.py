"""What is kept of the watching: the verdict of now, what is wrong, and a line a day."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from channels.models import Channel
from channels.verdict import State

STATES = [
    (State.NEW.value, _("new")),
    (State.ALIVE.value, _("alive")),
    (State.LATE.value, _("late")),
    (State.DRIFTING.value, _("drifting")),
    (State.SILENT.value, _("silent")),
    (State.ZOMBIE.value, _("zombie")),
    (State.RETIRED.value, _("retired")),
    (State.REVENANT.value, _("revenant")),
]
TROUBLE = (State.DRIFTING, State.SILENT, State.ZOMBIE, State.REVENANT)
"""States that somebody has to do something about."""


class ChannelWatch(models.Model):
    """The verdict about one channel as it stands, and when the hub looks next.

    A round of looking began at `round_at`; `site` is what the round knows of the place: robots.txt, whether it lies,
    and the pages that are still to be looked at.
    """

    channel = models.OneToOneField(Channel, models.CASCADE, related_name="watch")
    state = models.CharField(_("state"), max_length=10, choices=STATES, default=State.NEW.value)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    since = models.DateTimeField(_("since"), default=timezone.now)
    last_sign = models.DateTimeField(_("last sign of life"), null=True)
    lag = models.DurationField(_("behind"), default=timedelta)
    snapshots = models.PositiveIntegerField(_("snapshots behind"), default=0)
    share = models.FloatField(_("share that is current"), null=True)
    places = models.JSONField(_("places"), default=dict)
    judged_at = models.DateTimeField(_("judged"), null=True)
    began_at = models.DateTimeField(_("watched since"), default=timezone.now)
    next_at = models.DateTimeField(_("next look"), default=timezone.now, db_index=True)
    round_at = models.DateTimeField(null=True)
    site = models.JSONField(default=dict)

    class Meta:
        app_label = "contenthub"
        verbose_name = _("watch over a channel")
        verbose_name_plural = _("watches over channels")

    def __str__(self) -> str:
        return f"{self.channel}: {self.get_state_display()}"

    @property
    def in_trouble(self) -> bool:
        return self.state in TROUBLE


class ChannelFinding(models.Model):
    """Something wrong with a channel: open until the channel recovers, or until somebody decides about it."""

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="findings")
    state = models.CharField(_("state"), max_length=10, choices=STATES)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    opened_at = models.DateTimeField(_("opened"))
    closed_at = models.DateTimeField(_("closed"), null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decision = models.TextField(_("because"), blank=True)
    quiet_until = models.DateTimeField(_("quiet until"), null=True)
    steps = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        app_label = "contenthub"
        verbose_name = _("finding about a channel")
        verbose_name_plural = _("findings about channels")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["channel"], condition=models.Q(closed_at=None), name="channel_finding_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel}: {self.get_state_display()}"


class ChannelDay(models.Model):
    """One day of one channel, for its trend: the last verdict of the day, and how long publications took."""

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="days")
    day = models.DateField()
    state = models.CharField(max_length=10, choices=STATES)
    share = models.FloatField(null=True)
    lag = models.DurationField(default=timedelta)
    seen = models.PositiveIntegerField(default=0)
    p50 = models.DurationField(null=True)
    p95 = models.DurationField(null=True)

    class Meta:
        app_label = "contenthub"
        verbose_name = _("day of a channel")
        verbose_name_plural = _("days of channels")
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["channel", "day"], name="channel_day")]

    def __str__(self) -> str:
        return f"{self.channel} {self.day}"
