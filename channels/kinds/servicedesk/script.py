"""The page of one item at the desk: what to say, the facts at hand, the way through the questions, the rest below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.utils.safestring import SafeString

from channels.kinds.arrange.hours import with_near_hours
from channels.kinds.arrange.html import HtmlWriter, paragraphs
from channels.kinds.arrange.parts import SUMMARY, Arranger, Part, led
from channels.kinds.arrange.subjects import lineage
from channels.kinds.arrange.withdrawn import is_withdrawn
from channels.kinds.arrange.words import Words, words
from channels.kinds.letters import summary_of
from channels.kinds.public import item_url
from channels.kinds.read import for_readers, mapping, mappings, sequence, text
from channels.kinds.servicedesk.snippets import snippets
from channels.kinds.web.feedback import ask
from channels.kinds.web.frame import Frame, Link, Page
from channels.kinds.web.pages import Drawn
from channels.kinds.web.place import Place, home_path, title_of
from channels.output import Context
from channels.portable_text import to_plain

PHRASES = Path(__file__).with_name("phrases.toml")
SCRIPT = "assets/desk.js"
MAX_DEPTH = 8
FIRST = {"address": 0, "opening_hours": 1}
"""Kinds of facts that agents are asked for most."""
SEASON = timedelta(days=92)
"""How far ahead agents are told of days with other hours; the page that the customer sees has all of them."""

GREETING, VERIFICATION, ASK, NEVER, WRAP_UP = "greeting", "verification", "ask", "never_ask", "wrap_up"
"""Fields of a script that agents say or ask aloud, or never ask."""

LEVEL, NOBODY = "level", "none"
"""The field of a verification that says how strict it is, and its value where there is none."""

USUAL = ("solved", "passed_on", "call_back", "unsolved")
ENDINGS = (*USUAL, "answered", "done", "appointment", "referred", "refused", "reported", "urgent")
"""The words of a script for how it ends that the desk says in its own language."""


def item_path(locale: str, key: str) -> str:
    """Return the path of an item's script."""
    return f"{locale}/{key}.html"


@dataclass(frozen=True)
class DeskPlace(Place):
    """The place of a page at the desk, where links to items lead to their scripts."""

    def to_item(self, item: Mapping[str, Any]) -> str | None:
        """Return the address of the script of an item, or None when it has none."""
        locale, key = text(item.get("locale")), text(item.get("key"))
        return self.to(item_path(locale, key)) if locale and key and item.get("status") != "missing" else None


@dataclass(frozen=True)
class Known:
    """A fact as the agent needs it: to read, to say, to copy."""

    label: str
    text: str
    spoken: str


@dataclass(frozen=True)
class Before:
    """What an agent says and asks before anything else, and never asks; all of it is said aloud or stays unasked.

    `hello` is the first word of the greeting where that follows the time of day.
    """

    hello: str = ""
    greeting: str = ""
    ask: tuple[str, ...] = ()
    never_ask: tuple[str, ...] = ()


NOTHING_BEFORE = Before()


@dataclass(frozen=True)
class Wrap:
    """The form that counts how conversations end."""

    action: str
    stamp: str
    channel: str
    endings: tuple[str, ...]


def frame_of(context: Context, path: str, locale: str) -> Frame:
    """Return the frame of a page at the desk; it has no public address."""
    return Frame(context, DeskPlace(path), words(locale, context.settings, PHRASES))


def desk_page(frame: Frame, title: str, **more: Any) -> Page:
    """Return what every page at the desk shows."""
    base = {
        "noindex": True,
        "contact": (),
        "search": "",
        "script": frame.place.to(SCRIPT),
        "desk": frame.words.say("desk"),
    }
    return frame.page(title, frame.thing("WebPage", title), **{**base, **more})


def draw_script(item: Mapping[str, Any], context: Context, stamp: str) -> tuple[Drawn, HtmlWriter]:
    """Return the script of an item that lives or was withdrawn."""
    locale, title = text(item.get("locale")), title_of(item)
    frame = frame_of(context, item_path(locale, text(item.get("key"))), locale)
    say, writer = frame.words, HtmlWriter(frame.words, frame.place)
    item = with_near_hours(item, say, context.now, SEASON)
    unsaid = _unsaid(item.get("fields"), say)
    fields = for_readers(unsaid)
    script, rest = _divide(fields)
    arranger = Arranger(say, writer, title)
    withdrawn = is_withdrawn(item)
    home = home_path(locale)
    scripts = [_ended(part, say) for part in arranger.arrange(script)]
    parts = arranger.arrange(rest, level=3 if withdrawn else 2)
    page = desk_page(
        frame,
        say.say("withdrawn_title", title=title) if withdrawn else title,
        stamp=stamp,
        feedback=ask(context, stamp, [*scripts, *parts]),
        withdrawn=withdrawn,
        notice=say.say("withdrawn_desk") if withdrawn else "",
        notice_more=text(item.get("notice")) if withdrawn else "",
        say=paragraphs(text(item.get("notice"))) if withdrawn else _said(item),
        before=before_speaking(item.get("fields"), context, say),
        zone=text(context.settings.get("time_zone")),
        wrap_up=_own(item.get("fields"), WRAP_UP),
        snippets=snippets(item, context, say, PHRASES),
        seen=_as_seen(context, item),
        wrap=wrap_up(context, stamp, scripts, say),
        facts=facts_of(fields),
        notes=_notes(unsaid, arranger),
        languages=frame.languages(_translations(item)),
        systems=arranger.arrange([_opened(one, 0) for one in unsaid if _for_systems(one)], level=3, prefix="system-"),
        scripts=scripts,
        parts=parts,
        published=say.date(item.get("publishedAt")),
        review=say.date(text(item.get("reviewBy"))[:10]),
        public=item_url(context, item),
        crumbs=(
            Link(say.say("desk"), frame.place.to(home)),
            *(Link(one.title, frame.place.to(home, one.anchor)) for one in lineage(item.get("subject"))),
            Link(title),
        ),
    )
    return Drawn("script.html", page, say.phrases), writer


def _translations(item: Mapping[str, Any]) -> dict[str, str]:
    found = {text(one.get("locale")): text(one.get("key")) for one in [*mappings(item.get("translations")), item]}
    return {locale: item_path(locale, key) for locale, key in found.items() if locale and key}


def before_speaking(fields: object, context: Context, say: Words) -> Before | None:
    """Return what comes before the answer: as the script says, else as the channel does in its settings.

    A script has `greeting`, and `verification` with `ask` and `never_ask`; the settings have `greeting`, `ask` and
    `never_ask`, each by language.
    """
    found = [mapping(context.settings.get(name)) for name in (GREETING, ASK, NEVER)]
    greeting, asked, never = [one.get(say.locale) or one.get(say.locale.partition("-")[0]) for one in found]
    own = {text(one.get("key")): one.get("value") for one in _verification(fields)}
    before = Before(
        *_greeting(_own(fields, GREETING) or text(greeting).strip(), say),
        _lines(own.get(ASK) if own else asked),
        _lines(own.get(NEVER)) or _lines(never),
    )
    return before if before != NOTHING_BEFORE else None


def _greeting(written: str, say: Words) -> tuple[str, str]:
    """Return a greeting as the word that follows the time of day and the rest; the word holds at any time."""
    known = [say.phrases["hello"], *say.phrases["hello_by_time"].split("|")]
    found = next((one for one in known if re.match(rf"{re.escape(one)}\b", written, re.IGNORECASE)), "")
    return (known[0], written[len(found) :]) if found else ("", written)


def _ended(part: Part, say: Words) -> Part:
    """Return a script whose endings are said in the language of the desk."""
    if part.kind != "procedure":
        return part
    return replace(part, content=tuple(replace(one, disposition=_ending(one.disposition, say)) for one in part.content))


def _ending(written: str, say: Words) -> str:
    return say.say(written) if written in ENDINGS else written


def _own(fields: object, key: str) -> str:
    """Return a line of the script that the agent says."""
    return next((text(one.get("value")).strip() for one in mappings(fields) if one.get("key") == key), "")


def _verification(fields: object) -> list[Mapping[str, Any]]:
    groups = [mapping(one.get("value")) for one in mappings(fields) if one.get("key") == VERIFICATION]
    return [member for group in groups for member in mappings(group.get("fields"))]


def _unsaid(fields: object, say: Words) -> list[Mapping[str, Any]]:
    """Return the fields without the lines that stand before the answer or after it already.

    That nobody is verified is a sentence instead of a level.
    """
    rest: list[Mapping[str, Any]] = []
    for one in mappings(fields):
        if one.get("key") == VERIFICATION:
            group = mapping(one.get("value"))
            members = mappings(group.get("fields"))
            kept = [one for one in members if one.get("key") not in (ASK, NEVER) or not _lines(one.get("value"))]
            graded = [one for one in kept if not _is_nobody(one)]
            if graded != kept:
                rest.append({"kind": "long_text", "value": say.say("verify_nobody"), "internal": True})
            rest.append({**one, "value": {**group, "fields": graded}} if members else one)
        elif one.get("key") not in (GREETING, WRAP_UP) or not text(one.get("value")).strip():
            rest.append(one)
    return rest


def _is_nobody(one: Mapping[str, Any]) -> bool:
    return one.get("key") == LEVEL and mapping(one.get("value")).get("value") == NOBODY


def _lines(value: object) -> tuple[str, ...]:
    return tuple(line for one in sequence(value) if (line := text(one).strip()))


def _as_seen(context: Context, item: Mapping[str, Any]) -> str:
    """Return where the hub shows what customers saw of an item; empty when the hub's address is unknown."""
    hub, uuid = text(context.settings.get("hub_url")), text(item.get("uuid"))
    return f"{hub}/admin/as-seen/{quote(uuid)}/{quote(text(item.get('locale')))}/" if hub and uuid else ""


def wrap_up(context: Context, stamp: str, scripts: Sequence[Part], say: Words) -> Wrap | None:
    """Return the ways in which a conversation may end: those of the script, then those of every conversation."""
    hub = text(context.settings.get("hub_url"))
    if not hub or not stamp:
        return None
    own = [node.disposition for part in scripts if part.kind == "procedure" for node in part.content]
    usual = [say.say(name) for name in USUAL]
    return Wrap(f"{hub}/wrap-up", stamp, context.channel, tuple(dict.fromkeys([*filter(None, own), *usual])))


def draw_tombstone(item: Mapping[str, Any], context: Context, stamp: str) -> Drawn:
    """Return the page of an item that is gone, expired or replaced: what to use instead, if there is anything."""
    locale, title = text(item.get("locale")), text(item.get("title"))
    frame = frame_of(context, item_path(locale, text(item.get("key"))), locale)
    say, target = frame.words, mapping(item.get("replacedBy"))
    status = text(item.get("status")).lower()
    href = frame.place.to_item(target) if target else None
    why = "replaced" if status == "replaced" and href else "expired" if status == "expired" else "gone"
    home = frame.place.to(home_path(locale))
    action = Link(say.say("replaced_link", title=text(target.get("title"))), href) if href else None
    page = desk_page(
        frame,
        say.say(f"{why}_title"),
        stamp=stamp,
        text=say.say(f"{why}_text", title=title),
        more=text(item.get("notice")),
        action=action or Link(say.say("all_scripts"), home),
        crumbs=(Link(say.say("desk"), home), Link(title)),
    )
    return Drawn("notice.html", page, say.phrases)


def facts_of(fields: object) -> list[Known]:
    """Return the facts of an item, each once: where it is and when it is open first, then as they are met."""
    found: dict[tuple[str, str], Known] = {}
    for fact in sorted(_facts(fields, 0), key=lambda fact: FIRST.get(text(fact.get("kind")), 2)):
        shown = text(fact.get("text")).strip()
        name = (text(fact.get("fact")) or text(fact.get("label")), shown)
        if shown and name not in found:
            spoken = text(fact.get("spoken")).strip()
            found[name] = Known(text(fact.get("label")) or shown, shown, spoken if spoken != shown else "")
    return list(found.values())


def _facts(value: object, depth: int) -> Iterator[Mapping[str, Any]]:
    """Yield the facts of public fields, in texts, groups, lists and procedures."""
    if depth > MAX_DEPTH * 3:
        return
    if isinstance(value, Mapping):
        if value.get("internal") or value.get("metadata"):
            return
        if value.get("_type") == "fact":
            yield value
            return
        inside = [one for name, one in value.items() if name not in ("inputs", "next")]
    else:
        inside = list(sequence(value))
    for one in inside:
        if isinstance(one, (Mapping, list, tuple)):
            yield from _facts(one, depth + 1)


def _divide(fields: list[Mapping[str, Any]]) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    """Return the procedures, and the other fields without the summary (said above) and the facts (listed above)."""
    script = [one for one in fields if one.get("kind") == "procedure"]
    others = [one for one in fields if one.get("kind") not in ("procedure", "fact", "tags")]
    lead, rest = led(others)
    return script, rest if lead and lead.get("key") == SUMMARY else others


def _said(item: Mapping[str, Any]) -> SafeString:
    """Return what the agent says first: the summary, or the first text with its facts as they are spoken."""
    fields = for_readers(item.get("fields"))
    if any(one.get("key") == SUMMARY and text(one.get("value")) for one in fields):
        return paragraphs(summary_of(item))
    texts = (to_plain(one.get("value"), spoken=True) for one in fields if one.get("kind") == "rich_text")
    first = next((words for words in texts if words), "")
    return paragraphs(first.partition("\n\n")[0])


def _notes(fields: object, arranger: Arranger) -> list[Part]:
    """Return the internal fields, those inside groups and blocks too, arranged as if they were public."""
    return arranger.arrange(list(_internal(fields, 0)), level=3, prefix="note-")


def _for_systems(one: Mapping[str, Any]) -> bool:
    """Tell whether a field is for systems, and not for colleagues alone as well."""
    return bool(one.get("metadata")) and not one.get("internal")


def _internal(fields: object, depth: int) -> Iterator[dict[str, Any]]:
    if depth > MAX_DEPTH:
        return
    for one in mappings(fields):
        if one.get("internal"):
            yield _opened(one, depth)
            continue
        value = one.get("value")
        for inside in mappings([value]) or mappings(value):
            yield from _internal(inside.get("fields"), depth + 1)


def _opened(one: Mapping[str, Any], depth: int) -> dict[str, Any]:
    """Return a field for colleagues or systems with itself and all its members shown, for the box that says so."""
    value = one.get("value")
    if depth <= MAX_DEPTH and isinstance(value, Mapping) and "fields" in value:
        value = {**value, "fields": [_opened(member, depth + 1) for member in mappings(value.get("fields"))]}
    elif depth <= MAX_DEPTH and isinstance(value, list) and any("fields" in member for member in mappings(value)):
        opened = [[_opened(inner, depth + 1) for inner in mappings(member.get("fields"))] for member in mappings(value)]
        value = [{**member, "fields": inner} for member, inner in zip(mappings(value), opened, strict=True)]
    return {**one, "internal": False, "metadata": False, "value": value}
