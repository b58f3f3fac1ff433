"""Snapshots: what was published, immutable; and what is current."""

import json
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from contenthub.publishing.decisions import Decision

FORMAT = 1
"""The format of a snapshot's body; a reader of an older snapshot looks here first."""


class Immutable(models.Model):
    """A row that is written once. The database holds the same rule in a trigger."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ImmutableRow(self)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise ImmutableRow(self)


class ImmutableRow(RuntimeError):
    """What was published is never updated or deleted."""

    def __init__(self, row: models.Model) -> None:
        super().__init__(f"{row._meta.verbose_name} {row.pk} was published: it cannot be changed or deleted.")


class Snapshot(Immutable):
    """One publication of one item in one language: a document with facts and references unresolved."""

    uuid = models.UUIDField()
    locale = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=120)
    model = models.CharField(max_length=40)
    model_version = models.PositiveIntegerField()
    subject = models.UUIDField(null=True)
    title = models.CharField(max_length=200)
    body = models.TextField()
    digest = models.CharField(max_length=64)
    owner = models.CharField(max_length=200, blank=True)
    review_by = models.DateField(null=True)
    format = models.PositiveSmallIntegerField(default=FORMAT)
    findings = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="snapshots")
    published_at = models.DateTimeField()

    class Meta:
        app_label = "contenthub"
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        unique_together = (("uuid", "locale", "number"),)

    def __str__(self) -> str:
        return f"{self.title} ({self.locale}, {self.number})"

    @property
    def document(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self.body)
        return document


class Publication(models.Model):
    """What is current of one item in one language: its snapshot, and whether it is live or how it ended."""

    class Status(models.TextChoices):
        LIVE = "live", _("live")
        WITHDRAWN = "withdrawn", _("withdrawn")
        GONE = "gone", _("gone")
        REPLACED = "replaced", _("replaced")
        EXPIRED = "expired", _("expired")

    uuid = models.UUIDField()
    locale = models.CharField(max_length=20)
    key = models.CharField(max_length=120)
    model = models.CharField(max_length=40)
    subject = models.UUIDField(null=True)
    subject_path = models.CharField(max_length=500, default="/")
    title = models.CharField(max_length=200)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.LIVE)
    notice = models.TextField(blank=True)
    replaced_by = models.UUIDField(null=True)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    first_published_at = models.DateTimeField()
    review_by = models.DateField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "contenthub"
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        constraints = [
            models.UniqueConstraint(fields=["uuid", "locale"], name="publication_uuid_locale"),
            models.UniqueConstraint(fields=["key", "locale"], name="publication_key_locale"),
        ]
        indexes = [
            models.Index(fields=["locale", "model", "-published_at", "-id"], name="publication_latest"),
            models.Index(fields=["locale", "-published_at", "-id"], name="publication_newest"),
            models.Index(fields=["locale", "title", "id"], name="publication_title"),
            models.Index(fields=["locale", "model", "title", "id"], name="publication_model_title"),
            models.Index(fields=["locale", "subject_path"], name="publication_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.locale})"


class Ending(Immutable):
    """A snapshot ended: since when it is withdrawn, gone, replaced or expired, and what readers are told instead."""

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="endings")
    status = models.CharField(max_length=10, choices=Publication.Status.choices)
    notice = models.TextField(blank=True)
    replaced_by = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        app_label = "contenthub"
        verbose_name = _("ending")
        verbose_name_plural = _("endings")

    def __str__(self) -> str:
        return f"{self.snapshot} {self.status}"


class Dependency(Immutable):
    """A snapshot shows an item, a fact or an image at a path of its body."""

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="dependencies")
    kind = models.CharField(max_length=5, choices=[("item", _("item")), ("fact", _("fact")), ("image", _("image"))])
    target = models.UUIDField()
    path = models.CharField(max_length=200)

    class Meta:
        app_label = "contenthub"
        verbose_name = _("dependency")
        verbose_name_plural = _("dependencies")
        indexes = [models.Index(fields=["target", "kind"], name="dependency_target")]

    def __str__(self) -> str:
        return f"{self.kind} {self.target}"


class FieldIndex(models.Model):
    """One term of an indexed field of what is current; facts and references stand in it as ids."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="terms")
    field = models.CharField(max_length=82)
    text = models.CharField(max_length=200, null=True)  # noqa: DJ001 (null: this term is a number)
    number = models.FloatField(null=True)

    class Meta:
        app_label = "contenthub"
        verbose_name = _("index term")
        verbose_name_plural = _("index terms")
        indexes = [
            models.Index(fields=["field", "text", "publication"], name="fieldindex_text"),
            models.Index(fields=["field", "number", "publication"], name="fieldindex_number"),
        ]

    def __str__(self) -> str:
        return self.field


class Change(Immutable):
    """One line of the log that channels and caches follow. `seq` only grows."""

    seq = models.BigAutoField(primary_key=True)
    what = models.CharField(
        max_length=12,
        choices=[
            ("published", _("published")),
            ("withdrawn", _("withdrawn")),
            ("fact", _("fact")),
            ("model", _("model")),
            ("redacted", _("redacted")),
        ],
    )
    uuid = models.UUIDField()
    locale = models.CharField(max_length=20, blank=True)
    number = models.PositiveIntegerField(null=True)
    cause = models.CharField(max_length=300, blank=True)
    actor = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        app_label = "contenthub"
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["seq"]

    def __str__(self) -> str:
        return f"{self.seq} {self.what} {self.uuid}"


class Redaction(Immutable):
    """For law or privacy two persons replaced the body of a snapshot by a tombstone. The digest stays."""

    snapshot = models.OneToOneField(Snapshot, models.PROTECT, related_name="redaction")
    reason = models.TextField()
    first = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    second = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        app_label = "contenthub"
        verbose_name = _("redaction")
        verbose_name_plural = _("redactions")
        constraints = [
            models.CheckConstraint(condition=~models.Q(first=models.F("second")), name="redaction_two_persons")
        ]

    def __str__(self) -> str:
        return f"{self.snapshot} {self.reason}"
