"""The pages of one item: as it lives, as it was withdrawn, and what stays behind when it is gone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from channels.kinds.arrange.parts import Arranger, facts_first
from channels.kinds.arrange.subjects import lineage
from channels.kinds.read import for_readers, mapping, mappings, text
from channels.kinds.web import jsonld
from channels.kinds.web.feedback import ask
from channels.kinds.web.frame import Frame, Link, Page
from channels.kinds.web.picture import PageWriter
from channels.kinds.web.place import home_path, item_path, title_of
from channels.kinds.web.wizard import with_wizards
from channels.output import Asset, Context
from channels.portable_text import to_plain

MAX_DESCRIPTION = 160
ENOUGH_FOR_CONTENTS = 4


@dataclass(frozen=True)
class Drawn:
    """A page ready for its template."""

    template: str
    page: Page
    words: Mapping[str, str]
    assets: tuple[Asset, ...] = ()


def draw_item(item: Mapping[str, Any], context: Context, stamp: str, card: str = "") -> Drawn:
    """Return the page that belongs to the item's status; `card` is the address of its picture for who shares it."""
    frame = Frame.of(context, item_path(text(item.get("locale")), text(item.get("key"))), text(item.get("locale")))
    status = text(item.get("status")).upper()
    if status == "REPLACED" and mapping(item.get("replacedBy")):
        return _replaced(item, frame, stamp)
    if status in ("GONE", "EXPIRED", "REPLACED"):
        return _tombstone(item, frame, stamp, "expired" if status == "EXPIRED" else "gone")
    return _living(item, frame, stamp, card, withdrawn=status == "WITHDRAWN")


def _living(item: Mapping[str, Any], frame: Frame, stamp: str, card: str, *, withdrawn: bool) -> Drawn:
    title, words = title_of(item), frame.words
    writer = PageWriter(words, frame.place)
    parts = facts_first(Arranger(words, writer, title).arrange_page(item.get("fields"), 3 if withdrawn else 2))
    lead = parts[0].content if parts and parts[0].kind == "lead" else ""
    headed = [part for part in parts if part.label]
    description = _description(item)
    paths = _translations(item)
    thing = frame.thing("WebPage", title, description)
    page = frame.page(
        words.say("withdrawn_title", title=title) if withdrawn else title,
        jsonld.item_page(thing, item, _schema_type(item, frame.context)),
        description=description,
        stamp=stamp,
        twin="index.md",
        card=card,
        notice=words.say("withdrawn") if withdrawn else "",
        notice_more=text(item.get("notice")) if withdrawn else "",
        withdrawn=withdrawn,
        lead=lead,
        contents=headed if len(headed) >= ENOUGH_FOR_CONTENTS else (),
        parts=with_wizards(parts[1:] if lead else parts),
        updated=words.date(item.get("publishedAt")),
        crumbs=_crumbs(item, frame, title),
        languages=frame.languages(paths),
        alternates=frame.alternates(paths),
        feedback=None if withdrawn else ask(frame.context, stamp, parts),
    )
    return Drawn("item.html", page, words.phrases, tuple(writer.assets))


def _tombstone(item: Mapping[str, Any], frame: Frame, stamp: str, why: str) -> Drawn:
    words = frame.words
    heading = words.say(f"{why}_title")
    page = frame.page(
        heading,
        frame.thing("WebPage", heading),
        stamp=stamp,
        noindex=True,
        canonical="",
        text=words.say(f"{why}_text", title=title_of(item)),
        more=text(item.get("notice")),
        action=Link(words.say("to_home"), frame.place.to(home_path(words.locale))),
        crumbs=_crumbs(item, frame, title_of(item)),
    )
    return Drawn("notice.html", page, words.phrases)


def _replaced(item: Mapping[str, Any], frame: Frame, stamp: str) -> Drawn:
    words, target = frame.words, mapping(item.get("replacedBy"))
    heading = words.say("replaced_title")
    href = frame.place.to_item(target)
    action = Link(words.say("replaced_link", title=text(target.get("title"))), href or "")
    page = frame.page(
        heading,
        frame.thing("WebPage", heading),
        stamp=stamp,
        noindex=True,
        canonical=frame.place.absolute(item_path(text(target.get("locale")), text(target.get("key")))) if href else "",
        text=words.say("replaced_text", title=title_of(item)),
        more=text(item.get("notice")),
        action=action if href else Link(words.say("to_home"), frame.place.to(home_path(words.locale))),
        crumbs=_crumbs(item, frame, title_of(item)),
    )
    return Drawn("notice.html", page, words.phrases)


def _translations(item: Mapping[str, Any]) -> dict[str, str]:
    paths = {
        text(one.get("locale")): item_path(text(one.get("locale")), text(one.get("key")))
        for one in mappings(item.get("translations"))
        if text(one.get("locale")) and text(one.get("key"))
    }
    return {**paths, text(item.get("locale")): item_path(text(item.get("locale")), text(item.get("key")))}


def _crumbs(item: Mapping[str, Any], frame: Frame, title: str) -> tuple[Link, ...]:
    home = home_path(frame.words.locale)
    above = [Link(subject.title, frame.place.to(home, subject.anchor)) for subject in lineage(item.get("subject"))]
    return (Link(frame.words.say("home"), frame.place.to(home)), *above, Link(title))


def _description(item: Mapping[str, Any]) -> str:
    """Return the first sentences of the item, cut at a word."""
    for one in for_readers(item.get("fields")):
        if one.get("kind") not in ("long_text", "rich_text"):
            continue
        value = one.get("value")
        words = " ".join((text(value) if one.get("kind") == "long_text" else to_plain(value)).split())
        if words:
            return words if len(words) <= MAX_DESCRIPTION else words[:MAX_DESCRIPTION].rpartition(" ")[0] + " …"
    return ""


def _schema_type(item: Mapping[str, Any], context: Context) -> str:
    types = mapping(context.settings.get("schema_types"))
    return text(item.get("schemaType")) or text(types.get(text(item.get("model"))))
