"""The channel kind for voice."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from channels.kinds.arrange.parts import Arranger
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
LONG = 6000
"""Characters of speech that take about seven minutes: nobody listens longer."""


class Voice:
    """One SSML document for each item. The stamp is a `mark`, which a synthesiser passes on and does not say."""

    key = "voice"
    label: str | Promise = _("Voice (SSML)")
    api = API
    media_type = SSML
    whole = True

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
        """Return the item's speech; an item that is gone, expired or replaced has none."""
        item, context = mapping(payload.data.get("item")), payload.context
        locale, key = text(item.get("locale")), text(item.get("key"))
        if not locale or not key or text(item.get("status")).upper() not in READABLE:
            return ()
        say = words(locale, context.settings.get("time_zone"), FOLDER / "phrases.toml")
        speech, title = Speech(say), text(item.get("title"))
        notice = f"{say.say('withdrawn')} {text(item.get('notice'))}" if item.get("status") == "WITHDRAWN" else ""
        body = spoken(Arranger(say, VoiceWriter(speech), title).arrange_page(_told(item)), speech)
        stamp = stamped(text(item.get("stamp")), self.template_version)
        told = f"{heading(speech.say(title))}{paragraph(speech.say(notice))}{body}"
        path = f"{locale}/{key}.ssml"
        return (Output(path, SSML, _document(locale, stamp, told), (stamp,), tuple(_findings(told, path))),)

    def render_index(self, payload: Payload, produced: Sequence[Produced]) -> Sequence[Output]:
        """Return nothing: whoever answers the phone asks for one item."""
        return ()


def _told(item: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the fields with the summary first, for who listens to no more, and without lists of what else there is."""
    fields = [one for one in shown_fields(item) if one.get("kind") != "reference"]
    first = [one for one in fields if one.get("key") == "summary" and one.get("kind") == "long_text"]
    return [*first, *(one for one in fields if one not in first)]


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
