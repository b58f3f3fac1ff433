"""The newsletter of a locale: the newest items, each with a few words and the way to the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from channels.kinds.arrange.plain import heading
from channels.kinds.arrange.words import Words
from channels.kinds.email.draft import MAX_PREHEADER, Values, closing_plain, frame, words_of
from channels.kinds.email.message import moment
from channels.kinds.letters import cut, summary_of
from channels.kinds.public import item_url
from channels.kinds.read import mapping, text
from channels.output import Context

LISTED = 5
MAX_TEASER = 220
DATED = ("news", "notice")
"""Content models of what is told once, where other items stand for years."""


@dataclass(frozen=True)
class Teaser:
    """One item in a newsletter."""

    title: str
    words: str
    url: str
    date: str
    subject: str

    @classmethod
    def of(cls, item: Mapping[str, Any], context: Context, say: Words) -> Teaser:
        """Return the teaser of an item."""
        return cls(
            text(item.get("title")),
            cut(summary_of(item), MAX_TEASER),
            item_url(context, item),
            say.day(item.get("publishedAt")),
            text(mapping(item.get("subject")).get("title")),
        )

    @property
    def above(self) -> str:
        """Return the line above the title."""
        return " · ".join(one for one in (self.subject, self.date) if one)


def newest(items: Iterable[Mapping[str, Any]], locale: str, count: int) -> list[Mapping[str, Any]]:
    """Return the newest items of a locale by first publication, news and notices before the rest."""
    mine = [item for item in items if item.get("locale") == locale]
    mine.sort(key=lambda item: (text(item.get("title")).casefold(), text(item.get("uuid"))))
    mine.sort(key=lambda item: moment(item.get("firstPublishedAt") or item.get("publishedAt")), reverse=True)
    mine.sort(key=lambda item: item.get("model") not in DATED)
    return mine[:count]


def newsletter(context: Context, locale: str, teasers: Sequence[Teaser]) -> tuple[Values, str, str]:
    """Return the values for the template, the text part, and the subject."""
    say = words_of(context, locale)
    name = context.organisation.name or context.title
    title = say.say("newsletter", name=name)
    preheader = cut(" · ".join(one.title for one in teasers), MAX_PREHEADER)
    intro = say.say("newsletter_intro", name=name)
    values = {**frame(context, say, title, preheader), "teasers": teasers, "intro": intro}
    told = ["\n".join(line for line in (heading(one.title), one.above, one.words, one.url) if line) for one in teasers]
    return values, "\n\n".join([heading(title, 1), intro, *told, closing_plain(context, say)]), title
