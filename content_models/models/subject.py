"""Subject: what an item is about, in a tree; who decides about it stands in the hub's mandates."""

from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from content_models.labels import label_in
from content_models.spec import KEY
from content_models.widgets import LabelsWidget

key_validator = RegexValidator(
    rf"^{KEY.pattern.replace('_', '[-_]')}\Z", _("Use lower-case letters, digits and hyphens.")
)


class Subject(models.Model):
    """A node in the tree of subjects. `path` (`/living/moving/`) makes a subtree one prefix."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    key = models.CharField(_("key"), max_length=60, unique=True, validators=[key_validator])
    title = models.CharField(_("title"), max_length=120)
    titles = models.JSONField(
        _("titles in other languages"), default=dict, blank=True, help_text=_('For example: {"en": "Moving"}')
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    path = models.CharField(max_length=500, editable=False, db_index=True, default="/")

    panels = [FieldPanel("title"), FieldPanel("key"), FieldPanel("parent"), FieldPanel("titles", widget=LabelsWidget)]
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("subject")
        verbose_name_plural = _("subjects")
        ordering = ["path"]

    def __str__(self) -> str:
        return self.title

    @property
    def trail(self) -> str:
        """What this is part of, from the top down: “Living › Housing”; empty at the top."""
        above = Subject.objects.filter(path__in=_above(self.path)).order_by("path")
        return " › ".join(above.values_list("title", flat=True))

    def title_in(self, locale: str) -> str:
        return label_in(locale, self.titles, self.title)

    def clean(self) -> None:
        ancestor = self.parent
        while ancestor is not None:
            if ancestor.pk == self.pk:
                raise ValidationError({"parent": _("A subject cannot be part of itself.")})
            ancestor = ancestor.parent

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and move the subtree along when the path changes."""
        before = self.path
        self.path = f"{self.parent.path if self.parent else '/'}{self.key}/"
        super().save(*args, **kwargs)
        if self.pk and before != self.path:
            for child in self.children.all():
                child.parent = self
                child.save()


def _above(path: str) -> list[str]:
    """Return the paths of everything above a path: /a/b/c/ gives /a/ and /a/b/."""
    keys = path.strip("/").split("/")
    return [f"/{'/'.join(keys[:number])}/" for number in range(1, len(keys))]
