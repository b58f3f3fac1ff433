"""Item: one piece of content in one language, written with a content model."""

from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PublishingPanel
from wagtail.blocks import StructBlock
from wagtail.models import PreviewableMixin, TranslatableMixin

from content_models.body import BodyField
from content_models.formblocks import form_block, reading_block
from content_models.forms import ItemForm
from content_models.models.content_model import ContentModel
from content_models.models.publishable import Publishable
from content_models.models.subject import Subject
from content_models.panels import BodyPanel
from content_models.spec import ModelSpec

KEY_LENGTH = 120


class Item(PreviewableMixin, Publishable, TranslatableMixin, models.Model):
    """Channel-agnostic content. `uuid` is the same in every language; (uuid, locale) and (key, locale) are unique."""

    content_model = models.ForeignKey(
        ContentModel, models.PROTECT, related_name="items", verbose_name=_("content model")
    )
    model_version = models.PositiveIntegerField(default=0, editable=False)
    title = models.CharField(_("title"), max_length=200)
    key = models.SlugField(
        _("key"),
        max_length=KEY_LENGTH,
        allow_unicode=True,
        blank=True,
        help_text=_("Readable name in addresses. Made from the title when empty; never changes once published."),
    )
    subject = models.ForeignKey(
        Subject, models.PROTECT, null=True, blank=True, related_name="items", verbose_name=_("subject")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    review_by = models.DateField(_("review by"), null=True, blank=True)
    body = BodyField(verbose_name=_("content"))

    base_form_class = ItemForm
    panels: ClassVar[list[Any]] = [
        FieldPanel("content_model", classname="w-hidden"),
        FieldPanel("title"),
        BodyPanel("body", heading=_("Content")),
        MultiFieldPanel(
            [FieldPanel("key"), FieldPanel("subject"), FieldPanel("owner"), FieldPanel("review_by")],
            _("About this item"),
            classname="collapsed",
        ),
        PublishingPanel(),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("item")
        verbose_name_plural = _("items")
        ordering = ["title"]
        constraints = [models.UniqueConstraint(fields=["key", "locale"], name="item_key_locale")]

    def __str__(self) -> str:
        return self.title or gettext("Untitled")

    @property
    def uuid(self) -> str:
        return str(self.translation_key)

    @property
    def raw_body(self) -> dict[str, Any]:
        """The body as stored, not bound to blocks."""
        field: Any = self._meta.get_field("body")
        return field.raw(self) or {}

    @cached_property
    def spec(self) -> ModelSpec | None:
        """The model version this item is written with; today's when it was never saved with one."""
        if self.content_model_id is None:
            return None
        at = self.content_model.spec_at(self.model_version) if self.model_version else None
        return at or self.content_model.spec

    def body_block(self) -> StructBlock | None:
        """Return the blocks to read the body with."""
        return reading_block(self.spec) if self.spec else None

    def form_body_block(self) -> StructBlock | None:
        """Return new blocks to edit the body with: those of today's model."""
        spec = self.content_model.spec if self.content_model_id else None
        return form_block(spec) if spec else None

    begins = False
    """Whether this is a translation that was just made and has no version yet."""

    def clean(self) -> None:
        super().clean()
        if not self.key:
            self.key = self.free_key()
        if self.pk and self.first_published_at:
            before = type(self).objects.filter(pk=self.pk).values_list("key", flat=True).first()
            if before and before != self.key:
                raise ValidationError({"key": _("This item has been published, so its key stays “%s”.") % before})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and give a new translation its first version, which tells since when it may be behind its source."""
        super().save(*args, **kwargs)
        if self.begins:
            self.begins = False
            self.save_revision()

    def free_key(self) -> str:
        """Return a key made from the title that no other item in this language has."""
        base = slugify(self.title, allow_unicode=True)[: KEY_LENGTH - 8].strip("-") or "item"
        taken = set(
            type(self)
            .objects.filter(locale_id=self.locale_id, key__startswith=base)
            .exclude(pk=self.pk)
            .values_list("key", flat=True)
        )
        number, key = 1, base
        while key in taken:
            number += 1
            key = f"{base}-{number}"
        return key

    def copy_for_translation(
        self, locale: Any, copy_tree: bool = False, alias: bool = False, exclude_fields: Any = None
    ) -> Any:
        """Return an unsaved copy in another language that is not live: a translation needs its own approval."""
        copy = super().copy_for_translation(locale, exclude_fields=exclude_fields)
        copy.live = False
        copy.has_unpublished_changes = True
        copy.live_revision = copy.latest_revision = None
        copy.first_published_at = copy.last_published_at = None
        copy.begins = True
        copy.key = copy.free_key() if type(self).objects.filter(key=copy.key, locale=locale).exists() else copy.key
        return copy
