"""What is done to a picture before it is stored: upright, without what the camera wrote into it, and not too large."""

import io
import warnings
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

MOST_PIXELS = 64_000_000
"""Width times height of the largest picture; what claims more is not even unpacked."""
KEPT = {"JPEG": {"quality": 92, "subsampling": 0}, "PNG": {}, "WEBP": {"quality": 92}}
"""Formats that are written anew, with how."""
NOTES = ("exif", "xmp", "XML:com.adobe.xmp", "photoshop", "comment", "Comment", "Raw profile type exif")


def check_size(file: Any) -> None:
    """Refuse a picture that would fill the memory when it is unpacked. Raises ValidationError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            width, height = Image.open(file).size
    except Image.DecompressionBombError:
        width = height = MOST_PIXELS
    except (UnidentifiedImageError, OSError, ValueError):
        return
    finally:
        file.seek(0)
    if width * height > MOST_PIXELS:
        raise ValidationError(
            _("This picture has more than %d million pixels. Make it smaller.") % (MOST_PIXELS // 1_000_000)
        )


def without_notes(file: Any) -> ContentFile[bytes] | None:
    """Return the picture upright and without EXIF, GPS and XMP; None when there is nothing to take out."""
    try:
        picture: Image.Image = Image.open(file)
        form = picture.format or ""
        if form not in KEPT or getattr(picture, "is_animated", False) or not has_notes(picture):
            return None
        profile = picture.info.get("icc_profile")
        upright = ImageOps.exif_transpose(picture)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return None
    finally:
        file.seek(0)
    for name in NOTES:
        upright.info.pop(name, None)
    clean = Image.frombytes(upright.mode, upright.size, upright.tobytes())
    if upright.mode == "P" and (palette := upright.getpalette()):
        clean.putpalette(palette)
    written = io.BytesIO()
    clean.save(written, form, **KEPT[form], **({"icc_profile": profile} if profile else {}))
    return ContentFile(written.getvalue(), name=getattr(file, "name", None))


def has_notes(picture: Image.Image) -> bool:
    return bool(len(picture.getexif()) or any(name in picture.info for name in NOTES))
