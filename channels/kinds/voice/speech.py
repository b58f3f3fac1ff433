"""Write words so that a synthesiser can read them aloud: escaped, without marks nobody says, addresses in words.

An address is written as people read it ("duinrijk punt nl slash afspraak"), a fact in its spoken form; both stay
readable as text inside `sub`, whose alias is what is heard. A fact of several parts, such as the hours of a week, is
written as it is heard, with a pause between the parts: inside `sub` nothing can pause.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape, unescape
from typing import Any

from babel.dates import format_skeleton

from channels.kinds.arrange.words import Words
from channels.kinds.read import text

ADDRESS = re.compile(
    r"(?:https?://\S+|mailto:\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w@.-])(?:[a-z0-9][a-z0-9-]*\.)+[a-z]{2,}(?:/\S*)?)",
    re.IGNORECASE,
)
UNSAID = re.compile(r"[<>{}\[\]|\\^~*_#`]+")
"""Signs that a synthesiser spells out or takes for markup."""

PART = re.compile(r"\n+|(?<=[;؛.!?])(?<![ap]\.m\.)\s+")
"""Where a spoken fact goes on with its next part; "nine a.m. to five p.m." is one."""

BETWEEN = '<break time="300ms"/>'
ENDS = (".", "!", "?", "…", ":", ";", "؛", "؟")

SIGNS = re.compile(r"[./@_?=&:#~%+-]")
NAMES = {".": "dot", "/": "slash", "@": "at", "-": "dash", "_": "underscore"}


@dataclass(frozen=True)
class Speech:
    """Says things in one language; every method returns SSML."""

    words: Words
    now: datetime

    def say(self, written: str) -> str:
        """Return a text as it is read aloud, addresses in words."""
        parts, place = list[str](), 0
        for found in ADDRESS.finditer(written):
            address = found[0].rstrip(".,;:!?)»”\"'")
            parts += [_plain(written[place : found.start()]), self.instead(address, self.address(address))]
            place = found.start() + len(address)
        return "".join([*parts, _plain(written[place:])])

    def fact(self, value: Mapping[str, Any], followed: bool = False) -> str:
        """Return a fact in its spoken form, without its own full stop when a sign follows."""
        shown, spoken = text(value.get("text")).strip(), text(value.get("spoken")).strip()
        if not spoken or spoken == shown or ADDRESS.search(spoken):
            return self.say(shown)
        parts = PART.split(spoken.removesuffix(".") if followed else spoken)
        return f" {BETWEEN} ".join(map(_plain, parts)) if len(parts) > 1 else self.instead(shown, parts[0])

    def moment(self, value: object) -> str:
        """Return a day with a time of day as it is said, or nothing; this year is not said: 24 december, 8 uur 30."""
        moment, words = self.words.at(value), self.words
        if moment is None or words.phrases["clock_language"] != words.babel.language:
            return ""
        this_year = moment.year == self.now.astimezone(moment.tzinfo).year
        day = format_skeleton("MMMMd", moment, locale=words.babel) if this_year else words.day(value)
        return f"{day}{words.phrases['comma']}{self._clock(moment.hour, moment.minute)}"

    def _clock(self, hour: int, minute: int) -> str:
        morning, _slash, afternoon = self.words.phrases["clock_halves"].partition("/")
        half = morning if hour < 12 else afternoon
        said = "clock_said" if minute else "clock_whole"
        return self.words.say(said, hour=(hour % 12 or 12) if half else hour, minute=f"{minute:02d}", half=half)

    def instead(self, shown: str, heard: str) -> str:
        """Return text that is heard as something else."""
        heard = " ".join(UNSAID.sub(" ", heard).split())
        return f'<sub alias="{escape(heard)}">{escape(shown, quote=False)}</sub>' if heard else ""

    def address(self, address: str) -> str:
        """Return an address in words."""
        bare = re.sub(r"^(https?://)?(www\.)?|^mailto:|/$", "", address, flags=re.IGNORECASE)
        return " ".join(SIGNS.sub(lambda sign: f" {self._sign(sign[0])} ", bare).split())

    def _sign(self, sign: str) -> str:
        return self.words.phrases[NAMES[sign]] if sign in NAMES else " "


def ended(shown: str) -> str:
    """Return SSML with a full stop, unless what is heard ends in a sign already."""
    heard = re.sub(r'<sub alias="([^"]*)">[^<]*</sub>', r"\1", shown)
    return shown if unescape(re.sub(r"<[^>]+>", "", heard)).rstrip().endswith(ENDS) else f"{shown}."


def _plain(written: str) -> str:
    return escape(UNSAID.sub(" ", written), quote=False)
