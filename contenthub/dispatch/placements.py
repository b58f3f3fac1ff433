"""Where content stands on a channel. This table joins content and channels, so it lives in the hub."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from channels.models import Channel


class Placement(models.Model):
    """One output of one item on one channel: where it stands and which snapshot it shows."""

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="placements")
    uuid = models.UUIDField()
    locale = models.CharField(max_length=20)
    address = models.CharField(max_length=300)
    path = models.CharField(max_length=400)
    media_type = models.CharField(max_length=100)
    number = models.PositiveIntegerField()
    stamp = models.TextField()
    sha256 = models.CharField(max_length=64)
    findings = models.JSONField(default=list)
    assets = models.JSONField(default=list)
    produced_at = models.DateTimeField()

    class Meta:
        app_label = "contenthub"
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        constraints = [models.UniqueConstraint(fields=["channel", "path"], name="placement_channel_path")]
        indexes = [models.Index(fields=["uuid", "locale"], name="placement_item")]

    def __str__(self) -> str:
        return f"{self.channel}: {self.path}"


class Setback(models.Model):
    """An item that a channel could not produce the last time it tried, and why."""

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="setbacks")
    uuid = models.UUIDField()
    locale = models.CharField(max_length=20)
    reason = models.TextField()
    at = models.DateTimeField()

    class Meta:
        app_label = "contenthub"
        verbose_name = _("setback")
        verbose_name_plural = _("setbacks")
        constraints = [models.UniqueConstraint(fields=["channel", "uuid", "locale"], name="setback_channel_item")]

    def __str__(self) -> str:
        return f"{self.channel}: {self.reason}"
