"""The channel kind for print."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from channels.kinds.arrange.withdrawn import without_old_text
from channels.kinds.base import API, INDEX, ITEM, fingerprint, stamped, template_folder
from channels.kinds.email.message import moment
from channels.kinds.letters import LETTER, SUBJECT, choose_template
from channels.kinds.print.fit import fit_findings
from channels.kinds.print.inks import Press, press_of
from channels.kinds.print.press import Folds, finish
from channels.kinds.print.sheet import families, folder, font_folders, leaflet, letter, script_findings
from channels.kinds.print.workers import Job, PrintError, Sheet, Workers
from channels.kinds.read import mapping, text
from channels.output import Context, Finding, Output, Payload, Produced

PDF = "application/pdf"
LEAFLET, FOLDER = "leaflet", "folder"
TEMPLATES = {LEAFLET: leaflet, FOLDER: folder, LETTER: letter}
WIDE = 297.0
FOLDS = {LEAFLET: ((97.0, 197.0), (100.0, 200.0)), FOLDER: ((148.5,), (148.5,))}
"""Where a sheet (297 mm) is folded: its outer side, its inner side. The flap that is folded in is 3 mm narrower."""

LONG_WORD = re.compile(r"[^\W\d_]{100}")
"""The best lines of all are sought among every place to break; in a word of hundreds of letters that takes seconds."""

USUAL = {"letter": LETTER}
READABLE = ("LIVE", "WITHDRAWN", "")


class Print:
    """One PDF for each item: a leaflet of six panels, a folder of four, or a letter; and one for the press if asked."""

    key = "print"
    label: str | Promise = _("Print (PDF)")
    api = API
    media_type = PDF
    usual, whole = True, True
    dated = True

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or template_folder(self.key)

    @cached_property
    def queries(self) -> Mapping[str, str]:
        """Return the two queries a print channel starts with."""
        return {name: (self.folder / f"{name}.graphql").read_text(encoding="utf-8") for name in (ITEM, INDEX)}

    @cached_property
    def template_version(self) -> str:
        """Return the version of everything that shapes a document."""
        own = Path(__file__).parent
        kinds = own.parent
        return f"print-{fingerprint(own, kinds / 'arrange', kinds.parent / 'portable_text', self.folder)}"

    @cached_property
    def workers(self) -> Workers:
        """Return the typesetter that runs beside this process."""
        return Workers(self.folder)

    def render_item(self, payload: Payload) -> Sequence[Output]:
        """Return the item's PDF, and that for the press when the printer's profile is known and everything fits.

        An item that is gone, expired or replaced has none; of what was withdrawn only that is printed, with why.

        Raises PrintError when it cannot be set at all.
        """
        item, context = mapping(payload.data.get("item")), payload.context
        locale, key = text(item.get("locale")), text(item.get("key"))
        if not locale or not key or text(item.get("status")).upper() not in READABLE:
            return ()
        template, chosen = choose_template(item, context, USUAL, TEMPLATES, LEAFLET)
        item = without_old_text(item, keep=SUBJECT if template == LETTER else "")
        stamp = stamped(text(item.get("stamp")), self.template_version)
        job, found = self._job(template, item, context, stamp, None)
        sheet, findings = self._set(job)
        press, why_not = press_of(context)
        script = script_findings(context, job.data["direction"])
        found = (*chosen, *found, *script, *findings, *fit_findings(sheet.marks), *why_not)
        download = Output(f"{locale}/{key}.pdf", PDF, sheet.pdf, (stamp,), found)
        if press is None or any(one.level == "error" for one in found):
            return (download,)
        job, found = self._job(template, item, context, stamp, press)
        made, more = self._press(job, template, press)
        return download, Output(f"{locale}/{key}.press.pdf", PDF, made, (stamp,), (*found, *more))

    def render_index(self, payload: Payload, produced: Sequence[Produced]) -> Sequence[Output]:
        """Return nothing: a printed document stands alone."""
        return ()

    def _job(
        self, template: str, item: Mapping[str, Any], context: Context, stamp: str, press: Press | None
    ) -> tuple[Job, tuple[Finding, ...]]:
        """Return what is to be set, to read on a screen or for a press, and what is wrong with its pictures."""
        data, photos = TEMPLATES[template](item, context, stamp, press)
        data["line_breaks"] = "simple" if LONG_WORD.search(json.dumps(data, ensure_ascii=False)) else "optimized"
        job = Job(
            template=f"{template}.typ",
            data=data,
            families=families(context),
            fonts=font_folders(context),
            timestamp=max(0, int(moment(item.get("publishedAt")).timestamp())),
            pictures=photos.files,
        )
        return job, tuple(photos.findings)

    def _press(self, job: Job, template: str, press: Press) -> tuple[bytes, list[Finding]]:
        """Return the same document for a press, which neither wants tags nor can have the marks of PDF/A."""
        sheet = self.workers.run(dataclasses.replace(job, standards=(), tags=False))
        if not sheet.pdf:
            raise PrintError(f"The document cannot be set for the press: {sheet.error}")
        folds: Folds = FOLDS.get(template, ())
        if job.data["direction"] == "rtl":
            folds = tuple(tuple(round(WIDE - fold, 1) for fold in side) for side in folds)
        finished = finish(sheet.pdf, press, folds, turned=template in FOLDS)
        findings = [*fit_findings(sheet.marks), *(Finding("warning", one, "press") for one in sheet.warnings)]
        return finished, findings

    def _set(self, job: Job) -> tuple[Sheet, list[Finding]]:
        """Return the document as PDF/UA-1 and PDF/A-2a, or without these marks when they cannot be had, and why."""
        sheet = self.workers.run(job)
        findings = []
        if not sheet.pdf:
            findings.append(
                Finding(
                    "error", f"Not accessible and lasting as it should be (PDF/UA-1, PDF/A-2a): {sheet.error}", "pdf"
                )
            )
            sheet = self.workers.run(dataclasses.replace(job, standards=()))
        if not sheet.pdf:
            raise PrintError(f"The document cannot be set: {sheet.error}")
        return sheet, findings + [Finding("warning", warning, "pdf") for warning in sheet.warnings]
