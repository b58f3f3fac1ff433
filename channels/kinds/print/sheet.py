"""Gather what a printed item shows: its text as nodes, and around it who speaks, since when, and where to read on."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

import segno

from channels.kinds.arrange.colours import palette
from channels.kinds.arrange.hours import with_near_hours
from channels.kinds.arrange.parts import Arranger, facts_first
from channels.kinds.arrange.withdrawn import is_withdrawn, withdrawal
from channels.kinds.arrange.words import Words, words
from channels.kinds.letters import Letter, read_letter, shown_fields
from channels.kinds.print.inks import SCREEN, Press
from channels.kinds.print.photos import Photos
from channels.kinds.print.runs import Data, PrintWriter, nodes, run, shown_address, well_broken, without_lone_heading
from channels.kinds.public import item_url, site_url
from channels.kinds.read import mapping, sequence, text
from channels.output import Context, Finding
from channels.portable_text import safe_href

PHRASES = Path(__file__).with_name("phrases.toml")
PANEL, HALF, PAGE = (81.0, 80.0), (116.0, 90.0), (165.0, 120.0)
"""The most that a picture may measure on a panel of a leaflet, on one of a folder and on a letter, in mm."""

SEASON = timedelta(days=92)
"""How far ahead paper tells of days with other hours: so long it may lie about."""

SAYS = (
    *("contact", "addresses", "notes", "published_by", "date", "our_reference"),
    *("outside", "inside", "front", "back", "flap"),
)

FAMILIES = ("Noto Sans", "Open Sans", "DejaVu Sans", "Noto Sans Arabic", "Noto Naskh Arabic", "Noto Sans Hebrew")
LAST = "Libertinus Serif"


def words_of(context: Context, locale: str) -> Words:
    """Return the language of a document."""
    return words(locale, context.settings, PHRASES)


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
    fields = shown_fields(with_near_hours(item, say, context.now, SEASON))
    title = text(item.get("title")).strip() or text(item.get("key"))
    title = say.say("withdrawn_title", title=title) if is_withdrawn(item) else title
    writer = _writer(context, say, photos)
    arranger = Arranger(say, writer, title)
    opening = nodes(facts_first(arranger.arrange_page(fields)))
    shown = [one for one in opening if one.get("lead")]
    body = without_lone_heading([one for one in opening if not one.get("lead")])
    frame = _frame(item, context, say, title, stamp, press)
    logo = photos.logo(context.organisation.logo)
    return {**frame, "lead": shown, "body": [*body, *writer.addresses(say.say("addresses"))], "logo": logo}, photos


def letter(item: Mapping[str, Any], context: Context, stamp: str, press: Press | None) -> tuple[Data, Photos]:
    """Return what the letter shows.

    The setting `recipient` gives the lines in the address window; without it gaps stand there, and for the date, for
    whoever merges addresses. The setting `date` gives the date in words; with a recipient and without it that is the
    day of publication. The setting `window` says where the window is, `left` (as usual) or `right`. The setting
    `reference` is what a customer can quote; without it no reference stands there, since the key of a text says nothing
    to anybody.
    """
    say, photos = words_of(context, text(item.get("locale"))), _photos(context, PAGE, press)
    found: Letter = read_letter(with_near_hours(item, say, context.now, SEASON), say)
    writer = _writer(context, say, photos)
    arranger = Arranger(say, writer, found.subject)
    recipient = context.settings.get("recipient")
    lines = recipient.splitlines() if isinstance(recipient, str) else [text(one) for one in sequence(recipient)]
    told = [one for one in lines if one.strip()][:7]
    gaps = [say.say(f"window_{part}") for part in ("name", "street", "town")]
    address, date = text(mapping(context.organisation.contact).get("address")), say.day(item.get("publishedAt"))
    sender = [context.organisation.name or context.title, *(one.strip() for one in address.splitlines())]
    return {
        **_frame(item, context, say, found.subject or text(item.get("key")), stamp, press),
        "body": nodes(arranger.arrange(found.rest)),
        "salutation": found.salutation,
        "closing": found.closing,
        "signatory": list(found.signatory),
        "recipient": told or gaps,
        "date": text(context.settings.get("date")).strip() or (date if told else say.say("window_date")),
        "sender": ", ".join(one for one in sender if one) if address.strip() else "",
        "window": "right" if context.settings.get("window") == "right" else "left",
        "reference": " ".join(text(context.settings.get("reference")).split()),
        "below": nodes(arranger.arrange(found.below)),
        "addresses": writer.addresses(say.say("addresses")),
        "logo": photos.logo(context.organisation.logo),
    }, photos


def _photos(context: Context, most: tuple[float, float], press: Press | None) -> Photos:
    return Photos(context.settings.get("media"), *most, press=press)


def _writer(context: Context, say: Words, photos: Photos) -> PrintWriter:
    return PrintWriter(say, lambda item: item_url(context, item) or None, photos.show)


def _frame(item: Mapping[str, Any], context: Context, say: Words, title: str, stamp: str, press: Press | None) -> Data:
    organisation, page, site = context.organisation, item_url(context, item), site_url(context)
    url = page or (f"{site}/" if site else "")
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
        "heading": well_broken(" ".join(title.split())),
        "name": name,
        "subject": text(mapping(item.get("subject")).get("title")),
        "notice": withdrawal(item, say, "withdrawn_print"),
        "as_of": say.say("as_of", date=date) if date else "",
        "url": url,
        "has_page": bool(page),
        "shown_url": shown_address(url),
        "site": shown_address(site),
        "press": press is not None,
        "qr": "" if not url else qr_runs(url) if press else qr_code(url),
        "qr_alt": say.say("qr_alt", url=url),
        "contact": _contact({"url": site, **mapping(organisation.contact)}, say),
        "read_on": say.say("online" if page else "online_home"),
        "read_on_hint": say.say("online_hint") if page else "",
        "stamp": re.sub(r"[^!-~]", "", stamp),
        "colours": {key.replace("-", "_"): value for key, value in colours.items()},
        "say": {key: say.say(key, name=name) for key in SAYS},
    }


def _contact(contact: Mapping[str, Any], say: Words) -> list[Data]:
    rows = []
    for key, scheme in (("phone", "tel:"), ("email", "mailto:"), ("address", ""), ("url", "")):
        value = text(contact.get(key)).strip()
        link = safe_href(f"{scheme}{value}") if key != "address" else None
        shown = shown_address(value) if key == "url" else value
        if value:
            rows.append({"label": say.phrases[key], "runs": [run(shown, link=link)], "latin": _from_left(value)})
    return rows


def _from_left(value: str) -> bool:
    """Tell whether a text holds nothing that runs from the right, so that its numbers stay in their order."""
    return not any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in value)


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
