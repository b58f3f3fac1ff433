"""Uploads: a picture is what it says it is, and nothing that a browser would run."""

import io
import runpy
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from content_models.models import HubImage
from contenthub import environment
from contenthub.users import User

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="steal()"><script>steal()</script></svg>'


def png(size: tuple[int, int] = (10, 10)) -> bytes:
    out = io.BytesIO()
    Image.new("1", size).save(out, "PNG")
    return out.getvalue()


REFUSED = [
    ("picture.svg", SVG),
    ("picture.png", SVG),
    ("picture.png", b"<html><script>steal()</script></html>"),
    ("picture.gif", b"GIF89a/*" + SVG),
    ("picture.html", png()),
    ("picture.png", png((9000, 8000))),
]


@pytest.mark.parametrize(("name", "content"), REFUSED)
def test_what_is_no_picture_is_refused(publisher: User, client: Client, name: str, content: bytes) -> None:
    client.force_login(publisher)
    file = SimpleUploadedFile(name, content, "image/png")
    answer: Any = client.post("/admin/images/add/", {"title": "x", "file": file, "collection": 1})
    assert (answer.status_code, HubImage.objects.count()) == (200, 0)


def test_a_picture_is_taken_and_shown_to_colleagues_only(publisher: User, client: Client) -> None:
    client.force_login(publisher)
    file = SimpleUploadedFile("picture.png", png(), "image/png")
    data = {"title": "x", "file": file, "collection": 1}
    assert client.post("/admin/images/add/", data).status_code == 302
    path = Path(HubImage.objects.get().file.name).as_posix()
    assert client.get(f"/media/{path}").status_code == 200
    assert Client().get(f"/media/{path}").status_code == 404
    for outside in ("../hub.sqlite3", "%2e%2e/hub.sqlite3", "..%2fhub.sqlite3"):
        assert client.get(f"/media/{outside}").status_code == 404


def test_what_could_run_as_a_page_is_saved_instead(publisher: User, client: Client) -> None:
    client.force_login(publisher)
    for name in ("page.html", "picture.svg", "note.txt"):
        default_storage.save(name, ContentFile(SVG))
        assert client.get(f"/media/{name}")["Content-Disposition"] == f'attachment; filename="{name}"'


def test_pictures_may_be_kept_elsewhere(publisher: User, client: Client, settings: Any) -> None:
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
    client.force_login(publisher)
    file = SimpleUploadedFile("kept.png", png(), "image/png")
    assert client.post("/admin/images/add/", {"title": "x", "file": file, "collection": 1}).status_code == 302
    picture = HubImage.objects.get()
    assert not (Path(settings.MEDIA_ROOT) / picture.file.name).exists()
    assert b"".join(client.get(f"/media/{picture.file.name}")).startswith(b"\x89PNG")
    assert picture.get_rendition("width-5").width == 5


def test_in_a_bucket_an_upload_never_takes_the_place_of_another_and_a_file_of_a_channel_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(environment, "find_spec", lambda _module: object())  # (the extra s3 need not be installed)
    for name in ("STORAGE_URL", "HUB_BUCKET_URL"):
        monkeypatch.setenv(name, "https://key:word@bucket.example/hub")  # pragma: allowlist secret
    found = runpy.run_path(environment.__file__.replace("environment.py", "settings.py"))["STORAGES"]
    assert [found[key]["OPTIONS"]["file_overwrite"] for key in ("default", "s3")] == [False, True]
