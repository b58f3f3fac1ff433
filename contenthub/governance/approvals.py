"""Approvals: what waits for decisions, and the slots that people fill. Wagtail's workflow is the shell around it.

An approval is a task state of Wagtail's: it starts when an editor submits, and while it runs the item is locked for
everybody. The decisions that count stand in the log, on the digest of the content; slots say who is asked and by when.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import TaskState

from channels.models import Channel
from contenthub.publishing.decisions import Decision, record

FIRST, SECOND = 1, 2
"""The subject decides first; then the channels, all at the same time."""


class Approval(TaskState):
    """One submission: exactly this content, and the decisions it needs."""

    what: Any = models.CharField(max_length=10)
    uuid: Any = models.UUIDField(db_index=True)
    locale: Any = models.CharField(max_length=20, blank=True)
    title: Any = models.CharField(max_length=200)
    subject_path: Any = models.CharField(max_length=500, default="/")
    model: Any = models.CharField(max_length=40, blank=True)
    digest: Any = models.CharField(max_length=64)
    authors: Any = models.JSONField(default=list)
    submitted_by: Any = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        app_label = "contenthub"
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return bool(self.status == self.STATUS_IN_PROGRESS)

    @transaction.atomic
    def cancel(self, user: Any = None, resume: bool = False, comment: str = "") -> Any:
        """Take the submission back: what was signed so far no longer counts."""
        slots = self.slots.filter(status__in=(Slot.Status.OPEN, Slot.Status.LATER))
        if slots.update(status=Slot.Status.VOID):
            record([self.decision("cancel", user, comment)])
        return super().cancel(user=user, resume=resume, comment=comment)

    def decision(self, kind: str, actor: Any, reason: str, at: datetime | None = None, **more: Any) -> Decision:
        """Return a row for the log about this content, unsaved."""
        return Decision(
            kind=kind,
            what=self.what,
            uuid=self.uuid,
            locale=self.locale,
            digest=self.digest,
            actor=actor,
            reason=reason,
            at=at or timezone.now(),
            **{"actor_name": str(actor or _("schedule")), "mandate": "", **more},
        )


class Slot(models.Model):
    """One decision that an approval needs: the subject's, or one channel's."""

    class Status(models.TextChoices):
        LATER = "later", _("comes after the subject")
        OPEN = "open", _("waiting")
        SIGNED = "signed", _("signed")
        WITHHELD = "withheld", _("withheld")
        CHANGES = "changes", _("changes asked for")
        VOID = "void", _("no longer asked")

    approval = models.ForeignKey(Approval, models.CASCADE, related_name="slots")
    name = models.CharField(max_length=80)
    decision = models.CharField(max_length=12)
    channel = models.ForeignKey(Channel, models.SET_NULL, null=True, related_name="+")
    stage = models.PositiveSmallIntegerField(default=FIRST)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    days = models.PositiveSmallIntegerField(default=3)
    due_at = models.DateTimeField(null=True)
    steps = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, db_index=True)
    signed_by = models.CharField(max_length=200, blank=True)
    signed_at = models.DateTimeField(null=True)
    log = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="+")

    class Meta:
        app_label = "contenthub"
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        ordering = ["approval", "stage", "pk"]
        unique_together = (("approval", "name"),)
        indexes = [models.Index(fields=["status", "due_at"], name="slot_open")]

    def __str__(self) -> str:
        return str(self.channel or _("Subject"))

    @property
    def label(self) -> str:
        return str(self)
