"""The form for pictures: a file that only begins like a picture is refused with a message."""

from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError
from wagtail.images.forms import BaseImageForm


class PictureForm(BaseImageForm):
    """Wagtail's form; its check of the size opens whatever has the first letters of a picture."""

    def _clean_fields(self) -> None:
        try:
            super()._clean_fields()
        except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
            message = _("This file cannot be read as a picture. Open it in another program, and save it anew.")
            self.add_error("file", message)
