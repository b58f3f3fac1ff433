"""Decisions: who let what through, on which content. Nothing is published without one."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

KINDS = [
    ("publish", _("published")),
    ("schedule", _("scheduled")),
    ("import", _("imported")),
    ("withdraw", _("withdrawn")),
    ("expire", _("expired")),
    ("fact", _("fact published")),
    ("model", _("content model published")),
    ("redact", _("redacted")),
]


class Decision(models.Model):
    """One decision by one person, bound to the digest of the content. Never changes."""

    kind = models.CharField(max_length=20, choices=KINDS)
    what = models.CharField(max_length=20)
    uuid = models.UUIDField()
    locale = models.CharField(max_length=20, blank=True)
    digest = models.CharField(max_length=64, db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    actor_name = models.CharField(max_length=200)
    mandate = models.CharField(max_length=200)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        app_label = "contenthub"
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        indexes = [models.Index(fields=["uuid", "locale"], name="decision_of")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M} {self.actor_name}"
