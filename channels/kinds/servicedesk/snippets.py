"""What an agent sends along: a line for chat, a whole mail, and a pointer in every other language there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from channels.kinds.arrange.withdrawn import is_withdrawn
from channels.kinds.arrange.words import Words, language_name, words
from channels.kinds.letters import cut, summary_of
from channels.kinds.public import item_url
from channels.kinds.read import mapping, mappings, text
from channels.output import Context

LONGEST = 400
"""Characters of the text itself; who wants more reads on."""


@dataclass(frozen=True)
class Snippet:
    """A text to copy; `key` is the key that copies it, if it has one."""

    label: str
    text: str
    lang: str
    key: str = ""


def snippets(item: Mapping[str, Any], context: Context, say: Words, phrases: Path) -> list[Snippet]:
    """Return what can be sent about an item, its own language first; nothing when there is nothing to say.

    Of what was withdrawn only the reason can be sent.

    The settings `mail_opening` and `mail_closing` give the first and last lines of a mail by language, `send_url` the
    public site as customers reach it, where links on the agents' screens (`web_url`) lead to another place.
    """
    if send_url := context.settings.get("send_url"):
        context = replace(context, settings={**context.settings, "web_url": send_url})
    told = text(item.get("notice")) if is_withdrawn(item) else summary_of(item)
    told, url = cut(told, LONGEST), item_url(context, item)
    if not told:
        return []
    online = f"{say.say('read_online')}: {url}" if url else ""
    name = context.organisation.name or context.title
    opening = _by_language(context, "mail_opening", say.locale) or say.say("mail_opening")
    closing = _by_language(context, "mail_closing", say.locale) or f"{say.say('regards')}\n{name}"
    mail = "\n\n".join(part for part in (opening, told, online, closing) if part)
    chat = "\n".join(part for part in (told, url) if part)
    own = [Snippet(say.say("chat"), chat, say.locale, "c"), Snippet(say.say("mail"), mail, say.locale, "m")]
    return own if is_withdrawn(item) else own + _elsewhere(item, context, say, phrases)


def _elsewhere(item: Mapping[str, Any], context: Context, say: Words, phrases: Path) -> list[Snippet]:
    """Return a pointer to the item in each other language, in that language."""
    found, names = [], context.organisation.locale_names
    for one in mappings(item.get("translations")):
        locale, url = text(one.get("locale")), item_url(context, one)
        if locale and url and locale != say.locale:
            told = words(locale, context.settings, phrases).say("pointer", title=text(one.get("title")), url=url)
            found.append(Snippet(f"{say.say('chat')}: {language_name(locale, names)}", told, locale))
    return found


def _by_language(context: Context, name: str, locale: str) -> str:
    found = mapping(context.settings.get(name))
    return text(found.get(locale) or found.get(locale.partition("-")[0])).strip()
