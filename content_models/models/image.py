"""Images: our own model from the first migration, with a stable id; a file never changes once it is there."""

from pathlib import PurePath
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage

from content_models.pictures import check_size, without_notes


class HubImage(AbstractImage):
    """An image. What it shows is said where it is used, since that depends on the text around it."""

    uuid: Any = models.UUIDField(default=uuid4, unique=True, editable=False)
    source: Any = models.CharField(
        _("source"), max_length=200, blank=True, help_text=_("Who made it, and where it is from.")
    )
    licence: Any = models.CharField(
        _("licence"), max_length=120, blank=True, help_text=_("Under which terms it may be used, such as CC BY 4.0.")
    )
    rights_until: Any = models.DateField(_("may be used until"), null=True, blank=True)

    admin_form_fields = (*WagtailImage.admin_form_fields, "source", "licence", "rights_until")
    wagtail_reference_index_ignore = True

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save a new file upright and without what the camera wrote. Raises ValidationError when it is too large."""
        file: Any = self.file
        if file and not file._committed:
            check_size(file)
            if (clean := without_notes(file)) is not None:
                self.file: Any = ContentFile(clean.read(), name=PurePath(file.name).name)
                self._set_image_file_metadata()
        super().save(*args, **kwargs)


class HubRendition(AbstractRendition):
    """An image in one of its allowed sizes."""

    image: Any = models.ForeignKey(HubImage, models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
