"""Shipments: what is to leave the hub; and cursors: how far a channel has followed what changed.

A shipment is written in the transaction of what causes it, so it exists exactly when its cause does. Its key names the
effect, and is the same each time the effect is asked for: whoever receives a repeat can tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEY_LENGTH = 250


class ShipmentQuerySet(models.QuerySet["Shipment"]):
    """Shipments by what may be done with them."""

    def claimable(self, now: datetime) -> ShipmentQuerySet:
        """Due now, or claimed by a worker whose lease has ended."""
        return self.filter(
            Q(status=Shipment.Status.DUE, due_at__lte=now) | Q(status=Shipment.Status.CLAIMED, claimed_until__lte=now)
        )

    def held_up(self, now: datetime) -> Q:
        """Return what stands in a line behind something that is to be tried again later; few lines are, at any time."""
        later = Q(status=Shipment.Status.DUE, due_at__gt=now, attempts__gt=0) | Q(
            status=Shipment.Status.CLAIMED, claimed_until__gt=now
        )
        found = Q(pk=None)
        lines = self.filter(later).exclude(target="").order_by().values_list("channel", "transport", "target")
        for channel, transport, target in lines.distinct():
            found |= Q(channel=channel, transport=transport, target=target)
        return found

    def held(self, shipments: Sequence[Shipment]) -> ShipmentQuerySet:
        """Those of these shipments that the worker which claimed them still holds."""
        workers = {one.claimed_by for one in shipments}
        keys = [one.pk for one in shipments]
        return self.filter(pk__in=keys, status=Shipment.Status.CLAIMED, claimed_by__in=workers)


class Shipment(models.Model):
    """One effect outside the hub's database: a channel to be produced, a mail to be sent."""

    class Status(models.TextChoices):
        """`failed` is a dead letter: nobody tries again until somebody replays it."""

        DUE = "due", _("due")
        CLAIMED = "claimed", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    channel = models.ForeignKey(
        "channels.Channel", verbose_name=_("channel"), on_delete=models.CASCADE, related_name="shipments"
    )
    transport = models.CharField(_("transport"), max_length=40)
    target = models.CharField(_("target"), max_length=300, blank=True)
    payload = models.JSONField(_("payload"), default=dict)
    key = models.CharField(_("key"), max_length=KEY_LENGTH, unique=True)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.DUE)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("due"))
    claimed_by = models.CharField(_("claimed by"), max_length=100, blank=True)
    claimed_until = models.DateTimeField(_("claimed until"), null=True)
    last_error = models.TextField(_("last error"), blank=True)
    permanent = models.BooleanField(_("permanent"), default=False, help_text=_("Trying again would not help."))
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True)

    objects = ShipmentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("shipment")
        verbose_name_plural = _("shipments")
        indexes = [
            models.Index(fields=["status", "due_at"], name="shipment_due"),
            models.Index(fields=["status", "claimed_until"], name="shipment_lease"),
            models.Index(fields=["channel", "transport", "target", "status"], name="shipment_line"),
        ]

    def __str__(self) -> str:
        return self.key


class Cursor(models.Model):
    """How far one channel has followed the change log, and the clock: facts begin and end to hold without a change."""

    channel = models.OneToOneField("channels.Channel", models.CASCADE, related_name="cursor", verbose_name=_("channel"))
    position = models.PositiveBigIntegerField(_("last change"), default=0)
    moment = models.DateTimeField(_("up to"))

    class Meta:
        verbose_name = _("cursor")
        verbose_name_plural = _("cursors")

    def __str__(self) -> str:
        return f"{self.channel}: {self.position}"
