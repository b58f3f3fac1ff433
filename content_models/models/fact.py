"""Fact: one value the organisation states everywhere, with its validity in time."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import PreviewableMixin

from content_models.factform.form import FactForm
from content_models.facts import FactKind, fact_kind, fact_kinds
from content_models.labels import check_labels, label_here, label_in
from content_models.models.publishable import Publishable
from content_models.models.subject import Subject, key_validator
from content_models.panels import TimelinePanel
from content_models.timeline import check_timeline
from content_models.widgets import LabelsWidget


def fact_kind_choices() -> list[tuple[str, Any]]:
    return [(kind.key, kind.label) for kind in fact_kinds()]


class Fact(PreviewableMixin, Publishable):
    """A price, a phone number, opening hours …: typed, owned, sourced. One over all languages.

    `timeline` is the draft: [{"value", "valid_from": ISO 8601 | null, "valid_until": ISO 8601 | null}, …].
    Publishing appends FactVersions; a reader always gets a FactVersion.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    key = models.CharField(_("key"), max_length=80, unique=True, validators=[key_validator])
    kind = models.CharField(_("kind"), max_length=30, choices=fact_kind_choices)
    label = models.CharField(_("label"), max_length=120, help_text=_("What this is: “Price of a passport”."))
    labels = models.JSONField(
        _("labels in other languages"), default=dict, db_default={}, blank=True, validators=[check_labels]
    )
    subject = models.ForeignKey(
        Subject, models.PROTECT, null=True, blank=True, related_name="facts", verbose_name=_("subject")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    source = models.CharField(_("source"), max_length=300, blank=True, help_text=_("Where the value is laid down."))
    review_by = models.DateField(_("review by"), null=True, blank=True)
    timeline = models.JSONField(_("values over time"), default=list)

    base_form_class = FactForm
    panels = [
        FieldPanel("kind", classname="w-hidden"),
        MultiFieldPanel(
            [FieldPanel("label"), FieldPanel("key"), FieldPanel("labels", widget=LabelsWidget)], _("What it is")
        ),
        TimelinePanel("timeline"),
        MultiFieldPanel(
            [FieldPanel("subject"), FieldPanel("owner"), FieldPanel("source"), FieldPanel("review_by")],
            _("About this fact"),
        ),
    ]

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        ordering = ["label"]

    def __str__(self) -> str:
        return label_here(self.labels, self.label)

    def label_in(self, locale: str) -> str:
        return label_in(locale, self.labels, self.label)

    @property
    def fact_kind(self) -> FactKind:
        return fact_kind(self.kind)

    def clean(self) -> None:
        if problems := check_timeline(self.kind, self.timeline):
            raise ValidationError({"timeline": [f"{problem.path}: {problem.message}" for problem in problems]})

    def current(self, at: datetime) -> "FactVersion | None":
        """Return the version whose value holds at a moment."""
        return FactVersion.objects.holding(at).filter(fact=self).first()


class FactVersionQuerySet(models.QuerySet["FactVersion"]):
    """Versions in time."""

    def holding(self, at: datetime) -> "FactVersionQuerySet":
        """Versions published at or before `at` and valid at `at`, per fact the latest published first."""
        return (
            self.filter(published_at__lte=at)
            .filter(Q(valid_from__isnull=True) | Q(valid_from__lte=at))
            .filter(Q(valid_until__isnull=True) | Q(valid_until__gt=at))
            .order_by("fact_id", "-published_at", "-number")
        )


class FactVersion(models.Model):
    """One published value with its validity. Never changes; `value` null says: from here on there is no value."""

    fact = models.ForeignKey(Fact, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    value = models.JSONField(null=True)
    valid_from = models.DateTimeField(null=True)
    valid_until = models.DateTimeField(null=True)
    published_at = models.DateTimeField()

    objects = FactVersionQuerySet.as_manager()

    class Meta:
        unique_together = (("fact", "number"),)
        indexes = [models.Index(fields=["fact", "-published_at"], name="factversion_latest")]

    def __str__(self) -> str:
        return f"{self.fact} {self.number}"
