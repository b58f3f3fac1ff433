"""Images: our own model from the first migration, with a stable id; a file never changes once it is there."""

from typing import Any
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage


class HubImage(AbstractImage):
    """An image. What it shows is said where it is used, since that depends on the text around it."""

    uuid: Any = models.UUIDField(default=uuid4, unique=True, editable=False)
    source: Any = models.CharField(
        _("source"), max_length=200, blank=True, help_text=_("Who made it, and where it is from.")
    )
    rights_until: Any = models.DateField(_("may be used until"), null=True, blank=True)

    admin_form_fields = (*WagtailImage.admin_form_fields, "source", "rights_until")
    wagtail_reference_index_ignore = True

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]


class HubRendition(AbstractRendition):
    """An image in one of its allowed sizes."""

    image: Any = models.ForeignKey(HubImage, models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
