"""The tables: rules with their state and history, and waivers."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from contenthub.tone.packs import read_rule
from contenthub.tone.rule import Rule


class ToneRule(models.Model):
    """A rule as the organisation keeps it: what it looks for, whether it is in use, who answers for it."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        TRIAL = "trial", _("on trial: reports, never blocks")
        ACTIVE = "active", _("active")
        RETIRED = "retired", _("retired")

    IN_USE = (Status.TRIAL, Status.ACTIVE)

    uuid: Any = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pack: Any = models.CharField(_("pack"), max_length=60)
    name: Any = models.CharField(_("name"), max_length=120, unique=True)
    definition: Any = models.JSONField(_("definition"), encoder=DjangoJSONEncoder)
    status: Any = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.DRAFT)
    owner: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name=_("owner"), related_name="+"
    )
    shipped: Any = models.BooleanField(_("as it came with the hub"), default=False)
    changed_at: Any = models.DateTimeField(_("changed"))

    class Meta:
        app_label = "contenthub"
        verbose_name = _("tone rule")
        verbose_name_plural = _("tone rules")
        ordering = ["name"]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def rule(self) -> Rule:
        """Return the rule ready to be compiled. Raises RuleError."""
        return read_rule(self.pack, self.definition)


class ToneRuleVersion(models.Model):
    """One state of a rule, in order. Never changes; its id is the version of the whole rule set.

    The stamp tells two rows with one id apart, of which the first was rolled back.
    """

    stamp = models.UUIDField(default=uuid.uuid4, editable=False)
    rule = models.ForeignKey(ToneRule, models.PROTECT, related_name="versions")
    definition = models.JSONField(encoder=DjangoJSONEncoder)
    status = models.CharField(max_length=10, choices=ToneRule.Status.choices)
    actor_name = models.CharField(_("by"), max_length=200)
    mandate = models.CharField(_("mandate"), max_length=200, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        app_label = "contenthub"
        verbose_name = _("version of a tone rule")
        verbose_name_plural = _("versions of tone rules")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.rule} {self.pk}"


class Waiver(models.Model):
    """One finding that somebody let stand, or called a false alarm. Bound to what was found, not to where it stood."""

    uuid = models.UUIDField(db_index=True)
    locale = models.CharField(max_length=20)
    check_name = models.CharField(_("rule"), max_length=120, db_index=True)
    fingerprint = models.CharField(max_length=32)
    level = models.CharField(_("level"), max_length=12)
    text = models.CharField(_("text"), max_length=300, blank=True)
    reason = models.TextField(_("reason"))
    false_alarm = models.BooleanField(_("false alarm"), default=False)
    by_name = models.CharField(_("by"), max_length=200)
    mandate = models.CharField(_("mandate"), max_length=200, blank=True)
    at = models.DateTimeField(_("at"))
    expires_at = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        app_label = "contenthub"
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["uuid", "locale", "fingerprint"], name="waiver_once")]

    def __str__(self) -> str:
        return f"{self.check_name}: {self.text}"

    def holds(self, now: datetime) -> bool:
        """Tell whether the waiver still counts."""
        return self.expires_at is None or now < self.expires_at
