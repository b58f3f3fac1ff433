"""Pictures of imported content: beside it, in a folder, or fetched; checked, described, once, and told when missing."""

import io
import json
import struct
import zlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from PIL import Image

from channels import http
from content_models.models import HubImage, Item
from contenthub.importing import media as importing
from contenthub.importing.pictures import readable
from contenthub.publishing.models import Publication
from tests.conftest import shared
from tests.contenthub.importing.conftest import Run

FORMATS = "Not a supported image format. Supported formats: AVIF, GIF, JPG, JPEG, PNG, WEBP."
UNREADABLE = "Not a valid .png image. The extension does not match the file format (gif)"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>steal()</script></svg>'


def picture(colour: str = "red", form: str = "PNG", width: int = 8, **notes: str) -> bytes:
    out, exif = io.BytesIO(), Image.Exif()
    for number, text in ((0x013B, notes.get("artist")), (0x8298, notes.get("rights"))):
        if text:
            exif[number] = text
    Image.new("RGB", (width, 6), colour).save(out, form, **({"exif": exif} if notes else {}))
    return out.getvalue()


@pytest.fixture(autouse=True)
def media_root(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.VAR_DIR = tmp_path / "var"
    return tmp_path / "media"


def files(root: Path) -> list[str]:
    return sorted(path.name for path in root.rglob("*") if path.is_file())


def body_of(key: str, locale: str = "en") -> Any:
    return Publication.objects.get(key=key, locale=locale).snapshot.document


def lost(report: dict[str, Any]) -> list[str]:
    return sorted(row["what"] for row in report["dropped"])


PAGE = """---
title: Passport
image: photos/front.png
image_alt: A passport
---
Before ![At the desk](photos/desk.png "x") after.

![](/photos/line.png)

![Gone](photos/gone.png) ![Drawn](photos/drawn.svg) ![Wrong](photos/wrong.png) ![Out](../../../secret.png)
"""


def pages() -> dict[str, str | bytes]:
    return {
        "en/passport.md": PAGE,
        "en/photos/front.png": picture("blue"),
        "en/photos/desk.png": picture("red"),
        "en/photos/drawn.svg": SVG,
        "en/photos/wrong.png": b"GIF89a/*" + SVG,
        "photos/line.png": picture("green"),
        "nl/passport.md": "# Paspoort\n\n![Aan de balie](../en/photos/desk.png)\n",
    }


def test_markdown_brings_the_pictures_that_stand_beside_it(run: Run, media_root: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(picture("black"))
    report = run(pages(), format="markdown")
    assert (report["pictures"], report["published"], report["failed"]) == (3, 2, [])
    assert lost(report) == [
        "alternative text (none is there: the picture is marked as decoration)",
        f"file that is no picture for the library: photos/drawn.svg ({FORMATS})",
        f"file that is no picture for the library: photos/wrong.png ({UNREADABLE})",
        "picture without its file: ../../../secret.png",
        "picture without its file: photos/gone.png",
    ]
    shown = [(row["block"], row.get("image")) for row in body_of("passport")["body"]]
    assert [kind for kind, _image in shown] == ["image", "text", "image", "image"]
    alts = [(image["alt"], image["decorative"]) for kind, image in shown if kind == "image"]
    assert alts == [("A passport", False), ("At the desk", False), ("", True)]
    assert body_of("passport", "nl")["body"][0]["image"] == {**shown[2][1], "alt": "Aan de balie"}
    assert files(media_root) == ["desk.png", "front.png", "line.png"]


def claiming(width: int, height: int) -> bytes:
    """Return the beginning of a PNG that says it is so large."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))


def test_names_and_files_that_hurt_are_losses(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "in" / "en"
    folder.mkdir(parents=True)
    (tmp_path / "outside.png").write_bytes(picture())
    (folder / "link.png").symlink_to(tmp_path / "outside.png")
    (folder / "circle.png").symlink_to(folder / "circle.png")
    names = [
        "http://[bad/a.png",
        "%00.png",
        "n" * 300 + ".png",
        "link.png",
        "circle.png",
        "bomb.png",
        "file:///etc/x.png",
    ]
    text = "Text " + " ".join(f'<img src="{name}" alt="x">' for name in names)
    report = run({"en/a.md": text, "en/bomb.png": claiming(60_000, 60_000)}, format="markdown", fetch_media=True)
    assert (report["pictures"], report["published"], report["failed"]) == (0, 1, [])
    whats = [what.partition(": ")[0] for what in lost(report)]
    kinds = ["file that is no picture for the library", "picture that was not fetched", "picture without its file"]
    assert [whats.count(kind) for kind in kinds] == [1, 1, 5]


def test_the_same_again_changes_nothing_and_a_dry_run_tells_the_same_and_keeps_nothing(
    run: Run, media_root: Path
) -> None:
    dry = run(pages(), format="markdown", dry_run=True)
    assert (HubImage.objects.count(), Item.objects.count(), files(media_root)) == (0, 0, [])
    assert dry == run(pages(), format="markdown")
    again = run(pages(), format="markdown")
    assert (again["pictures"], again["unchanged"], again["published"]) == (0, 2, 0)
    assert (HubImage.objects.count(), files(media_root)) == (3, ["desk.png", "front.png", "line.png"])


def test_one_file_is_one_picture_whatever_it_is_called_and_whoever_brought_it(run: Run, publisher: Any) -> None:
    noted = picture("red", "JPEG", artist="Ada", rights="CC BY 4.0")
    uploaded = HubImage(title="Uploaded", file=ContentFile(noted, name="uploaded.jpg"))
    uploaded._set_image_file_metadata()
    uploaded.save()
    text = "![One](one.jpg) ![Two](two.jpg) ![Three](three.png) ![Four](four.png)"
    three = {"three.png": picture(), "four.png": picture()}
    report = run(
        {"en/a.md": text, "en/one.jpg": noted, "en/two.jpg": noted, **{f"en/{n}": c for n, c in three.items()}}
    )
    report = run({"en/a.md": text}, format="markdown")
    assert (report["pictures"], HubImage.objects.count()) == (1, 2)
    images = [row["image"] for row in body_of("a")["body"] if row["block"] == "image"]
    assert [one["image"] == str(uploaded.uuid) for one in images] == [True, True, False, False]
    assert images[2]["image"] == images[3]["image"]


def test_who_made_a_picture_and_on_which_terms_is_kept_though_the_file_loses_it(run: Run) -> None:
    run(
        {"en/a.md": "![A](a.jpg)", "en/a.jpg": picture("red", "JPEG", artist="Ada", rights="CC BY 4.0")},
        format="markdown",
    )
    found = HubImage.objects.get()
    assert (found.title, found.source, found.licence) == ("a", "Ada", "CC BY 4.0")
    assert dict(Image.open(found.file).getexif()) == {}


WXR = """<?xml version="1.0"?><rss xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>
<language>en</language><wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://site.example</wp:base_blog_url>
<item><title>Front door</title><wp:post_id>7</wp:post_id><wp:post_type>attachment</wp:post_type>
 <wp:status>inherit</wp:status><wp:attachment_url>https://site.example/wp-content/uploads/2024/05/door.png</wp:attachment_url>
 <wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key><wp:meta_value>Our door</wp:meta_value></wp:postmeta>
 <wp:postmeta><wp:meta_key>_wp_attached_file</wp:meta_key><wp:meta_value>2024/05/door.png</wp:meta_value></wp:postmeta>
 <wp:postmeta><wp:meta_key>_wp_attachment_metadata</wp:meta_key>
 <wp:meta_value>a:1:{s:10:"image_meta";a:2:{s:6:"credit";s:3:"Ada";s:9:"copyright";s:5:"CC BY";}}</wp:meta_value>
 </wp:postmeta></item>
<item><title>IMG_0012.png</title><wp:post_id>8</wp:post_id><wp:post_type>attachment</wp:post_type>
 <wp:attachment_url>https://site.example/wp-content/uploads/unused.png</wp:attachment_url></item>
<item><title>Paper</title><wp:post_id>9</wp:post_id><wp:post_type>attachment</wp:post_type>
 <wp:attachment_url>https://site.example/wp-content/uploads/paper.pdf</wp:attachment_url></item>
<item><title>Hello</title><wp:post_id>1</wp:post_id><wp:post_type>page</wp:post_type><wp:status>publish</wp:status>
 <wp:post_name>hello</wp:post_name><content:encoded><![CDATA[<p>Come in.</p>
 <!-- wp:image --><figure class="wp-block-image">
 <a href="https://site.example/wp-content/uploads/2024/05/door.png"><img
 src="/wp-content/uploads/2024/05/door-300x200.png" alt=""/></a><figcaption>The <b>door</b></figcaption></figure>
 <!-- /wp:image -->
 <img src="https://cdn.example/far.png" alt="Far"/>]]></content:encoded></item>
<item><title>News</title><wp:post_id>2</wp:post_id><wp:post_type>post</wp:post_type><wp:status>publish</wp:status>
 <wp:post_name>news</wp:post_name><wp:post_date>2024-05-01 10:00:00</wp:post_date>
 <wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>7</wp:meta_value></wp:postmeta>
 <content:encoded><![CDATA[Now open.

[caption id="x" width="300"]<img src="https://site.example/wp-content/uploads/2024/05/door.png"
 alt="A door" /> Come in[/caption]]]></content:encoded></item>
</channel></rss>"""


def test_wordpress_brings_its_library_from_a_folder(run: Run, tmp_path: Path) -> None:
    uploads = tmp_path / "uploads"
    (uploads / "2024" / "05").mkdir(parents=True)
    (uploads / "2024" / "05" / "door.png").write_bytes(picture())
    (uploads / "2024" / "05" / "door-300x200.png").write_bytes(picture("green"))
    (uploads / "unused.png").write_bytes(picture("blue"))
    report = run({"site.xml": WXR}, format="wxr", media=uploads)
    assert (report["pictures"], report["published"], report["failed"]) == (2, 2, [])
    assert lost(report) == ["attachment (no text of its own)", "picture without its file: https://cdn.example/far.png"]
    door, unused = HubImage.objects.order_by("title")
    assert (door.title, door.description, door.source, door.licence) == ("Front door", "Our door", "Ada", "CC BY")
    assert (unused.title, unused.description) == ("unused", "")
    page, news = body_of("hello")["body"], body_of("news")["body"]
    assert [row["block"] for row in page] == ["text", "image"]
    assert (page[1]["image"]["alt"], page[1]["caption"]) == ("Our door", "The door")
    assert [(row["block"], row.get("image", {}).get("alt"), row.get("caption")) for row in news] == [
        ("image", "Our door", None),
        ("text", None, None),
        ("image", "A door", "Come in"),
    ]


def test_without_its_files_every_picture_of_a_site_is_told(run: Run) -> None:
    report = run({"site.xml": WXR}, format="wxr")
    assert (report["pictures"], report["published"]) == (0, 2)
    assert [(row["file"], row["what"]) for row in report["dropped"] if "picture" in row["what"]] == [
        ("site.xml: page 1", "picture without its file: https://cdn.example/far.png"),
        ("site.xml: page 1", "picture without its file: https://site.example/wp-content/uploads/2024/05/door.png"),
        ("site.xml: post 2", "picture without its file: https://site.example/wp-content/uploads/2024/05/door.png"),
        ("site.xml: attachment 8", "picture without its file: https://site.example/wp-content/uploads/unused.png"),
    ]


def test_contentful_pictures_stand_in_the_fields_of_their_own(run: Run, tmp_path: Path) -> None:
    export = shared("data", "contentful")
    raw = json.loads(next(export.glob("*.json")).read_text())
    for number, asset in enumerate(raw["assets"]):
        url = asset["fields"]["file"]["en-US"]["url"]
        file = tmp_path / "assets" / url.removeprefix("//")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(picture(["red", "green", "blue", "black"][number], "JPEG" if url.endswith("jpg") else "PNG"))
    report = run(export, format="contentful", media=tmp_path / "assets")
    assert (report["pictures"], lost(report), report["failed"]) == (4, [], [])
    person = body_of("john-doe", "en")["image"]
    shown = HubImage.objects.get(uuid=person["image"])
    assert (person["alt"], person["decorative"]) == ("John with Sparkler", False)
    assert (shown.title, shown.description) == ("Sparkler", "John with Sparkler")
    assert run(export, format="contentful", media=tmp_path / "assets")["unchanged"] == report["created"]


def test_wagtail_pictures_come_from_the_media_folder(run: Run, tmp_path: Path) -> None:
    export = shared("data", "wagtail_bakerydemo")
    rows = json.loads(next(export.glob("*.json")).read_text())
    images = [row for row in rows if row["model"] == "wagtailimages.image"]
    for number, row in enumerate(images):
        file = tmp_path / "files" / row["fields"]["file"]
        file.parent.mkdir(parents=True, exist_ok=True)
        form = {".png": "PNG", ".webp": "WEBP", ".gif": "GIF", ".avif": "AVIF"}.get(file.suffix, "JPEG")
        file.write_bytes(picture("red", form, width=8 + number))
    report = run(export, format="wagtail", locale="en", media=tmp_path / "files")
    assert (report["pictures"], HubImage.objects.count()) == (len(images), len(images))
    assert not any("picture" in what or "image" in what for what in lost(report))
    bread = next(row for row in rows if row["model"] == "breads.breadpage" and row["fields"]["image"])
    about = next(row["fields"] for row in images if row["pk"] == bread["fields"]["image"])
    key = next(row["fields"]["slug"] for row in rows if row["model"] == "wagtailcore.page" and row["pk"] == bread["pk"])
    first = body_of(key)["body"][0]
    assert (first["block"], first["image"]["alt"]) == ("image", about["description"])
    assert HubImage.objects.get(uuid=first["image"]["image"]).title == about["title"]


class Site(BaseHTTPRequestHandler):
    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path == "/moved.png?width=8":
            self.send_response(302)
            self.send_header("Location", "/real")
            self.end_headers()
            return
        body = {"/real": picture(), "/page.png": b"<html></html>", "/large.png": b"x" * 5000}.get(self.path)
        self.send_response(500 if self.path.startswith("/broken") else 200 if body else 404)
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *_said: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    Site.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_pictures_are_fetched_only_when_asked_and_never_from_inside(run: Run, site: str) -> None:
    text = {"en/a.md": f"![A]({site}/real)"}
    assert lost(run(text, format="markdown")) == [f"picture without its file: {site}/real"]
    (told,) = lost(run(text, format="markdown", fetch_media=True))
    assert told.startswith(
        f"picture that was not fetched: {site}/real (127.0.0.1 stands for 127.0.0.1, which is not on"
    )
    assert Site.asked == []


def test_what_is_fetched_is_bounded_checked_and_kept(
    run: Run, site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask: Callable[..., http.Answer] = http.request
    monkeypatch.setattr(importing, "request", lambda *a, **more: ask(*a, **more, allow_private=True))
    monkeypatch.setattr(importing, "LARGEST", 4000)
    names = ("moved.png?width=8", "real", "page.png", "large.png", "none.png", *(f"broken{n}.png" for n in range(5)))
    text = {"en/a.md": "Text " + " ".join(f"![A {n}]({site}/{n})" for n in names)}
    report = run(text, format="markdown", fetch_media=True)
    assert (report["pictures"], report["published"]) == (1, 1)
    assert [what.rpartition("/")[2] for what in lost(report)] == [
        f"page.png ({FORMATS})",
        "broken0.png (the answer was 500)",
        "broken1.png (the answer was 500)",
        "broken2.png (the answer was 500)",
        "broken3.png (127.0.0.1 failed 3 times, and was asked no more)",
        "broken4.png (127.0.0.1 failed 3 times, and was asked no more)",
        "large.png (more than 0 MB)",
        "none.png (the answer was 404)",
    ]
    Site.asked.clear()
    again = run(text, format="markdown", fetch_media=True)
    assert (again["pictures"], again["unchanged"], "/real" in Site.asked) == (0, 1, False)
    assert HubImage.objects.get().title == "moved"


def test_an_import_that_was_interrupted_goes_on(run: Run, media_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write: Callable[..., None] = HubImage.save
    written: list[str] = []

    def interrupted(self: HubImage, *args: Any, **more: Any) -> None:
        write(self, *args, **more)
        written.append(self.file.name)
        if len(written) == 2:
            raise KeyboardInterrupt

    with monkeypatch.context() as once:
        once.setattr(HubImage, "save", interrupted)
        with pytest.raises(KeyboardInterrupt):
            run(pages(), format="markdown")
    assert (HubImage.objects.count(), len(files(media_root))) == (1, 1)
    report = run(pages(), format="markdown")
    assert (report["pictures"], HubImage.objects.count(), len(files(media_root))) == (2, 3, 3)


def test_a_folder_that_is_none_is_said_before_anything_is_read(hub: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is no folder"):
        call_command("import_content", str(tmp_path), format="markdown", media=tmp_path / "none")


@pytest.mark.parametrize(
    ("title", "says"),
    [
        ("IMG_0012.jpg", False),
        ("DSC 12", False),
        ("door.png", False),
        ("", False),
        ("Our door", True),
        ("Foto 3 x", True),
    ],
)
def test_the_name_of_a_file_is_no_title(title: str, says: bool) -> None:
    assert bool(readable(title)) is says
