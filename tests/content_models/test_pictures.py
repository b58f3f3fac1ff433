"""What a picture loses before it is stored, and which are refused."""

import io
import struct
import zlib
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from content_models.models import HubImage
from content_models.pictures import without_notes
from contenthub.publishing.intake import intake_of
from contenthub.publishing.resolve import resolve

GPS, ORIENTATION = 0x8825, 0x0112


def photo(form: str = "JPEG", **notes: Any) -> ContentFile[bytes]:
    """Return a photo of 40 by 20 whose left half is red, lying on its side, with a place in it."""
    picture = Image.new("RGB", (40, 20), "white")
    picture.paste("red", (0, 0, 20, 20))
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[GPS] = {1: "N", 2: (52.0, 22.0, 1.0)}
    written = io.BytesIO()
    picture.save(written, form, exif=exif, **notes)
    return ContentFile(written.getvalue(), name=f"photo.{form.lower()}")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_place_and_camera_are_taken_out_and_the_picture_stands_upright(db: None, media: None, form: str) -> None:
    image = HubImage.objects.create(title="Balie", file=photo(form))
    stored = Image.open(image.file.path)
    assert (dict(stored.getexif()), stored.size, stored.format) == ({}, (20, 40), form)
    assert (image.width, image.height) == (20, 40)
    red, green, _blue = stored.convert("RGB").getpixel((10, 5))  # type: ignore[misc]
    assert (red > 200, green < 60) == (True, True)
    assert b"GPS" not in open(image.file.path, "rb").read()  # noqa: SIM115


def test_a_picture_without_notes_stays_as_it_is() -> None:
    written = io.BytesIO()
    Image.new("RGB", (4, 4)).save(written, "PNG")
    assert without_notes(ContentFile(written.getvalue(), name="a.png")) is None
    assert without_notes(ContentFile(b"no picture", name="a.png")) is None


def bomb(side: int) -> ContentFile[bytes]:
    """Return a PNG of a few bytes that claims to be this wide and high."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(b"")), chunk(b"IEND", b""))
    return ContentFile(b"\x89PNG\r\n\x1a\n" + b"".join(parts), name="bomb.png")


def test_a_bomb_is_refused(db: None, media: None) -> None:
    large = io.BytesIO()
    Image.new("1", (9_000, 9_000)).save(large, "PNG")
    with pytest.raises(ValidationError, match="more than 64 million pixels"):
        HubImage(title="Large", file=ContentFile(large.getvalue(), name="large.png")).save()
    with pytest.raises(Image.DecompressionBombError):
        HubImage(title="Bomb", file=bomb(60_000))
    assert HubImage.objects.count() == 0


def test_an_image_whose_right_has_ended_is_not_published(make_item: Any, image: HubImage) -> None:
    now = timezone.now()
    item = make_item(body={"text": "<p>Foto.</p>", "photo": {"image": str(image.uuid), "alt": "Balie"}})
    for day, codes in ((0, []), (-1, ["rights_ended"])):
        HubImage.objects.update(rights_until=timezone.localdate(now) + timedelta(days=day))
        intake = intake_of(item)
        resolve([intake], now)
        assert [problem.code for problem in intake.problems] == codes
