"""Reach: how far the permissions of a group go: for which content models, about which subjects."""

from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from content_models.models.content_model import ContentModel
from content_models.models.subject import Subject


class Reach(models.Model):
    """One stretch of a group's reach. A group without any reaches everything; one with several, all of those."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="reaches", verbose_name=_("group"))
    content_model = models.ForeignKey(
        ContentModel, models.CASCADE, null=True, blank=True, verbose_name=_("content model (empty: all)")
    )
    subject = models.ForeignKey(
        Subject, models.CASCADE, null=True, blank=True, verbose_name=_("subject and below (empty: all)")
    )

    panels = [FieldPanel("group"), FieldPanel("content_model"), FieldPanel("subject")]
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("reach of a group")
        verbose_name_plural = _("reach of groups")
        ordering = ["group__name", "pk"]

    def __str__(self) -> str:
        return f"{self.group}: {self.content_model or '*'} / {self.subject or '*'}"

    def clean(self) -> None:
        problems: dict[str, Any] = {}
        if not self.content_model_id and not self.subject_id:
            problems["content_model"] = _("Choose a content model or a subject: without either, nothing is limited.")
        if problems:
            raise ValidationError(problems)
