"""The tables of how texts sound: the profile of each snapshot, taken once, and the bands that are meant."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from channels.models import Channel
from contenthub.publishing.snapshots import Snapshot
from contenthub.tone.profile import Profile


class ToneProfile(models.Model):
    """How one snapshot sounds. A text that is too short to be measured has no words."""

    snapshot: Any = models.OneToOneField(Snapshot, models.CASCADE, primary_key=True, related_name="toneprofile")
    model: Any = models.CharField(max_length=40)
    locale: Any = models.CharField(max_length=20)
    subject_path: Any = models.CharField(max_length=500, default="/")
    owner: Any = models.CharField(max_length=200, blank=True)
    published_at: Any = models.DateTimeField(db_index=True)
    words: Any = models.FloatField(default=0)
    sentence: Any = models.FloatField(default=0)
    ease: Any = models.FloatField(default=0)
    passive: Any = models.FloatField(default=0)
    address: Any = models.FloatField(default=0)
    formal: Any = models.FloatField(default=0)
    exclamations: Any = models.FloatField(default=0)

    class Meta:
        app_label = "contenthub"
        verbose_name = _("tone profile")
        verbose_name_plural = _("tone profiles")

    def __str__(self) -> str:
        return f"{self.snapshot_id}: {self.words:.0f}"

    @property
    def profile(self) -> Profile:
        return Profile(**{name: getattr(self, name) for name in Profile.__dataclass_fields__})


class ToneBand(models.Model):
    """What is meant for one measure, everywhere or in one channel; a channel's band goes before the general one."""

    channel: Any = models.ForeignKey(Channel, models.CASCADE, null=True, blank=True, related_name="+")
    measure: Any = models.CharField(max_length=20)
    least: Any = models.FloatField()
    most: Any = models.FloatField()

    class Meta:
        app_label = "contenthub"
        verbose_name = _("band of tone")
        verbose_name_plural = _("bands of tone")
        constraints = [
            models.UniqueConstraint(fields=["channel", "measure"], name="tone_band_once_in_a_channel"),
            models.UniqueConstraint(
                fields=["measure"], condition=models.Q(channel__isnull=True), name="tone_band_once_everywhere"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.least}–{self.most}"
