"""The picture of a page where its address is shared (OpenGraph): made by the typesetter, once for each content.

Its path holds a hash of what it shows, so it is drawn only where it is missing and may be cached for ever.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from channels.kinds.arrange.colours import palette
from channels.kinds.arrange.words import Words
from channels.kinds.print.sheet import families, font_folders
from channels.kinds.print.workers import Job, PrintError, Workers
from channels.kinds.read import mapping, text
from channels.output import Context, Made

TEMPLATE = "card.typ"
WIDTH, HEIGHT = 1200, 630
LONGEST = 200
"""Characters of a title that are shown."""


@dataclass
class Cards:
    """Draws cards from a template in a folder."""

    folder: Path
    workers: Workers

    @classmethod
    def of(cls, folder: Path) -> Cards:
        """Return the cards of a folder; the typesetter starts with the first one that is drawn."""
        return cls(folder, Workers(folder))

    def card(self, item: Mapping[str, Any], context: Context, words: Words, site: str) -> Made | None:
        """Return the card of an item; None unless the settings say `"cards": true` and the site's address is known."""
        title = " ".join(text(item.get("title")).split())[:LONGEST]
        if context.settings.get("cards") is not True or not site or not title:
            return None
        light = palette(context.organisation.colours).light
        data = {
            "lang": words.locale.partition("-")[0],
            "direction": words.direction,
            "title": title,
            "name": context.organisation.name or context.title,
            "subject": text(mapping(item.get("subject")).get("title")),
            "site": re.sub(r"^https?://(www\.)?|/$", "", site),
            "colours": {key.replace("-", "_"): value for key, value in light.items()},
        }
        fonts = families(context), font_folders(context)
        shown = json.dumps([data, fonts, (self.folder / TEMPLATE).read_text(encoding="utf-8")], sort_keys=True)
        digest = hashlib.sha256(shown.encode("utf-8", "replace")).hexdigest()[:20]
        job = Job(TEMPLATE, data, *fonts, standards=(), form="png")
        return Made(f"assets/cards/{digest}.png", partial(self._draw, job))

    def _draw(self, job: Job) -> bytes:
        sheet = self.workers.run(job)
        if not sheet.pdf:
            raise PrintError(f"The card cannot be drawn: {sheet.error}")
        return sheet.pdf
