"""Gather what a printed item shows: its text as nodes, and around it who speaks, since when, and where to read on."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

import segno

from channels.kinds.arrange.colours import palette
from channels.kinds.arrange.parts import Arranger, Part
from channels.kinds.arrange.words import Words, words
from channels.kinds.letters import Letter, read_letter, shown_fields
from channels.kinds.print.inks import SCREEN, Press
from channels.kinds.print.photos import Photos
from channels.kinds.print.runs import Data, PrintWriter, nodes, run, shown_address
from channels.kinds.public import item_url, site_url
from channels.kinds.read import mapping, sequence, text
from channels.output import Context, Finding
from channels.portable_text import safe_href

PHRASES = Path(__file__).with_name("phrases.toml")
PANEL, HALF, PAGE = (81.0, 80.0), (116.0, 90.0), (165.0, 120.0)
"""The most that a picture may measure on a panel of a leaflet, on one of a folder and on a letter, in mm."""

SAYS = ("contact", "online", "online_hint", "page", "published_by", "date", "our_reference")

FAMILIES = ("Noto Sans", "Open Sans", "DejaVu Sans", "Noto Sans Arabic", "Noto Naskh Arabic", "Noto Sans Hebrew")
LAST = "Libertinus Serif"


def words_of(context: Context, locale: str) -> Words:
    """Return the language of a document."""
    return words(locale, context.settings.get("time_zone"), PHRASES)


def families(context: Context) -> list[str]:
    """Return the fonts to try, in order: the setting `font`, common ones, and one that Typst always has."""
    wished = context.settings.get("font")
    own = [text(one) for one in (sequence(wished) or [wished]) if text(one)]
    return [*own, *(one for one in (*FAMILIES, LAST) if one not in own)]


def font_folders(context: Context) -> tuple[str, ...]:
    """Return the folders with more fonts, from the setting `fonts` (one or several), as far as they exist."""
    wished = context.settings.get("fonts")
    named = [text(one) for one in (sequence(wished) or [wished])]
    return tuple(one for one in named if one and Path(one).is_dir())


def script_findings(context: Context, direction: str) -> list[Finding]:
    """Say that text from the right needs a font: of its letters the typesetter itself has those of a typewriter."""
    if direction != "rtl" or font_folders(context):
        return []
    message = (
        "There is no proper font for this script. Put one, such as Noto Sans Arabic, in a folder and name that:"
        " HUB_FONTS_DIR, or “fonts” in the settings of the channel."
    )
    return [Finding("warning", message, "font")]


def leaflet(item: Mapping[str, Any], context: Context, stamp: str, press: Press | None) -> tuple[Data, Photos]:
    """Return what the leaflet shows; its cover has the title and the summary."""
    return _folded(item, context, stamp, press, PANEL)


def folder(item: Mapping[str, Any], context: Context, stamp: str, press: Press | None) -> tuple[Data, Photos]:
    """Return what the folder shows: the same as the leaflet, with larger pictures."""
    return _folded(item, context, stamp, press, HALF)


def _folded(
    item: Mapping[str, Any], context: Context, stamp: str, press: Press | None, most: tuple[float, float]
) -> tuple[Data, Photos]:
    say, photos = words_of(context, text(item.get("locale"))), _photos(context, most, press)
    fields = shown_fields(item)
    title = text(item.get("title")).strip() or text(item.get("key"))
    lead = [one for one in fields if one.get("key") == "summary" and one.get("kind") == "long_text"]
    arranger = Arranger(say, _writer(context, say, photos), title)
    opening = nodes(facts_first(arranger.arrange_page([*lead, *(one for one in fields if one not in lead)])))
    shown = [one for one in opening if one.get("lead")]
    body = [one for one in opening if not one.get("lead")]
    return {**_frame(item, context, say, title, stamp, press), "lead": shown, "body": body}, photos


def facts_first(parts: Sequence[Part]) -> list[Part]:
    """Return parts with all plain facts as one list behind the lead: below a section they would seem part of it."""
    rows = [row for part in parts if part.kind == "rows" for row in part.content]
    lead = [part for part in parts if part.kind == "lead"]
    rest = [part for part in parts if part.kind not in ("rows", "lead")]
    return [*lead, *([Part("rows", tuple(rows))] if rows else []), *rest]


def letter(item: Mapping[str, Any], context: Context, stamp: str, press: Press | None) -> tuple[Data, Photos]:
    """Return what the letter shows.

    The setting `recipient` gives the lines in the address window; without it gaps stand there, for whoever merges
    addresses. The setting `window` says where the window is, `left` (as usual) or `right`.
    """
    say, photos = words_of(context, text(item.get("locale"))), _photos(context, PAGE, press)
    found: Letter = read_letter(item, say)
    arranger = Arranger(say, _writer(context, say, photos), found.subject)
    recipient = context.settings.get("recipient")
    lines = recipient.splitlines() if isinstance(recipient, str) else [text(one) for one in sequence(recipient)]
    told = [one for one in lines if one.strip()][:7]
    gaps = [say.say(f"window_{part}") for part in ("name", "street", "town")]
    address = text(mapping(context.organisation.contact).get("address"))
    sender = [context.organisation.name or context.title, *(one.strip() for one in address.splitlines())]
    return {
        **_frame(item, context, say, found.subject or text(item.get("key")), stamp, press),
        "body": nodes(arranger.arrange(found.rest)),
        "salutation": found.salutation,
        "closing": found.closing,
        "signatory": list(found.signatory),
        "recipient": told or gaps,
        "sender": ", ".join(one for one in sender if one) if address.strip() else "",
        "window": "right" if context.settings.get("window") == "right" else "left",
        "reference": "-".join(one for one in (text(item.get("key")), text(item.get("version"))) if one),
    }, photos


def _photos(context: Context, most: tuple[float, float], press: Press | None) -> Photos:
    return Photos(context.settings.get("media"), *most, press=press)


def _writer(context: Context, say: Words, photos: Photos) -> PrintWriter:
    return PrintWriter(say, lambda item: item_url(context, item) or None, photos.show)


def _frame(item: Mapping[str, Any], context: Context, say: Words, title: str, stamp: str, press: Press | None) -> Data:
    organisation, url = context.organisation, item_url(context, item)
    name = organisation.name or context.title
    date = say.day(item.get("publishedAt"))
    language, region = _language(say.locale)
    light = palette(organisation.colours).light
    colours: dict[str, Any] = press.colours(light) if press else {**light, **SCREEN}
    colours["name"] = colours["brand" if light["on-brand"] == "#ffffff" else "ink"]
    return {
        "lang": language,
        "region": region,
        "direction": say.direction,
        "title": " ".join(title.split()),
        "name": name,
        "subject": text(mapping(item.get("subject")).get("title")),
        "notice": _notice(item, say),
        "date": date,
        "as_of": say.say("as_of", date=date) if date else "",
        "url": url,
        "shown_url": shown_address(url),
        "site": re.sub(r"^https?://(www\.)?", "", site_url(context)),
        "press": press is not None,
        "qr": "" if not url else qr_runs(url) if press else qr_code(url),
        "qr_alt": say.say("qr_alt", url=url),
        "contact": _contact(mapping(organisation.contact), say),
        "stamp": re.sub(r"[^!-~]", "", stamp),
        "colours": {key.replace("-", "_"): value for key, value in colours.items()},
        "say": {key: say.say(key, name=name) for key in SAYS},
    }


def _contact(contact: Mapping[str, Any], say: Words) -> list[Data]:
    rows = []
    for key, scheme in (("phone", "tel:"), ("email", "mailto:"), ("address", ""), ("url", "")):
        value = text(contact.get(key)).strip()
        link = safe_href(f"{scheme}{value}") if key != "address" else None
        if value:
            rows.append({"label": say.phrases[key], "runs": [run(value, link=link)], "latin": _from_left(value)})
    return rows


def _from_left(value: str) -> bool:
    """Tell whether a text holds nothing that runs from the right, so that its numbers stay in their order."""
    return not any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in value)


def _notice(item: Mapping[str, Any], say: Words) -> str:
    if text(item.get("status")).upper() != "WITHDRAWN":
        return ""
    return " ".join([say.say("withdrawn_print"), text(item.get("notice"))]).strip()


def _language(locale: str) -> tuple[str, str]:
    """Return the language and the region as the typesetter wants them; the region is empty when unknown."""
    parts = locale.replace("_", "-").split("-")
    language = parts[0].lower() if re.fullmatch(r"[A-Za-z]{2,3}", parts[0]) else "und"
    return language, next((part.upper() for part in parts[1:] if re.fullmatch(r"[A-Za-z]{2}", part)), "")


@lru_cache(maxsize=256)
def qr_code(url: str) -> str:
    """Return the QR code of an address as SVG, black on nothing, without a margin."""
    target = io.BytesIO()
    segno.make(url, error="m", micro=False).save(target, kind="svg", border=0, xmldecl=False, nl=False)
    return target.getvalue().decode()


@lru_cache(maxsize=256)
def qr_runs(url: str) -> list[list[tuple[int, int]]]:
    """Return the QR code of an address as what is dark in each row: where that begins, and how wide it is."""
    rows = []
    for row in segno.make(url, error="m", micro=False).matrix:
        place, runs = 0, []
        for dark, same in groupby(row):
            wide = len(list(same))
            runs += [(place, wide)] if dark else []
            place += wide
        rows.append(runs)
    return rows
