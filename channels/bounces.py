"""Bounces: a mail that came back. After a hard one nothing is sent to that address any more."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Bounce(models.Model):
    """One mail that was returned. `hard`: the address does not exist; otherwise it may work later."""

    channel = models.ForeignKey(
        "channels.Channel", verbose_name=_("channel"), on_delete=models.CASCADE, related_name="bounces"
    )
    target = models.CharField(_("address"), max_length=300, db_index=True)
    hard = models.BooleanField(_("for good"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    message = models.CharField(_("message"), max_length=250, blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("bounce")
        verbose_name_plural = _("bounces")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.target} {self.at:%Y-%m-%d}"


def is_dead(target: str) -> bool:
    """Tell whether mail to this address came back for good."""
    return Bounce.objects.filter(target__iexact=target, hard=True).exists()
