"""The channel kind for voice."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from channels.kinds.arrange.hours import with_near_hours
from channels.kinds.arrange.parts import Arranger
from channels.kinds.arrange.withdrawn import is_withdrawn, withdrawal, without_old_text
from channels.kinds.arrange.words import words
from channels.kinds.base import API, fingerprint, stamped
from channels.kinds.letters import shown_fields
from channels.kinds.read import mapping, text
from channels.kinds.voice.speech import Speech
from channels.kinds.voice.writer import VoiceWriter, heading, paragraph, spoken
from channels.output import Finding, Output, Payload, Produced

SSML = "application/ssml+xml"
FOLDER = Path(__file__).parent
READABLE = ("LIVE", "WITHDRAWN", "")
SOON = timedelta(days=21)
"""How far ahead a listener is told of days with other hours."""

LONG = 6000
"""Characters of speech that take about seven minutes: nobody listens longer."""


class Voice:
    """One SSML document for each item. The stamp is a `mark`, which a synthesiser passes on and does not say."""

    key = "voice"
    label: str | Promise = _("Voice (SSML)")
    api = API
    media_type = SSML
    whole = True
    dated = True

    @cached_property
    def queries(self) -> Mapping[str, str]:
        """Return the query a voice channel starts with."""
        return {file.stem: file.read_text(encoding="utf-8") for file in FOLDER.glob("*.graphql")}

    @cached_property
    def template_version(self) -> str:
        """Return the version of everything that shapes a document."""
        kinds = FOLDER.parent
        return f"voice-{fingerprint(FOLDER, kinds / 'arrange', kinds.parent / 'portable_text')}"

    def render_item(self, payload: Payload) -> Sequence[Output]:
        """Return the item's speech; an item that is gone, expired or replaced has none.

        Of what was withdrawn only that is said, with why: who listens cannot skip the old text.
        """
        item, context = mapping(payload.data.get("item")), payload.context
        locale, key = text(item.get("locale")), text(item.get("key"))
        if not locale or not key or text(item.get("status")).upper() not in READABLE:
            return ()
        say = words(locale, context.settings, FOLDER / "phrases.toml")
        speech, title = Speech(say, context.now), text(item.get("title"))
        named = say.say("withdrawn_title", title=title) if title and is_withdrawn(item) else title
        notice = withdrawal(item, say, "" if title else "withdrawn_told")
        item = with_near_hours(without_old_text(item), say, context.now, SOON)
        body = spoken(Arranger(say, VoiceWriter(speech), title).arrange_page(_told(item)), speech)
        stamp = stamped(text(item.get("stamp")), self.template_version)
        told = f"{heading(speech.say(named))}{paragraph(speech.say(notice))}{body}"
        path = f"{locale}/{key}.ssml"
        return (Output(path, SSML, _document(locale, stamp, told), (stamp,), tuple(_findings(told, path))),)

    def render_index(self, payload: Payload, produced: Sequence[Produced]) -> Sequence[Output]:
        """Return nothing: whoever answers the phone asks for one item."""
        return ()


def _told(item: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the fields in the order of their use to who may listen to no more: when it is comes behind what leads.

    Lists of what else there is are left out, and so is the name of questions and steps: each says which step it is.
    """
    fields = [one for one in shown_fields(item) if one.get("kind") != "reference"]
    when = [one for one in fields if one.get("kind") == "datetime"]
    rest = [one for one in fields if one not in when]
    return [*when, *({**one, "label": ""} if one.get("kind") == "procedure" else one for one in rest)]


def _document(locale: str, stamp: str, told: str) -> bytes:
    mark = re.sub(r"[^!-~]", "", stamp)
    lines = told.replace("</p>", "</p>\n")
    language = locale if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]+)*", locale) else "und"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<speak version="1.1" xmlns="http://www.w3.org/2001/10/synthesis" xml:lang="{language}">\n'
        f'<mark name="{escape(mark)}"/>\n{lines}</speak>\n'
    ).encode()


def _findings(told: str, path: str) -> list[Finding]:
    size = len(re.sub(r"<[^>]+>", "", told))
    if size <= LONG:
        return []
    return [Finding("warning", f"This takes about {size // 850} minutes to say. Make it shorter.", path)]
