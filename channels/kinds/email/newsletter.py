"""The newsletter of a locale: what is different now, then the news, each with a few words and the way to the rest.

A notice stands in it until it is over, the gravest first, with its period; news stands in the order of its own date.
Where there is neither, the items that came out last stand there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from babel.dates import format_interval

from channels.kinds.arrange.hours import day_of
from channels.kinds.arrange.plain import heading
from channels.kinds.arrange.words import Words
from channels.kinds.email.draft import MAX_PREHEADER, Values, closing_plain, frame, words_of
from channels.kinds.email.message import moment
from channels.kinds.letters import cut, summary_of
from channels.kinds.public import item_url
from channels.kinds.read import mapping, mappings, text
from channels.kinds.usual import DAY, NEWS, NOTICES
from channels.output import Context

LISTED = 5
MAX_TEASER = 220
BEGIN, END, SEVERITY = "starts_at", "ends_at", "severity"
GRAVE = ("warning", "hindrance")
"""How grave a notice is, the gravest first; others come behind these."""

WHOLE_DAY = timedelta(days=1)


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
            _when(item, say),
            text(mapping(item.get("subject")).get("title")),
        )

    @property
    def above(self) -> str:
        """Return the line above the title."""
        return " · ".join(one for one in (self.subject, self.date) if one)


def newest(items: Iterable[Mapping[str, Any]], locale: str, count: int, now: datetime) -> list[Mapping[str, Any]]:
    """Return what a newsletter of a locale tells, in the order in which it matters."""
    mine = [item for item in items if item.get("locale") == locale]
    mine.sort(key=lambda item: (text(item.get("title")).casefold(), text(item.get("uuid"))))
    mine.sort(key=_came_out, reverse=True)
    notices = [one for one in mine if one.get("model") in NOTICES and not _is_over(one, now)]
    notices.sort(key=lambda one: (_gravity(one), moment(_value(one, BEGIN))))
    news = [one for one in mine if one.get("model") in NEWS]
    rest = [one for one in mine if one.get("model") not in (*NOTICES, *NEWS)]
    return ([*notices, *news] or rest)[:count]


def _came_out(item: Mapping[str, Any]) -> datetime:
    """Return the day of news as it says itself, or when an item first came out."""
    own = _value(item, DAY) if item.get("model") in NEWS else ""
    return moment(own or item.get("firstPublishedAt") or item.get("publishedAt"))


def _is_over(item: Mapping[str, Any], now: datetime) -> bool:
    end = _value(item, END)
    return bool(end) and moment(end) + (WHOLE_DAY if len(end) == len("2026-01-01") else timedelta()) < now


def _gravity(item: Mapping[str, Any]) -> int:
    told = _value(item, SEVERITY)
    return GRAVE.index(told) if told in GRAVE else len(GRAVE)


def _when(item: Mapping[str, Any], say: Words) -> str:
    """Return the period of a notice, or the day of anything else, in words."""
    zone = say.time_zone or UTC
    begin, end = day_of(_value(item, BEGIN), zone), day_of(_value(item, END), zone)
    if begin and end and begin < end:
        return format_interval(begin, end, "yMMMMd", locale=say.babel)
    if begin or end:
        return say.day(_value(item, BEGIN if begin else END))
    return say.day(_value(item, DAY) or item.get("firstPublishedAt") or item.get("publishedAt"))


def _value(item: Mapping[str, Any], key: str) -> str:
    """Return the value of a field as it is stored; empty where the query of the channel did not ask for values."""
    value = next((one.get("value") for one in mappings(item.get("fields")) if one.get("key") == key), "")
    return text(mapping(value).get("value") or value)


def newsletter(context: Context, locale: str, teasers: Sequence[Teaser]) -> tuple[Values, str]:
    """Return the values for the template, and the text part."""
    say = words_of(context, locale)
    name = context.organisation.name or context.title
    title = say.say("newsletter", name=name)
    preheader = cut(" · ".join(one.title for one in teasers), MAX_PREHEADER)
    intro = say.say("newsletter_intro")
    values = {**frame(context, say, title, preheader), "teasers": teasers, "intro": intro}
    told = ["\n".join(line for line in (heading(one.title), one.above, one.words, one.url) if line) for one in teasers]
    return values, "\n\n".join([heading(title, 1), intro, *told, closing_plain(context, say)])
