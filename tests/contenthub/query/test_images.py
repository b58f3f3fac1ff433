"""Renditions: their sizes without a look at file or table, and the bytes when they are asked for."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image as Picture

from content_models.avif import SPEED
from content_models.models import HubImage
from contenthub.publishing.models import Dependency
from contenthub.query.images import rendition_of
from contenthub.query.values.renditions import ALLOWED, file_name, rendition, size
from tests.contenthub.query.conftest import Town

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def no_cache() -> None:
    """Wagtail remembers renditions by the image's number, which tests use over and over."""
    cache.clear()


@pytest.mark.parametrize(
    ("name", "width", "height", "focal", "expected"),
    [
        ("small", 2000, 1000, None, (480, 240)),
        ("small", 300, 200, None, (300, 200)),
        ("large", 1601, 3, None, (1600, 2)),
        ("square", 2000, 1000, None, (480, 480)),
        ("square", 300, 200, None, (200, 200)),
        ("square", 2000, 1000, (1900, 900, 100, 100), (480, 480)),
        ("email", 640, 480, None, (600, 450)),
        ("medium", 0, 0, None, (0, 0)),
    ],
)
def test_size(name: str, width: int, height: int, focal: Any, expected: tuple[int, int]) -> None:
    assert size(name, width, height, focal) == expected


def test_address_is_safe_whatever_the_file_is_called() -> None:
    value = {"image": "u", "file": 'a/"><script>.png', "width": 10, "height": 10}
    assert rendition(value, "small", "https://hub")["src"] == "https://hub/images/u/small/%22%3E%3Cscript%3E.webp"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ALLOWED)
def test_the_file_has_the_size_that_was_computed(image: HubImage, name: str) -> None:
    made = rendition_of(image, name)
    assert (made.width, made.height) == size(name, image.width, image.height, None)


@pytest.mark.django_db
@pytest.mark.skipif("small_avif" not in ALLOWED, reason="Pillow was built without AVIF: install its wheel")
@pytest.mark.parametrize("mode", ["RGB", "RGBA", "CMYK", "L", "P"])
def test_a_picture_of_any_colours_becomes_avif_at_our_speed(
    mode: str, monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    told: list[dict[str, Any]] = []
    save = Picture.Image.save
    monkeypatch.setattr(Picture.Image, "save", lambda *args, **more: (told.append(more), save(*args, **more))[1])
    stored = BytesIO()
    Picture.new("RGB", (64, 48), (20, 90, 160)).convert(mode).save(stored, "JPEG" if mode in ("CMYK", "L") else "PNG")
    image = HubImage.objects.create(title="x", file=ContentFile(stored.getvalue(), name=f"{mode}.png"))
    told.clear()
    made = rendition_of(image, "small_avif")
    assert [one["speed"] for one in told if "speed" in one] == [SPEED]
    with Picture.open(made.file) as found:
        assert (found.format, found.size) == ("AVIF", (64, 48))
        near = [abs(a - b) < 60 for a, b in zip(found.convert("RGB").getpixel((9, 9)), (20, 90, 160), strict=True)]  # type: ignore[arg-type]
    assert all(near) or mode == "L"


def test_without_avif_in_pillow_there_is_no_such_rendition() -> None:
    code = (
        "from PIL import features; features.check = lambda name: False\n"
        "import django; django.setup()\n"
        "from contenthub.query.values.renditions import ALLOWED; print(*ALLOWED)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert found.stdout.split() == ["small", "medium", "large", "square", "jpeg", "email", "print"]


@pytest.mark.django_db
def test_an_unknown_rendition_is_refused(image: HubImage) -> None:
    with pytest.raises(LookupError, match="There is no rendition 'huge'"):
        rendition_of(image, "huge")


@pytest.mark.django_db
def test_published_images_are_served_for_long(town: Town, image: HubImage, admin_client: Client) -> None:
    address = f"/images/{image.uuid}/small/{file_name(image.file.name, 'small')}"
    assert Client().get(address).status_code == 404
    preview = admin_client.get(address)
    assert (preview.status_code, preview["Cache-Control"]) == (200, "private, no-store")
    snapshot = town.item("faq").snapshot
    Dependency.objects.create(snapshot=snapshot, kind="image", target=image.uuid, path="photo")
    found = Client().get(address)
    assert (found.status_code, found["Content-Type"]) == (200, "image/webp")
    assert found["Cache-Control"] == "public, max-age=31536000, immutable"
    assert Picture.open(BytesIO(b"".join(found.streaming_content))).size == (480, 360)  # type: ignore[attr-defined]
    for wrong in (
        address.replace("/small/", "/huge/"),
        address + "x",
        address.replace(str(image.uuid), str(image.uuid)[::-1]),
    ):
        assert Client().get(wrong).status_code == 404
