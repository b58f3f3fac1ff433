"""Turn an item into what the templates of a mail show, once as HTML and once as text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from html import escape
from pathlib import Path
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from channels.kinds.arrange.colours import palette
from channels.kinds.arrange.hours import with_near_hours
from channels.kinds.arrange.html import HtmlWriter, lines
from channels.kinds.arrange.html import Picture as WebPicture
from channels.kinds.arrange.parts import Arranger, facts_first
from channels.kinds.arrange.plain import PlainWriter, heading, plain
from channels.kinds.arrange.withdrawn import withdrawal, without_old_text
from channels.kinds.arrange.words import Words, words
from channels.kinds.letters import LETTER, SUBJECT, Letter, cut, read_letter, shown_fields, summary_of
from channels.kinds.public import item_url, logo_asset, site_url
from channels.kinds.read import integer, mapping, text
from channels.output import Context
from channels.portable_text import safe_href

PHRASES = Path(__file__).with_name("phrases.toml")
MAX_PREHEADER = 140
SOON, SEASON = timedelta(days=21), timedelta(days=92)
"""How far ahead a mail and a letter tell of days with other hours: what comes later is for a later mail."""

WIDTH = 600
ROOM = 536
"""The width of a mail and of the text in it, in pixels."""

LOGOS = (".png", ".jpg", ".jpeg", ".gif")
"""Pictures that every mail client shows."""

Values = dict[str, Any]


def words_of(context: Context, locale: str) -> Words:
    """Return the language of a mail."""
    return words(locale, context.settings, PHRASES)


@dataclass(frozen=True)
class _Place:
    context: Context

    def to(self, target: str) -> str:
        return f"{site_url(self.context)}/{target}"

    def to_item(self, item: Mapping[str, Any]) -> str | None:
        return item_url(self.context, item) or None


@dataclass
class MailWriter(HtmlWriter):
    """Writes HTML that is well-formed XML as well, with pictures that stand on the public site."""

    context: Context = field(kw_only=True)

    def small(self, kind: str, value: object) -> SafeString:
        """Return a value that fits in a line; keywords do not belong in a mail."""
        return _xml(super().small(kind, value))

    def paragraphs(self, value: object) -> SafeString:
        """Return a text as paragraphs."""
        return _xml(super().paragraphs(value))

    def prose(self, value: object, above: int) -> SafeString:
        """Return Portable Text as HTML."""
        return _xml(super().prose(value, above))

    def picture(self, value: object) -> WebPicture | None:
        """Return an image in the rendition for mail (no mail client can be trusted with WebP); none without a site."""
        found = mapping(value)
        chosen = mapping(mapping(found.get("renditions")).get("email")) or found
        base = site_url(self.context)
        source = public_source(self.context, text(chosen.get("src")))
        if base and source.startswith("/") and not source.startswith("//"):
            source = f"{base}{source}"
        address = safe_href(source) if source.startswith(("http:", "https:")) else None
        wide, high = integer(chosen.get("width")), integer(chosen.get("height"))
        if not address or not wide or not high:
            return None
        width = min(wide, ROOM)
        alt = "" if found.get("decorative") else text(found.get("alt"))
        return WebPicture(address, alt, width, round(high * width / wide))


def public_source(context: Context, source: str) -> str:
    """Return the address of a picture as readers fetch it: at `media_url` of the channel instead of at the hub."""
    hub, media = text(context.settings.get("hub_url")).rstrip("/"), safe_href(context.settings.get("media_url"))
    if hub and media and media.startswith("http") and source.startswith(f"{hub}/"):
        return f"{media.rstrip('/')}{source.removeprefix(hub)}"
    return source


def draft(item: Mapping[str, Any], context: Context, template: str) -> tuple[Values, str]:
    """Return the values for the template of an item, with the subject among them, and its text part.

    Of what was withdrawn only that is mailed, with why: who reads a mail later does not see a warning first.
    """
    say = words_of(context, text(item.get("locale")))
    notice = withdrawal(item, say, "withdrawn_told")
    told = without_old_text(item, keep=SUBJECT if template == LETTER else "")
    item = with_near_hours(told, say, context.now, SEASON if template == LETTER else SOON)
    letter = read_letter(item, say)
    letter = replace(letter, closing="") if notice else letter
    fields = letter.rest if template == LETTER else shown_fields(item)
    title = letter.subject if template == LETTER else text(item.get("title"))
    title = say.say("withdrawn_title", title=title) if notice and title else title
    page = Arranger(say, MailWriter(say, _Place(context), context=context), title)
    url = item_url(context, item)
    values = {
        **frame(context, say, title, cut(notice or _preview(item, letter, template), MAX_PREHEADER)),
        "kicker": _kicker(item, template, say),
        "parts": facts_first(page.arrange_page(fields)) if template != LETTER else page.arrange(fields),
        "letter": letter,
        "below": page.arrange(letter.below) if template == LETTER else [],
        "url": url,
        "notice": notice,
    }
    return values, _plain(title, letter, fields, values, say, context, is_letter=template == LETTER)


def frame(context: Context, say: Words, title: str, preheader: str) -> Values:
    """Return what every mail has around its content."""
    organisation = context.organisation
    contact = mapping(organisation.contact)
    found = palette(organisation.colours)
    name = organisation.name or context.title
    return {
        "words": say,
        "lang": say.locale,
        "direction": say.direction,
        "logo": _logo(context),
        "start": "right" if say.direction == "rtl" else "left",
        "title": title,
        "subject": title,
        "preheader": preheader,
        "name": name,
        "home": site_url(context),
        "light": {key.replace("-", "_"): value for key, value in found.light.items()},
        "dark": {key.replace("-", "_"): value for key, value in found.dark.items()},
        "why": say.say("why", name=name),
        "contact": [_xml(one) for key in ("address", "phone", "email") if (one := _contact(key, contact))],
        "width": WIDTH,
    }


def _logo(context: Context) -> str:
    """Return the address of the logo on the public site; empty when there is none or mail clients cannot show it."""
    found, site = logo_asset(context.organisation), site_url(context)
    return f"{site}/{found.path}" if found and site and found.path.endswith(LOGOS) else ""


def _contact(key: str, contact: Mapping[str, Any]) -> SafeString:
    value = text(contact.get(key)).strip()
    scheme = {"phone": "tel:", "email": "mailto:"}.get(key)
    address = safe_href(f"{scheme}{value}") if scheme and value else None
    if address:
        return mark_safe(f'<a href="{escape(address)}" dir="auto">{escape(value)}</a>')  # noqa: S308 (escaped here)
    return mark_safe(f'<span dir="auto">{lines(value)}</span>') if value else lines("")  # noqa: S308 (lines escapes)


def _kicker(item: Mapping[str, Any], template: str, say: Words) -> str:
    subject = text(mapping(item.get("subject")).get("title"))
    if subject or template == LETTER:
        return subject
    return say.phrases["newsletter_label" if template == "newsletter" else template]


def _preview(item: Mapping[str, Any], letter: Letter, template: str) -> str:
    """Return the line that mail programs show beside the subject: of a letter how it begins."""
    if template != LETTER:
        return summary_of(item)
    told = (" ".join((text(one.get("text")) or text(one.get("value"))).split()) for one in letter.rest)
    return next((one for one in told if one), "")


def _plain(
    title: str, letter: Letter, fields: Iterable[Any], values: Values, say: Words, context: Context, *, is_letter: bool
) -> str:
    writer = PlainWriter(say, lambda item: item_url(context, item) or None)
    arranger = Arranger(say, writer, title)
    shown = list(fields)
    parts = arranger.arrange(shown) if is_letter else facts_first(arranger.arrange_page(shown))
    above = [letter.salutation] if is_letter else []
    below = [letter.closing, "\n".join(letter.signatory), plain(arranger.arrange(letter.below))] if is_letter else []
    online = f"{say.say('read_online')}: {values['url']}" if values["url"] else ""
    closing = closing_plain(context, say, why=not is_letter)
    blocks = [heading(title, 1), values["notice"], *above, plain(parts), *below, online, closing]
    return "\n\n".join(block for block in blocks if block)


def closing_plain(context: Context, say: Words, *, why: bool = True) -> str:
    """Return what stands below the text part of every mail."""
    contact = mapping(context.organisation.contact)
    name = context.organisation.name or context.title
    known = [text(contact.get(key)).strip() for key in ("address", "phone", "email")]
    return "\n".join(["-- ", name, *(one for one in known if one), "", *([say.say("why", name=name)] if why else [])])


def _xml(html: str) -> SafeString:
    """Return our own HTML as XML; facts keep their direction, but not the attributes that mail clients drop."""
    html = re.sub(r"<(?:data|time)\b[^>]*>", '<span dir="auto">', html)
    return mark_safe(re.sub(r"<(br|hr)>", r"<\1/>", re.sub(r"</(?:data|time)>", "</span>", html)))  # noqa: S308
