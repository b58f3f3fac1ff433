"""For the press: page boxes, marks, inks, and nothing that a printer sends back."""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from channels.kinds.print import kind
from channels.kinds.print.inks import press_of
from channels.output import Finding, Output
from tests.channels import samples
from tests.channels.email.letters import LETTER
from tests.channels.print.test_print import NOTO
from tests.channels.samples import ARABIC, ITEM, block, field, item, payload

paper = kind()
PROFILE = Path("/usr/share/color/icc/ghostscript/default_cmyk.icc")
WEB = "https://www.voorbeeldstad.example"
MM = 72 / 25.4

needs_profile = pytest.mark.skipif(not PROFILE.is_file(), reason="no CMYK profile: install libgs-common")


def outputs(shown: Any, **more: Any) -> list[Output]:
    settings = {"web_url": WEB, "press_profile": str(PROFILE), **more}
    return list(paper.render_item(payload(shown, **settings)))


def pressed(shown: Any, **more: Any) -> pikepdf.Pdf:
    _, made = outputs(shown, **more)
    assert made.findings == ()
    return pikepdf.open(io.BytesIO(made.content))


def operators(pdf: pikepdf.Pdf) -> list[tuple[str, tuple[str, ...]]]:
    """Return what the pages do with colours."""
    found = [one for page in pdf.pages for one in pikepdf.parse_content_stream(page)]
    colours = ("k", "K", "g", "G", "rg", "RG", "cs", "CS")
    return [(str(operator), tuple(map(str, given))) for given, operator in found if str(operator) in colours]


def size(box: Any) -> tuple[float, float]:
    left, low, right, high = (float(one) / MM for one in box)
    return round(right - left, 1), round(high - low, 1)


FORMS = [(ITEM, "leaflet", 2, (297, 210)), (ARABIC, "folder", 2, (297, 210)), (LETTER, "letter", 1, (210, 297))]


@needs_profile
@pytest.mark.parametrize(("shown", "form", "sides", "trim"), FORMS)
def test_a_sheet_bleeds_and_has_room_for_marks(shown: Any, form: str, sides: int, trim: tuple[int, int]) -> None:
    download, made = outputs(shown, templates={shown["model"]: form}, fonts=str(NOTO))
    assert (made.path, made.stamps) == (download.path.replace(".pdf", ".press.pdf"), download.stamps)
    with pikepdf.open(io.BytesIO(made.content)) as pdf:
        assert [size(page.trimbox) for page in pdf.pages] == [trim] * sides
        assert [size(page.obj.BleedBox) for page in pdf.pages] == [(trim[0] + 6, trim[1] + 6)] * sides
        assert [size(page.mediabox) for page in pdf.pages] == [(trim[0] + 22, trim[1] + 22)] * sides
        assert [page.get("/Annots") for page in pdf.pages] == [None] * sides
        assert str(pdf.docinfo["/Keywords"]) == made.stamps[0]
        intent = pdf.Root.OutputIntents[0]
        assert (str(intent.S), str(intent.OutputConditionIdentifier)) == ("/GTS_PDFX", "Custom")
        assert intent.DestOutputProfile.read_bytes() == PROFILE.read_bytes()


@needs_profile
def test_text_is_black_ink_alone_and_no_screen_colour_is_left() -> None:
    with pressed(ITEM) as pdf:
        used = operators(pdf)
    assert ("k", ("0", "0", "0", "1")) in used
    assert [one for one in used if one[0] in ("rg", "RG")] == []


@needs_profile
def test_a_spot_colour_is_an_ink_of_its_own() -> None:
    with pressed(ITEM, press_spot="PANTONE 286 C", press_condition="FOGRA51") as pdf:
        spaces = {str(one[1]) for page in pdf.pages for one in page.Resources.get("/ColorSpace", {}).values()}
        used = {given for operator, given in operators(pdf) if operator in ("k", "K")}
        assert spaces == {"/PANTONE 286 C"}
        assert {parts[:3] for parts in used} <= {("0", "0", "0"), ("1", "1", "1")}
        assert str(pdf.Root.OutputIntents[0].OutputConditionIdentifier) == "FOGRA51"
        assert str(pdf.Root.OutputIntents[0].RegistryName) == "http://www.color.org"


@needs_profile
@pytest.mark.parametrize(
    ("shown", "folds"), [(ITEM, ([97, 197], [100, 200])), (ARABIC, ([100, 200], [97, 197]))], ids=["ltr", "rtl"]
)
def test_the_flap_is_narrower_and_folded_where_the_marks_say(shown: Any, folds: tuple[list[int], list[int]]) -> None:
    with pressed(shown, fonts=str(NOTO)) as pdf:
        for page, wanted in zip(pdf.pages, folds, strict=True):
            marks = page.obj.Contents[-1].read_bytes().partition(b"[2 1.5] 0 d")[2].decode().split("\n")
            left = float(page.trimbox[0])
            found = sorted({round((float(line.split()[0]) - left) / MM) for line in marks if line.endswith("S")})
            assert found == wanted


OUTSIDE = ["Outside · 5 · flap, folded in first", "Outside · 6 · back", "Outside · 1 · front"]
INSIDE = ["Inside · 2", "Inside · 3", "Inside · 4"]


@needs_profile
@pytest.mark.parametrize(
    ("shown", "form", "told"),
    [
        ({**ITEM, "locale": "en"}, "leaflet", [OUTSIDE, INSIDE]),
        ({**ARABIC, "locale": "he"}, "leaflet", [OUTSIDE[::-1], INSIDE[::-1]]),
        (item("T", "t", [], locale="en"), "folder", [["Outside · 4 · back", "Outside · 1 · front"], INSIDE[:2]]),
        (LETTER, "letter", [[]]),
    ],
    ids=["leaflet", "from the right", "folder", "letter"],
)
def test_the_printer_reads_above_the_trim_which_panel_lies_outside(shown: Any, form: str, told: Any) -> None:
    download, made = outputs(shown, templates={shown["model"]: form}, fonts=str(NOTO))
    with pypdfium2.PdfDocument(made.content) as pdf:
        above = []
        for page, line in zip(pdf, told, strict=True):
            left, _bottom, right, top = page.get_trimbox()
            step, text = (right - left) / max(len(line), 1), page.get_textpage()
            places = [left + number * step for number in range(max(len(line), 1))]
            words = [text.get_text_bounded(place, top + 3 * MM, place + step, top + 11 * MM) for place in places]
            above.append([sorted(one.replace(",", "").split()) for one in words if one.strip()])
    assert above == [[sorted(one.replace(",", "").split()) for one in line] for line in told]
    with pypdfium2.PdfDocument(download.content) as pdf:
        assert [page.get_bleedbox() for page in pdf] == [page.get_mediabox() for page in pdf]
        assert not any("front" in page.get_textpage().get_text_range() for page in pdf)


@needs_profile
def test_a_picture_comes_in_the_inks_of_the_press(tmp_path: Path) -> None:
    (tmp_path / "original_images").mkdir()
    Image.new("RGB", (3000, 2000), (200, 120, 40)).save(tmp_path / "original_images/huis.jpg")
    shown = item("Foto", "foto", [field("x", "image", "Foto", samples.image())])
    for spot, inks in (("", (18, 60, 100, 4)), ("HKS 43 K", (0, 0, 0, 47))):
        with pressed(shown, media=str(tmp_path), press_spot=spot) as pdf:
            (picture,) = [one for page in pdf.pages for one in page.images.values()]
            pixel = pikepdf.PdfImage(picture).as_pil_image().getpixel((9, 9))
        assert str(picture.ColorSpace) == "/DeviceCMYK"
        assert tuple(round(part / 2.55) for part in pixel) == inks


@needs_profile
def test_what_does_not_fit_is_measured_in_each_form_and_not_sent_to_press() -> None:
    lines = [block(f"Regel nummer {number}.") for number in range(1, 241)]
    long = item("Lang", "lang", [field("b", "rich_text", "B", lines)])
    for form, where, over in (("leaflet", "panel 5", 560), ("folder", "panel 3", 935)):
        (found,) = outputs(long, templates={long["model"]: form})
        assert [(one.level, one.where) for one in found.findings] == [("error", where)]
        assert found.findings[0].message.startswith(f"{where}: {over} mm, about")


def header(*, kind: bytes = b"prtr", space: bytes = b"CMYK", magic: bytes = b"acsp") -> bytes:
    return struct.pack(">12x4s4s16x4s88x", kind, space, magic)


BAD = [b"", b"geheim", header(space=b"RGB "), header(kind=b"mntr"), header(magic=b"xxxx"), header()]


@pytest.mark.parametrize("content", BAD)
def test_a_profile_that_is_none_is_said_and_the_download_is_made(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "x.icc"
    file.write_bytes(content)
    found, findings = press_of(payload(ITEM, press_profile=str(file)).context)
    assert (found, [(one.level, one.where) for one in findings]) == (None, [("warning", "press_profile")])


def test_without_a_profile_nothing_is_made_for_the_press(tmp_path: Path) -> None:
    assert len(outputs(ITEM, press_profile="")) == 1
    (found,) = outputs(ITEM, press_profile=str(tmp_path / "weg.icc"))
    assert found.findings == (
        Finding(
            "warning",
            "No file for the press was made: the profile is no file. Give the CMYK profile of the printer (.icc).",
            "press_profile",
        ),
    )


@needs_profile
def test_the_same_payload_gives_the_same_bytes() -> None:
    assert outputs(ITEM)[1].content == outputs(ITEM)[1].content
