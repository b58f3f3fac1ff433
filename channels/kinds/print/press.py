"""Finish a document for the press: page boxes, crop and fold marks, output intent, PDF/X-4 (ISO 15930-7)."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from channels.kinds.print.inks import Press

MM = 72 / 25.4
BLEED, SLUG = 3 * MM, 8 * MM
NEAR, FAR = BLEED + 1 * MM, BLEED + 6 * MM
"""Where a mark begins and ends, from the trim: outside the bleed, so that it is cut off."""

REGISTRY = "http://www.color.org"
PDFX = "http://www.npes.org/pdfx/ns/id/"

Folds = Sequence[Sequence[float]]
"""For each side of the sheet, in the order in which they are printed: where it is folded, in mm from the left."""


def finish(document: bytes, press: Press, folds: Folds, *, turned: bool) -> bytes:
    """Return the document ready for the press; `turned` says that the outer side was set last and comes first.

    The document has a trim box and bleeds 3 mm over it. The same document always gives the same bytes.
    """
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(document)) as pdf:
        if turned:
            pdf.pages.reverse()
        _intend(pdf, press)
        for number, page in enumerate(pdf.pages):
            _mark(pdf, page, folds[number] if number < len(folds) else ())
        with pdf.open_metadata(set_pikepdf_as_editor=False) as told:
            told.register_xml_namespace(PDFX, "pdfxid")
            told["pdfxid:GTS_PDFXVersion"] = "PDF/X-4"
            told["pdf:Trapped"] = "False"
            told["xmpMM:RenditionClass"], told["xmpMM:VersionID"] = "default", "1"
        pdf.docinfo["/Trapped"] = Name("/False")
        pdf.docinfo["/GTS_PDFXVersion"] = String("PDF/X-4")
        pdf.save(target, force_version="1.6", deterministic_id=True)
    return target.getvalue()


def _intend(pdf: pikepdf.Pdf, press: Press) -> None:
    """Say for which printing condition the colours are meant; a name counts as registered only when it was given."""
    profile = Stream(pdf, press.profile, N=4)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=String(press.condition or "Custom"),
        Info=String(press.described),
        DestOutputProfile=pdf.make_indirect(profile),
    )
    if press.condition:
        intent.RegistryName = String(REGISTRY)
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


def _mark(pdf: pikepdf.Pdf, page: pikepdf.Page, folds: Sequence[float]) -> None:
    """Give a page its boxes, and lines that show where to cut and, dashed, where to fold."""
    left, low, right, high = (float(one) for one in page.trimbox)
    page.obj.BleedBox = Array([left - BLEED, low - BLEED, right + BLEED, high + BLEED])
    out = BLEED + SLUG
    page.obj.MediaBox = page.obj.CropBox = Array([left - out, low - out, right + out, high + out])
    if "/ArtBox" in page.obj:
        del page.obj["/ArtBox"]
    lines = ["q 1 1 1 1 K 0.25 w"]
    lines += [_line(x, edge, x, edge + way * (FAR - NEAR)) for x in (left, right) for edge, way in _ends(low, high)]
    lines += [_line(edge, y, edge + way * (FAR - NEAR), y) for y in (low, high) for edge, way in _ends(left, right)]
    lines.append("[2 1.5] 0 d")
    places = [left + fold * MM for fold in folds]
    lines += [_line(x, edge, x, edge + way * (FAR - NEAR)) for x in places for edge, way in _ends(low, high)]
    page.contents_add(Stream(pdf, "\n".join([*lines, "Q"]).encode()))


def _ends(first: float, last: float) -> tuple[tuple[float, int], tuple[float, int]]:
    return (first - NEAR, -1), (last + NEAR, 1)


def _line(x: float, y: float, to_x: float, to_y: float) -> str:
    return f"{x:.3f} {y:.3f} m {to_x:.3f} {to_y:.3f} l S"
