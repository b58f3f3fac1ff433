"""Print: a leaflet and a letter that keep every word, tell what does not fit, and never take text for markup."""

from __future__ import annotations

import dataclasses
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from PIL import Image

from channels.kinds.base import template_folder
from channels.kinds.print import kind
from channels.kinds.print.sheet import leaflet
from channels.kinds.print.workers import Job, PrintError, Sheet, Workers
from channels.output import Finding, Output
from tests.channels import samples
from tests.channels.email.letters import HOSTILE, LETTER
from tests.channels.portable_text.strategies import json_value
from tests.channels.samples import ARABIC, ITEM, block, field, item, payload

paper = kind()
WEB = {"web_url": "https://www.voorbeeldstad.example"}
NOTO = Path("/usr/share/fonts/truetype/noto")
needs_noto = pytest.mark.skipif(not NOTO.is_dir(), reason="no Noto fonts: install fonts-noto-core")
needs_poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="no pdftotext: install poppler-utils")


def output(shown: Mapping[str, Any] | None, **more: Any) -> Output:
    (found,) = paper.render_item(payload(shown, **{**WEB, **more}))
    return found


def pages(found: Output, tmp_path: Path) -> list[str]:
    """Return the words of each page, in reading order, with one space between them."""
    file = tmp_path / "x.pdf"
    file.write_bytes(found.content)
    text = subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, text=True, check=True).stdout
    return [" ".join(page.split()) for page in text.split("\f")[:-1]]


def sizes(found: Output, tmp_path: Path) -> list[tuple[int, int]]:
    file = tmp_path / "y.pdf"
    file.write_bytes(found.content)
    with pikepdf.open(file) as pdf:
        boxes = [[float(one) for one in page.mediabox] for page in pdf.pages]
    return [(round((box[2] - box[0]) / 72 * 25.4), round((box[3] - box[1]) / 72 * 25.4)) for box in boxes]


@needs_poppler
def test_a_leaflet_has_six_panels_in_reading_order(tmp_path: Path) -> None:
    found = output(ITEM)
    assert (found.path, found.media_type, found.findings) == ("nl/verhuizing-doorgeven.pdf", "application/pdf", ())
    assert sizes(found, tmp_path) == [(297, 210), (297, 210)]
    text = " ".join(pages(found, tmp_path))
    wanted = ["Verhuizing doorgeven", "Gaat u verhuizen?", "€ 83,87", "Wat u nodig heeft", "1. Waar komt u",
              "Neem mee", "Veelgestelde vragen", "info@voorbeeldstad.example", "Lees dit online",
              "Bijgewerkt op 28 februari 2026"]  # fmt: skip
    places = [text.index(one) for one in wanted]
    assert places == sorted(places)
    assert "GEHEIM" not in text


def test_the_stamp_and_the_language_stand_in_the_document(tmp_path: Path) -> None:
    found = output(ITEM)
    file = tmp_path / "x.pdf"
    file.write_bytes(found.content)
    assert found.stamps == (f"{ITEM['stamp']};t={paper.template_version}",)
    with pikepdf.open(file) as pdf:
        assert str(pdf.docinfo["/Keywords"]) == found.stamps[0]
        assert str(pdf.docinfo["/Title"]) == "Verhuizing doorgeven"
        assert str(pdf.docinfo["/CreationDate"])[:16] == "D:20260227233000"
        assert str(pdf.Root.Lang) == "nl"
        assert b"pdfuaid:part" in pdf.Root.Metadata.read_bytes()


@needs_poppler
def test_a_letter_has_its_parts_in_order(tmp_path: Path) -> None:
    found = output(LETTER, recipient="J. Jansen\nDorpsstraat 1\n1234 AB Dorp")
    assert found.findings == ()
    assert sizes(found, tmp_path) == [(210, 297)]
    (text,) = pages(found, tmp_path)
    wanted = ["J. Jansen Dorpsstraat 1", "28 februari 2026", "Uw parkeervergunning loopt af", "Beste bewoner,",
              "Wat u nodig heeft", "Hartelijke groet,", "A. de Vries", "Hoofd Parkeren", "1 / 1"]  # fmt: skip
    places = [text.index(one) for one in wanted]
    assert places == sorted(places)
    assert [one for one in ("GEHEIM", "Als een vergunning afloopt.") if one in text] == []


@needs_poppler
def test_a_letter_says_who_sends_it_and_leaves_gaps_for_who_gets_it(tmp_path: Path) -> None:
    (text,) = pages(output(LETTER), tmp_path)
    wanted = ["Gemeente Voorbeeldstad", "Gemeente Voorbeeldstad, Stadsplein 1, 1000 AA Voorbeeldstad",
              "«Naam» «Straat en huisnummer» «Postcode en plaats»", "Telefoon 14 010",
              "Website voorbeeldstad.example", "Datum «Datum»"]  # fmt: skip
    assert [one for one in wanted if one not in text] == []
    assert [one for one in ("Ons kenmerk", "brief-parkeren-7") if one in text] == []
    (text,) = pages(output(LETTER, reference="2026/117"), tmp_path)
    assert "Datum Ons kenmerk «Datum» 2026/117" in text


@needs_poppler
@pytest.mark.parametrize(
    ("more", "date"), [({}, "28 februari 2026"), ({"date": "2 maart 2026"}, "2 maart 2026"), ({"date": 3}, "3")]
)
def test_a_letter_to_somebody_has_a_date(more: dict[str, Any], date: str, tmp_path: Path) -> None:
    (text,) = pages(output(LETTER, recipient="J. Jansen", **more), tmp_path)
    assert f"Datum {date} Uw parkeervergunning" in text


@needs_poppler
def test_a_letter_that_the_site_does_not_carry_leads_to_no_page(tmp_path: Path) -> None:
    sent = payload(LETTER, **WEB)
    there = dataclasses.replace(sent.context, unlisted=frozenset({("nl", "brief-parkeren")}))
    (found,) = paper.render_item(dataclasses.replace(sent, context=there))
    (text,) = pages(found, tmp_path)
    assert [one for one in ("Lees dit online", "voorbeeldstad.example/nl/brief-parkeren") if one in text] == []
    assert "Website voorbeeldstad.example" in text
    paged = dataclasses.replace(sent, data={"item": {**LETTER, "model": "guide"}}, context=there)
    (found,) = paper.render_item(paged)
    text = " ".join(pages(found, tmp_path))
    assert "Lees verder online voorbeeldstad.example Een uitgave" in text


@needs_poppler
def test_words_that_lead_to_a_page_have_a_number_and_the_address_stands_below(tmp_path: Path) -> None:
    linked = samples.BODY[0]["children"][2:4]
    text = block(*linked, " ", *linked, " of ", samples.phone(), markDefs=samples.BODY[0]["markDefs"])
    found = output(item("T", "t", [field("x", "rich_text", "", [text])]))
    assert " ".join(pages(found, tmp_path)).count("paspoort1") == 2
    assert "Waar u dit vindt 1 voorbeeldstad.example/nl/paspoort-aanvragen" in " ".join(pages(found, tmp_path))
    none = output(item("T", "t", [field("x", "rich_text", "", [block(samples.phone())])]))
    assert "Waar u dit vindt" not in " ".join(pages(none, tmp_path))


@needs_poppler
@pytest.mark.parametrize(("window", "left"), [("left", 25), ("right", 115)])
def test_only_the_address_stands_in_the_window(window: str, left: int, tmp_path: Path) -> None:
    file = tmp_path / "x.pdf"
    file.write_bytes(output(LETTER, recipient="Jansen\nDorpsstraat\nDorp", window=window).content)
    area = ["-x", left - 5, "-W", 85, "-y", 45, "-H", 45]
    told = subprocess.run(
        ["pdftotext", "-r", "25.4", *map(str, area), file, "-"], capture_output=True, text=True, check=True
    ).stdout
    assert [line for line in told.splitlines() if line.strip()] == [
        "Gemeente Voorbeeldstad, Stadsplein 1, 1000 AA Voorbeeldstad",
        *("Jansen", "Dorpsstraat", "Dorp"),
    ]
    with pypdfium2.PdfDocument(file) as document:
        shown = document[0].render(scale=8 * 25.4 / 72).to_pil().convert("L")
    below = shown.crop((0, 72 * 8, shown.width, 90 * 8))
    assert below.getextrema() == (255, 255)


@needs_poppler
def test_a_long_stamp_stands_on_one_line_of_a_letter_and_on_even_ones_of_a_panel(tmp_path: Path) -> None:
    stamp = f"ch1:hub:{samples.MOVING}:nl:1:{'.'.join(f'{number:012x}.1' for number in range(4))}"
    lines = []
    for shown in (LETTER, ITEM):
        file = tmp_path / "x.pdf"
        file.write_bytes(output({**shown, "stamp": stamp}).content)
        done = subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, text=True, check=True).stdout
        found = [one.removesuffix(" 1 / 1") for one in done[done.index("ch1:hub") :].split("\f")[0].splitlines()]
        assert "".join(found).startswith(f"{stamp};t={paper.template_version}")
        lines.append([len(one) for one in found])
    assert lines == [[126], [63, 63]]


def test_plain_facts_stand_before_the_sections_and_other_items_with_their_address() -> None:
    fields = [
        field("summary", "long_text", "S", "Kort."),
        field("a", "rich_text", "Betalen", [block("Gratis.")]),
        field("b", "text", "Termijn", "3 dagen"),
        field("c", "rich_text", "Bezwaar", [block("Binnen zes weken.")]),
        field("d", "reference", "Locaties", [samples.reference("stadhuis", "Stadhuis", locale="en")]),
        field("e", "reference", "Meer", samples.reference("paspoort", "Paspoort")),
    ]
    data, _ = leaflet(item("T", "t", fields), payload(None, **WEB).context, "", None)
    rows, *rest = data["body"]
    assert [(row["label"], [one["t"] for one in row["runs"]]) for row in rows["rows"]] == [
        ("Termijn", ["3 dagen"]),
        ("Meer", ["Paspoort\n", "voorbeeldstad.example/nl/paspoort"]),
    ]
    assert [node["runs"][0]["t"] for node in rest if node["k"] == "h"] == ["Betalen", "Bezwaar", "Locaties"]
    (place,) = rest[-1]["items"]
    assert [(one["t"], bool(one["link"])) for one in place["runs"]] == [
        ("Stadhuis (Engels)\n", False),
        ("voorbeeldstad.example/en/stadhuis", True),
    ]


def test_a_title_that_is_too_long_stays_in_its_place_on_the_cover() -> None:
    with pypdfium2.PdfDocument(output(item("W" * 400, "w", [])).content) as document:
        shown = document[0].render(scale=1).to_pil().convert("RGB")
    scale = shown.width / 297
    brand = shown.getpixel((2, 2))
    for top, bottom in ((0, 12), (19, 25), (112, 121)):
        area = shown.crop((0, round(top * scale), round(98 * scale), round(bottom * scale)))
        assert area.getcolors() == [(area.width * area.height, brand)]


@needs_poppler
@pytest.mark.parametrize(("word", "coloured"), [("paspoort", False), ("010.", True)])
def test_only_what_can_be_typed_or_called_has_the_colour_of_links(word: str, coloured: bool, tmp_path: Path) -> None:
    file = tmp_path / "x.pdf"
    linked = block(*samples.BODY[0]["children"][2:4], markDefs=samples.BODY[0]["markDefs"])
    file.write_bytes(
        output(item("T", "t", [field("x", "rich_text", "", [linked, block(samples.phone(), ".")])])).content
    )
    done = subprocess.run(["pdftotext", "-bbox", file, "-"], capture_output=True, text=True, check=True).stdout
    line = next(one for one in done.splitlines() if f"{word}</word>" in one.replace("1</word>", "</word>"))
    left, top, right, bottom = (float(one) for one in re.findall(r'="([\d.]+)"', line))
    with pypdfium2.PdfDocument(file) as document:
        shown = document[0].render(scale=2).to_pil().convert("RGB")
    area = shown.crop((round(left * 2), round(top * 2), round(right * 2), round(bottom * 2)))
    assert any(abs(red - blue) > 60 for _, (red, _, blue) in area.getcolors(10_000) or []) is coloured


PARAGRAPH = block("Wie hier komt, kan iets lezen dat over meer dan een regel loopt. " * 4)


@pytest.mark.parametrize("form", ["leaflet", "folder"])
@pytest.mark.parametrize("paragraphs", [0, 1, 2, 5, 9])
@pytest.mark.parametrize("right", [False, True])
def test_no_panel_is_left_blank_and_what_is_quiet_touches_no_text(form: str, paragraphs: int, right: bool) -> None:
    shown = item("T", "t", [field("b", "rich_text", "B", [PARAGRAPH] * paragraphs)], locale="ar" if right else "nl")
    found = output(shown, templates={shown["model"]: form}, **({"fonts": str(NOTO)} if right else {}))
    with pypdfium2.PdfDocument(found.content) as pdf:
        assert len(pdf) == (2 if form == "leaflet" else 4)
        pictures = [page.render(scale=1).to_pil().convert("L") for page in pdf]
        words = "" if right else " ".join(page.get_textpage().get_text_range() for page in pdf)
    wide = 99 / 297 if form == "leaflet" else 1
    for picture in pictures:
        step = picture.width * wide
        panels = [
            picture.crop((round(x * step), 0, round((x + 1) * step), picture.height)) for x in range(round(1 / wide))
        ]
        assert [panel.getextrema()[0] < 200 for panel in panels] == [True] * len(panels)
    assert right or words.count("Uw aantekeningen") == QUIET[form][paragraphs]


QUIET = {"leaflet": {0: 3, 1: 2, 2: 1, 5: 1, 9: 0}, "folder": {0: 1, 1: 0, 2: 0, 5: 0, 9: 0}}
"""How many panels are for notes; on the last one of the text, when it is empty, stands who gives the sheet."""


@needs_poppler
def test_what_does_not_fit_goes_on_and_is_measured(tmp_path: Path) -> None:
    lines = [block(f"Regel nummer {number}.") for number in range(1, 241)]
    found = output(item("Lang", "lang", [field("b", "rich_text", "B", lines)]))
    assert [(one.level, one.where) for one in found.findings] == [("error", "panel 5")]
    assert found.findings[0].message == (
        "panel 5: 560 mm, about 118 lines, too long. Shorten the text, or put it on a letter."
    )
    text = " ".join(pages(found, tmp_path))
    assert [number for number in range(1, 241) if f"Regel nummer {number}." not in text] == []
    assert len(sizes(found, tmp_path)) == 4


def test_a_text_that_fits_has_no_finding_and_an_empty_one_two_pages(tmp_path: Path) -> None:
    for shown in (item("Leeg", "leeg", []), item("", "naamloos", []), item("Kort", "kort", samples.FIELDS[:1])):
        found = output(shown)
        assert found.findings == ()
        assert sizes(found, tmp_path) == [(297, 210), (297, 210)]


def test_a_title_that_is_too_long_is_a_finding() -> None:
    (finding,) = output(item("woord " * 120, "lang", [])).findings
    assert (finding.level, finding.where) == ("error", "panel 1")
    assert finding.message.endswith("too long. Shorten the title.")


@needs_poppler
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_printed_as_it_is(text: str, tmp_path: Path) -> None:
    fields = [
        field("summary", "long_text", text, text),
        field("a", "text", text, text),
        field("b", "rich_text", text, [block(text)]),
        field("c", "table", text, {"caption": text, "header": [text], "rows": [[text]]}),
    ]
    for model in ("service", "letter"):
        found = output(item("Titel", "x", fields, model=model, subject={"key": "a", "title": text}))
        shown = "".join("".join(pages(found, tmp_path)).split()).replace("-", "")
        words = "".join(text.replace("\u202e", "").replace("\u2028", "").split()).replace("-", "")
        if "\u202e" not in text:
            assert words in shown


@needs_noto
@needs_poppler
def test_a_right_to_left_leaflet_starts_at_the_right(tmp_path: Path) -> None:
    found = output(ARABIC, fonts=str(NOTO))
    assert found.findings == ()
    file = tmp_path / "x.pdf"
    file.write_bytes(found.content)
    done = subprocess.run(["pdftotext", "-bbox", file, "-"], capture_output=True, text=True, check=True).stdout
    voorbeeldstad = done[done.index(">Voorbeeldstad<") - 120 : done.index(">Voorbeeldstad<")]
    assert float(voorbeeldstad.rpartition('xMin="')[2].partition('"')[0]) > 594


def test_text_from_the_right_wants_a_font() -> None:
    told = [(one.level, one.where) for one in output(ARABIC).findings]
    assert told == [("warning", "font")]


@needs_poppler
@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("Paspoort aanvragen", ["Paspoort", "aanvragen"]),
        ("Parkeervergunning", ["Parkeervergunning"]),
        ("Gehandicaptenparkeerkaart", ["Gehandicapten\xad", "parkeerkaart"]),
    ],
)
def test_a_title_is_broken_between_words_where_that_is_possible(title: str, lines: list[str], tmp_path: Path) -> None:
    file = tmp_path / "x.pdf"
    file.write_bytes(output(item(title, "t", [])).content)
    done = subprocess.run(["pdftotext", "-raw", "-l", "1", file, "-"], capture_output=True, text=True, check=True)
    found = done.stdout.splitlines()
    start = next(place for place, line in enumerate(found) if line.startswith(lines[0][:8]))
    assert found[start : start + len(lines)] == lines


@pytest.mark.parametrize(("paragraphs", "size"), [(3, 14), (16, 10.5), (24, 9.5)])
def test_text_is_as_large_as_fills_a_folder(paragraphs: int, size: float) -> None:
    shown = item("T", "t", [field("b", "rich_text", "", [PARAGRAPH] * paragraphs)])
    with pypdfium2.PdfDocument(output(shown, templates={shown["model"]: "folder"}).content) as pdf:
        texts = [one for one in pdf[1].get_objects() if isinstance(one, pypdfium2.PdfTextObj)]
        assert max(round(one.get_font_size(), 1) for one in texts) == size


@needs_poppler
def test_an_address_is_never_hyphenated(tmp_path: Path) -> None:
    sentence = "Ga naar voorbeeldstad.example/afspraak nu. "
    shown = item("T", "t", [field("x", "rich_text", "", [block(f"{'a ' * count}{sentence}") for count in range(12)])])
    (first, *_rest) = pages(output(shown), tmp_path)
    assert first.replace(" ", "").count("naarvoorbeeldstad.example/afspraaknu.") == 12


@pytest.mark.parametrize(
    ("word", "how"),
    [("a" * 99, "optimized"), ("a" * 100, "simple"), ("\u0645" * 100, "simple"), ("7" * 100, "optimized")],
)
def test_the_best_lines_are_not_sought_in_a_word_without_end(
    word: str, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Job] = []
    monkeypatch.setattr(paper.workers, "run", lambda job: asked.append(job) or Sheet(b"%PDF-", "", (), ()))
    output(item("T", "t", [field("x", "rich_text", "", [block(f"Een {word} woord.")])]))
    assert [job.data["line_breaks"] for job in asked] == [how]


def test_a_sign_that_no_font_has_is_an_error_and_no_crash() -> None:
    found = output(item("Leuk 😀", "leuk", []))
    assert found.content.startswith(b"%PDF-")
    assert found.findings[0] == Finding(
        "error",
        "Not accessible and lasting as it should be (PDF/UA-1, PDF/A-2a): PDF/A-2a, PDF/UA-1 error: "
        'the text `"😀"` could not be displayed with font `"Libertinus Serif"` (try using a different font)',
        "pdf",
    )


def test_a_picture_is_as_sharp_as_print_asks(tmp_path: Path) -> None:
    folder = tmp_path / "original_images"
    folder.mkdir()
    shown = item("Foto", "foto", [field("x", "image", "Foto", samples.image())])
    for width, placed, findings in ((3000, 957, 0), (500, 500, 0), (90, 0, 1)):
        Image.new("RGB", (width, width * 2 // 3), (200, 120, 40)).save(folder / "huis.jpg")
        os.utime(folder / "huis.jpg", (width, width))
        found = output(shown, media=str(tmp_path))
        assert len(found.findings) == findings
        file = tmp_path / "x.pdf"
        file.write_bytes(found.content)
        with pikepdf.open(file) as pdf:
            widths = [int(image.Width) for page in pdf.pages for image in page.images.values()]
        assert [abs(one - placed) <= 60 for one in widths] == [True] * (placed > 0)


@pytest.mark.parametrize("file", ["../geheim.jpg", "/etc/passwd", "original_images/weg.jpg", "leeg.jpg", ""])
def test_only_pictures_of_the_media_folder_are_read(file: str, tmp_path: Path) -> None:
    (tmp_path / "geheim.jpg").write_bytes(b"x")
    media = tmp_path / "media"
    media.mkdir()
    (media / "leeg.jpg").write_bytes(b"geen beeld")
    found = output(item("F", "f", [field("x", "image", "Foto", samples.image(file=file))]), media=str(media))
    assert b"/Subtype/Image" not in found.content
    assert len(found.findings) == (file == "leeg.jpg")


@pytest.mark.parametrize("status", ["GONE", "EXPIRED", "REPLACED"])
def test_what_is_gone_is_not_printed(status: str) -> None:
    assert paper.render_item(payload({**ITEM, "status": status})) == ()


@needs_poppler
def test_a_withdrawn_item_says_so(tmp_path: Path) -> None:
    found = output({**ITEM, "status": "WITHDRAWN", "notice": "Bel ons.", "replacedBy": {"title": "Verhuizen"}})
    told = " ".join(" ".join(pages(found, tmp_path)).split())
    warning = "Ingetrokken: gebruik dit niet meer. Bel ons. Kijk bij “Verhuizen”."
    assert (told.count(warning), told.count("Uw aantekeningen")) == (4, 0)
    assert [words in told for words in ("Gaat u verhuizen?", "Kosten paspoort", "1.234,5")] == [False] * 3
    assert f"Ingetrokken: “{ITEM['title']}”" in told


@needs_poppler
def test_nobody_signs_a_letter_that_was_withdrawn(tmp_path: Path) -> None:
    live, gone = (" ".join(pages(output({**LETTER, "status": one}), tmp_path)) for one in ("LIVE", "WITHDRAWN"))
    assert [told.count("Hartelijke groet,") for told in (live, gone)] == [1, 0]
    assert [told.count("Uw parkeervergunning loopt af") for told in (live, gone)] == [1, 1]
    assert [told.count("Brief parkeervergunning") for told in (live, gone)] == [0, 0]


def lines_of(heading: str, tmp_path: Path) -> list[str]:
    file = tmp_path / "x.pdf"
    shown = item("T", "t", [field("x", "rich_text", "", [block(heading, style="h2"), block("Tekst.")])])
    file.write_bytes(output(shown).content)
    done = subprocess.run(["pdftotext", "-raw", "-l", "1", file, "-"], capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    return lines[lines.index("voorbeeldstad.example") + 1 : lines.index("Tekst.")]


@needs_poppler
@pytest.mark.parametrize(
    "lines",
    [
        ["Geef uw nieuwe", "verhuizing online door"],
        ["Ga met uw kaart naar", "het loket"],
        ["Gehandicaptenparkeer\xad", "kaarthouder"],
    ],
)
def test_a_heading_is_broken_between_words_and_no_word_of_it_stands_alone(lines: list[str], tmp_path: Path) -> None:
    assert lines_of(" ".join(lines).replace("\xad ", ""), tmp_path) == lines


def test_the_same_payload_gives_the_same_bytes_after_another_one() -> None:
    first = output(ITEM).content
    output(LETTER)
    paper.workers.close()
    assert output(ITEM).content == first


def test_without_an_address_there_is_no_code_and_no_crash() -> None:
    bare = samples.payload(ITEM)
    organisation = dataclasses.replace(bare.context.organisation, base_url="", contact={}, colours={})
    context = dataclasses.replace(bare.context, organisation=organisation)
    (found,) = paper.render_item(dataclasses.replace(bare, context=context))
    assert found.findings == ()


TEMPLATES = {
    "long.typ": "#let d = json(bytes(sys.inputs.data))\n#for i in range(d.n) [#lorem(40) #i]",
    "slow.typ": "#let d = json(bytes(sys.inputs.data))\n#for i in range(d.n) { for j in range(d.n) { } }\nDone",
    "read.typ": '#read("../../../etc/passwd")',
    "net.typ": '#import "@preview/cetz:0.3.0": *',
}


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    folder = tmp_path / "templates"
    folder.mkdir()
    for name, text in TEMPLATES.items():
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def workers(templates: Path) -> Iterator[Workers]:
    made = Workers(templates, timeout=3)
    yield made
    made.close()


def test_a_document_that_takes_too_long_is_stopped_and_the_next_one_is_set(workers: Workers) -> None:
    with pytest.raises(PrintError, match="took more than 3 seconds"):
        workers.run(Job("slow.typ", {"n": 100_000}, (), standards=()))
    assert workers.run(Job("slow.typ", {"n": 1}, (), standards=())).pdf.startswith(b"%PDF")


def test_a_document_that_takes_too_much_memory_is_stopped_and_the_next_one_is_set(templates: Path) -> None:
    small = Workers(templates, memory=600 * 1024**2, timeout=120)
    with pytest.raises(PrintError, match="perhaps for lack of memory"):
        small.run(Job("long.typ", {"n": 400_000}, (), standards=()))
    assert small.run(Job("long.typ", {"n": 1}, (), standards=())).pdf.startswith(b"%PDF")
    small.close()


def test_a_worker_that_died_is_replaced(workers: Workers) -> None:
    assert workers.run(Job("slow.typ", {"n": 1}, (), standards=())).pdf
    assert workers.process
    workers.process.kill()
    workers.process.wait()
    assert workers.run(Job("slow.typ", {"n": 1}, (), standards=())).pdf


def test_a_worker_takes_its_folder_with_it_when_the_hub_is_gone(workers: Workers) -> None:
    assert workers.run(Job("slow.typ", {"n": 1}, (), standards=())).pdf
    assert workers.process
    assert workers.process.stdin
    workers.process.send_signal(signal.SIGINT)
    workers.process.stdin.close()
    assert workers.process.wait(timeout=30) == 0
    assert not Path(workers.folder).exists()


@pytest.mark.parametrize("template", ["read.typ", "net.typ"])
def test_a_template_reaches_no_file_outside_and_no_network(workers: Workers, template: str) -> None:
    sheet = workers.run(Job(template, {"n": 1}, ()))
    assert sheet.pdf == b""
    assert sheet.error


def test_no_template_imports_a_package() -> None:
    assert [file.name for file in template_folder("print").glob("*.typ") if "@" in file.read_text()] == []


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(json_value)
def test_any_answer_gives_a_document(value: Any) -> None:
    kinds = ("rich_text", "fact", "image", "table", "procedure", "list", "group")
    fields = [field("x", kind, "X", value) for kind in kinds]
    for model in ("service", "letter"):
        assert output(item("T", "t", [*fields, field("signatory", "group", "S", value)], model=model)).content


LONG_ADDRESSES = {
    "info@stad.example": "E{beside}info@stad.example",
    "verhuizingen@voorbeeldstad.example": "E\nverhuizingen@voorbeeldstad.example",
    "verhuizingen@loket.van.groot-voorbeeldstad.example": "E\nverhuizingen@loket.van.groot-\nvoorbeeldstad.example",
}


@needs_poppler
@pytest.mark.parametrize(
    ("label", "moment", "lines"),
    [
        ("Begint op", "2026-12-24T15:00:00+01:00", ["Begint op 24 december 2026,", "15.00 uur"]),
        ("Begint op", "2026-11-30T07:00:00+01:00", ["Begint op 30 november 2026,", "7.00 uur"]),
        ("Eindigt op", "2027-01-04T08:30:00+01:00", ["Eindigt op 4 januari 2027, 8.30 uur"]),
    ],
)
def test_no_word_of_a_date_is_broken_beside_its_label(
    label: str, moment: str, lines: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "x.pdf"
    file.write_bytes(output(item("T", "t", [field("x", "datetime", label, moment)])).content)
    done = subprocess.run(["pdftotext", "-raw", "-l", "1", file, "-"], capture_output=True, text=True, check=True)
    shown = done.stdout.replace("\u00a0", " ").splitlines()
    assert shown[shown.index(lines[0]) :][: len(lines)] == lines


@needs_poppler
def test_a_date_without_room_stands_below_its_label(tmp_path: Path) -> None:
    moment = {"_type": "fact", "kind": "date", "text": "donderdagsmorgensvroeg\u00a024\u00a0september\u00a02026"}
    file = tmp_path / "x.pdf"
    file.write_bytes(output(item("T", "t", [field("x", "fact", "Begint op", moment)])).content)
    done = subprocess.run(["pdftotext", "-raw", "-l", "1", file, "-"], capture_output=True, text=True, check=True)
    shown = done.stdout.replace("\u00a0", " ")
    assert "\nBegint op\ndonderdagsmorgensvroeg 24 september 2026\n" in shown


@needs_poppler
@pytest.mark.parametrize("locale", ["nl", "ar"])
@pytest.mark.parametrize("address", LONG_ADDRESSES)
def test_an_address_without_room_stands_below_its_label_and_nothing_is_added_where_it_is_broken(
    address: str, locale: str, tmp_path: Path
) -> None:
    file = tmp_path / "x.pdf"
    file.write_bytes(output(item("T", "t", [field("x", "text", "E", address)], locale=locale)).content)
    done = subprocess.run(["pdftotext", "-raw", "-l", "1", file, "-"], capture_output=True, text=True, check=True)
    shown = LONG_ADDRESSES[address].format(beside="\n" if locale == "ar" else " ")
    assert f"\n{shown}\n" in f"\n{done.stdout}"


@needs_poppler
@pytest.mark.parametrize(
    ("lines", "beside"),
    [
        (["ma 9.00–12.00 uur", "di gesloten", "wo 9.00–12.00 uur", "do gesloten"], " "),
        (["ma 9.00–12.00 uur", "di gesloten", "wo 9.00–12.00 uur", "do en vr op afspraak van 9.00–12.00 uur"], "\n"),
        (["ma tot en met vr 9.00–12.00 uur en op za van 10.00 tot 12.00 uur"], " "),
    ],
)
def test_many_lines_stand_below_their_label_where_one_of_them_has_no_room(
    lines: list[str], beside: str, tmp_path: Path
) -> None:
    file = tmp_path / "x.pdf"
    file.write_bytes(output(item("T", "t", [field("x", "text", "Open", "\n".join(lines))])).content)
    done = subprocess.run(["pdftotext", "-raw", "-l", "1", file, "-"], capture_output=True, text=True, check=True)
    assert f"\nOpen{beside}ma " in done.stdout
