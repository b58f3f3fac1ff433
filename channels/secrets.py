"""Secrets by which a receiver of calls knows the hub. Two may be good at once, so that one can follow the other."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

PREFIX = "whsec_"
BYTES = 32
OVERLAP = timedelta(hours=24)
"""For so long the former secret stays good, unless said otherwise."""


class WebhookSecret(models.Model):
    """One secret of a channel; calls are signed with every one that is good."""

    channel = models.ForeignKey(
        "channels.Channel", verbose_name=_("channel"), on_delete=models.CASCADE, related_name="webhook_secrets"
    )
    value = models.CharField(_("secret"), max_length=100)
    created_at = models.DateTimeField(_("created"))
    expires_at = models.DateTimeField(_("good until"), null=True)

    class Meta:
        verbose_name = _("secret for calls")
        verbose_name_plural = _("secrets for calls")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.channel}: {self.created_at:%Y-%m-%d}"


def good_secrets(channels: Iterable[int], now: datetime) -> dict[int, list[str]]:
    """Return by channel the secrets that are good now, the newest first."""
    good: dict[int, list[str]] = {channel: [] for channel in channels}
    rows = WebhookSecret.objects.filter(Q(expires_at=None) | Q(expires_at__gt=now), channel__in=good)
    for channel, value in rows.values_list("channel_id", "value") if good else ():
        good[channel].append(value)
    return good


@transaction.atomic
def rotate(channel: int, now: datetime, overlap: timedelta = OVERLAP) -> str:
    """Make a new secret and let those before it end after a while. Return it; it is needed by the receiver."""
    value = PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()
    before = WebhookSecret.objects.filter(Q(expires_at=None) | Q(expires_at__gt=now + overlap), channel=channel)
    before.update(expires_at=now + overlap)
    WebhookSecret.objects.create(channel_id=channel, value=value, created_at=now)
    return value
