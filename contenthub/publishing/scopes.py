"""What reaches a channel. These tables join content and channels, so they live in the hub."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from channels.models import Channel


class ChannelScope(models.Model):
    """Content that a channel carries; a channel without a scope carries everything. Empty means: all."""

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="scopes")
    subject = models.UUIDField(_("subject"), null=True, blank=True)
    model = models.CharField(_("content model"), max_length=40, blank=True)
    locale = models.CharField(_("language"), max_length=20, blank=True)

    class Meta:
        app_label = "contenthub"
        verbose_name = _("channel scope")
        verbose_name_plural = _("channel scopes")

    def __str__(self) -> str:
        return f"{self.channel}: {self.subject or '*'} {self.model or '*'} {self.locale or '*'}"


class Withholding(models.Model):
    """A recorded decision that one snapshot does not go to one channel, and why."""

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="+")
    uuid = models.UUIDField()
    locale = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    because = models.TextField()
    decided_by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        app_label = "contenthub"
        verbose_name = _("withholding")
        verbose_name_plural = _("withholdings")
        unique_together = (("channel", "uuid", "locale", "number"),)

    def __str__(self) -> str:
        return f"{self.uuid} {self.locale} {self.number}: {self.because}"
