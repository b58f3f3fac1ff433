"""The channel kind for screens in halls and windows."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from channels.kinds.arrange.colours import palette
from channels.kinds.arrange.words import words
from channels.kinds.base import API, fingerprint, stamped
from channels.kinds.letters import summary_of
from channels.kinds.print.fit import fit_findings
from channels.kinds.print.photos import LOGO, Photos
from channels.kinds.print.runs import shown_address, well_broken
from channels.kinds.print.sheet import PHRASES, families, font_folders, qr_code, script_findings
from channels.kinds.print.workers import Job, PrintError, Sheet, Workers
from channels.kinds.public import item_url, site_url
from channels.kinds.read import integer, mapping, text
from channels.kinds.signage.facts import DATES, facts
from channels.kinds.signage.png import with_texts
from channels.output import Context, Finding, Output, Payload, Produced
from channels.portable_text import unbroken

PNG = "image/png"
FOLDER = Path(__file__).parent
WIDTH = 1920
PPI = WIDTH / (480 / 25.4)
SECONDS = 12
FAR, NEAR = 26, 20
"""The smallest type in points: 36 pixels for who stands four metres away, and less before hours or dates go."""

HINT = "Shorten the summary."


class Signage:
    """One picture for each item, in 1080p. Its words stand in the file as well (iTXt), with the stamp."""

    key = "signage"
    label: str | Promise = _("Signage (1080p)")
    api = API
    media_type = PNG
    dated = True

    @cached_property
    def queries(self) -> Mapping[str, str]:
        """Return the two queries a screen starts with."""
        return {file.stem: file.read_text(encoding="utf-8") for file in FOLDER.glob("*.graphql")}

    @cached_property
    def template_version(self) -> str:
        """Return the version of everything that shapes a picture."""
        kinds = FOLDER.parent
        return f"signage-{fingerprint(FOLDER, kinds / 'arrange', kinds / 'print')}"

    @cached_property
    def workers(self) -> Workers:
        """Return the typesetter that runs beside this process."""
        return Workers(FOLDER)

    def render_item(self, payload: Payload) -> Sequence[Output]:
        """Return the item's picture; nothing that has ended or was withdrawn belongs on a screen.

        Raises PrintError when it cannot be drawn at all.
        """
        item, context = mapping(payload.data.get("item")), payload.context
        locale, key = text(item.get("locale")), text(item.get("key"))
        if not locale or not key or text(item.get("status")).upper() not in ("LIVE", ""):
            return ()
        data, stamp = sign(item, context), stamped(text(item.get("stamp")), self.template_version)
        photos = Photos(context.settings.get("media"), LOGO, LOGO)
        data["logo"] = photos.logo(context.organisation.logo)
        sheet, left_out = self._draw(data, context, photos.files)
        left_out += photos.findings
        findings = (*script_findings(context, data["direction"]), *left_out, *fit_findings(sheet.marks))
        picture = with_texts(sheet.pdf, {"Title": data["title"], "Description": alt(data), "Stamp": stamp})
        return (Output(f"{locale}/{key}.png", PNG, picture, (stamp,), findings),)

    def render_index(self, payload: Payload, produced: Sequence[Produced]) -> Sequence[Output]:
        """Return the play list: every picture, in order, with the seconds it stays (the setting `seconds`)."""
        seconds = integer(payload.context.settings.get("seconds")) or SECONDS
        pictures = sorted((one for one in produced if one.media_type == PNG), key=lambda one: one.path)
        slides = [
            {"path": one.path, "locale": one.locale, "seconds": seconds, "sha256": one.sha256, "stamp": one.stamp}
            for one in pictures
        ]
        shown = json.dumps({"width": WIDTH, "height": 1080, "slides": slides}, indent=1)
        stamps = tuple(one.stamp for one in pictures)
        return (Output("playlist.json", "application/json", f"{shown}\n".encode(), stamps),)

    def _draw(
        self, data: dict[str, Any], context: Context, pictures: Mapping[str, bytes]
    ) -> tuple[Sheet, list[Finding]]:
        """Return the picture; while it is too full the least useful fact goes, which still stands behind the code."""
        findings: list[Finding] = []
        while True:
            fonts = (families(context), font_folders(context))
            job = Job("sign.typ", data, *fonts, standards=(), pictures=pictures, form="png", ppi=PPI)
            sheet = self.workers.run(job)
            if not sheet.pdf:
                raise PrintError(f"The picture cannot be drawn: {sheet.error}")
            if not any(one.where == "panel text" for one in fit_findings(sheet.marks)):
                return sheet, findings
            if any(row["note"] for row in data["facts"]):
                data["facts"] = [{**row, "note": ""} for row in data["facts"]]
                findings.append(Finding("warning", "The note of opening hours does not fit and was left out.", "text"))
                continue
            if data["facts"] and data["facts"][-1]["use"] > DATES:
                last = data["facts"][-1]
            elif data["least"] > NEAR:
                data["least"] = NEAR
                continue
            elif data["facts"]:
                last = data["facts"][-1]
            else:
                return sheet, findings
            data["facts"] = data["facts"][:-1]
            findings.append(
                Finding("warning", f"“{last['label']}” does not fit on the screen and was left out.", "text")
            )


def sign(item: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Return what a screen shows of an item."""
    say = words(text(item.get("locale")), context.settings, PHRASES)
    url, date = item_url(context, item), say.day(item.get("publishedAt"))
    rows, title = facts(item, say, context.now), " ".join(text(item.get("title")).split()) or text(item.get("key"))
    return {
        "lang": say.locale.partition("-")[0],
        "direction": say.direction,
        "title": title,
        "heading": well_broken(title),
        "name": context.organisation.name or context.title,
        "summary": summary_of(item),
        "facts": [{**asdict(row), "text": unbroken(row.text), "note": unbroken(row.note)} for row in rows],
        "least": FAR,
        "site": re.sub(r"^https?://(www\.)?", "", site_url(context)),
        "shown_url": shown_address(url),
        "qr": qr_code(url) if url else "",
        "as_of": (say.own("as_of", date=date) or date) if date else "",
        "colours": {key.replace("-", "_"): value for key, value in palette(context.organisation.colours).light.items()},
        "hint": HINT,
    }


def alt(data: Mapping[str, Any]) -> str:
    """Return the words of a picture, for who cannot see it and for who checks it."""
    rows = [f"{row['label']}: {row['text']}\n{row['note']}".strip() for row in data["facts"]]
    return "\n".join(one for one in (data["title"], data["summary"], *rows, data["shown_url"]) if one)
