"""One picture on its way into the library: checked as an upload is, and written once."""

import io
import re
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha1, sha256
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image, UnidentifiedImageError
from wagtail.images.forms import get_image_form
from wagtail.models import Collection

from content_models.models import HubImage
from content_models.pictures import without_notes

LARGEST: int = settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE
SUFFIXES = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp", "AVIF": "avif"}
ARTIST, COPYRIGHT = 0x013B, 0x8298
"""Where EXIF says who made a picture, and whose it is."""
FILE_NAME = re.compile(r"\.\w{3,4}$|^(img|dsc|dscn|image|photo|foto|screenshot)?[\s_-]*\d*$", re.IGNORECASE)


class NoPicture(Exception):
    """A file that the library does not take, and why; `kind` is what it is counted as."""

    def __init__(self, reason: str, kind: str = "file that is no picture for the library") -> None:
        super().__init__(reason)
        self.kind = kind


@dataclass(frozen=True)
class Picture:
    """One picture: where its bytes are, and what is known of it."""

    uuid: str
    file: Path
    name: str
    title: str = ""
    alt: str = ""
    source: str = ""
    licence: str = ""


def read_picture(file: Path, name: str, where: str = "") -> Picture:
    """Return a file as a picture, by the checks of an upload. Raises NoPicture.

    A file keeps its name, which has to fit what is in it; what was fetched from `where` is named by what it is.
    """
    try:
        if file.stat().st_size > LARGEST:
            raise NoPicture(f"more than {LARGEST // 1048576} MB")
        content = file.read_bytes()
    except OSError as problem:
        raise NoPicture(f"it cannot be read: {problem.strerror}") from problem
    if where or "." not in name:
        name = named(content, PurePosixPath(unquote(urlsplit(where).path)).stem or file.stem)
    form: Any = get_image_form(HubImage)(
        {"title": name, "collection": Collection.get_first_root_node().pk}, {"file": SimpleUploadedFile(name, content)}
    )
    if not form.is_valid():
        reasons = [str(reason) for name in form.errors for reason in form.errors[name]]
        raise NoPicture(" ".join(reasons).replace("\n", " "))
    credit, rights = notes(content)
    uuid = uuid5(NAMESPACE_URL, f"picture:{sha256(content).hexdigest()}")
    return Picture(str(uuid), file, name, source=credit, licence=rights)


def named(content: bytes, stem: str) -> str:
    """Return a name with the suffix that fits what a file holds; with none that a picture has when it is none."""
    try:
        form = Image.open(io.BytesIO(content)).format or ""
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        form = ""
    return f"{stem[:80]}.{SUFFIXES.get(form, 'bin')}"


def notes(content: bytes) -> tuple[str, str]:
    """Return who made a picture and on which terms, as its camera or editor wrote; the library leaves that out."""
    with suppress(OSError, ValueError, SyntaxError):
        written = Image.open(io.BytesIO(content)).getexif()
        said = (str(written.get(number) or "").replace("\0", " ") for number in (ARTIST, COPYRIGHT))
        credit, rights = (" ".join(text.split())[:120] for text in said)
        return credit, rights
    return "", ""


def readable(title: str) -> str:
    """Return a title that says something; nothing when it is but the name of a file."""
    title = " ".join(title.split())
    return "" if FILE_NAME.search(title) else title


def write_picture(picture: Picture, actor: Any, *, dry: bool) -> bool:
    """Write a picture into the library unless it is there. Tell whether it was written. Raises NoPicture.

    One that somebody has uploaded is there under an id of its own: see `known_as`. A dry run leaves no file behind.
    """
    if HubImage.objects.filter(uuid=picture.uuid).exists():
        return False
    said = {
        "uuid": picture.uuid,
        "title": (readable(picture.title) or PurePosixPath(picture.name).stem)[:255],
        "description": picture.alt[:255],
        "source": picture.source[:200],
        "licence": picture.licence[:120],
        "uploaded_by_user": actor,
        "collection": Collection.get_first_root_node(),
    }
    if dry:
        with Image.open(picture.file) as opened:
            width, height = opened.size
        HubImage.objects.bulk_create([HubImage(file=picture.name, width=width, height=height, **said)])
        return True
    image = HubImage(file=ContentFile(picture.file.read_bytes(), name=picture.name), **said)
    try:
        with transaction.atomic():
            image._set_image_file_metadata()
            image.save()
    except ValidationError as error:
        raise NoPicture(" ".join(error.messages)) from error
    except BaseException:
        if image.file and image.file._committed:
            image.file.storage.delete(image.file.name)
        raise
    return True


def known_as(picture: Picture) -> str:
    """Return the id under which the library has these bytes already; its own when it does not."""
    content = picture.file.read_bytes()
    clean = without_notes(io.BytesIO(content))
    digests = {sha1(one, usedforsecurity=False).hexdigest() for one in (content, clean.read() if clean else content)}
    there = HubImage.objects.filter(file_hash__in=digests).order_by("pk").values_list("uuid", flat=True).first()
    return str(there or picture.uuid)
