"""The channel kind for Markdown."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from channels.kinds.arrange.hours import with_coming_hours
from channels.kinds.arrange.subjects import Entry, shelve
from channels.kinds.arrange.words import language_name, words
from channels.kinds.base import API, fingerprint, stamped
from channels.kinds.markdown.page import llms, page, picture_beside
from channels.kinds.public import item_url
from channels.kinds.read import mapping, nodes, text
from channels.output import Asset, Context, Output, Payload, Produced

MARKDOWN = "text/markdown"
LISTED = "llms.txt"
FOLDER = Path(__file__).parent


class Markdown:
    """One Markdown file for each item, with its pictures, and one list of all of them."""

    key = "markdown"
    label: str | Promise = _("Markdown")
    api = API
    media_type = MARKDOWN
    whole = True
    dated = True

    @cached_property
    def queries(self) -> Mapping[str, str]:
        """Return the two queries a Markdown channel starts with."""
        return {file.stem: file.read_text(encoding="utf-8") for file in FOLDER.glob("*.graphql")}

    @cached_property
    def template_version(self) -> str:
        """Return the version of everything that shapes a file."""
        kinds = FOLDER.parent
        return f"markdown-{fingerprint(FOLDER, kinds / 'arrange', kinds.parent / 'portable_text')}"

    def render_item(self, payload: Payload) -> Sequence[Output]:
        """Return the item's file; of an item that has ended, where to turn instead."""
        item, context = mapping(payload.data.get("item")), payload.context
        locale, key = text(item.get("locale")), text(item.get("key"))
        if not locale or not key:
            return ()
        path, assets = f"{locale}/{key}.md", list[Asset]()
        stamp, say = stamped(text(item.get("stamp")), self.template_version), words(locale, context.settings)
        shown = page(
            with_coming_hours(item, say, context.now),
            say,
            stamp,
            lambda target: _beside(path, target),
            url=item_url(context, item),
            src=lambda image: picture_beside(path, image, assets),
        )
        return (Output(path, MARKDOWN, shown.encode(), (stamp,), assets=tuple(assets)),)

    def render_index(self, payload: Payload, produced: Sequence[Produced]) -> Sequence[Output]:
        """Return the list of all files, by language and subject."""
        context = payload.context
        paths = {(one.uuid, one.locale): one.path for one in produced if one.media_type == MARKDOWN}
        items = [one for one in nodes(payload.data.get("items")) if _identity(one) in paths]
        locales = dict.fromkeys(text(one.get("locale")) for one in items)
        shelves = [(locale, shelf) for locale in locales for shelf in _shelves(context, locale, items, paths)]
        names = context.organisation.locale_names
        listed = llms(
            context.organisation.name or context.title,
            text(mapping(context.settings.get("intro")).get(next(iter(locales), ""))),
            [(language_name(locale, names), shelf) for locale, shelf in shelves],
        )
        return (Output(LISTED, "text/plain", listed.encode()),)


def _shelves(context: Context, locale: str, items: Sequence[Mapping[str, Any]], paths: Mapping[Any, str]) -> Any:
    say = words(locale, context.settings).phrases
    shown = [
        (item, Entry(text(item.get("title")), quote(paths[_identity(item)]), text(item.get("stamp"))))
        for item in items
        if item.get("locale") == locale
    ]
    return shelve(shown, say["other_subject"], say["subjects"])


def _identity(item: Mapping[str, Any]) -> tuple[str, str]:
    return text(item.get("uuid")), text(item.get("locale"))


def _beside(path: str, target: Mapping[str, Any]) -> str | None:
    locale, key = text(target.get("locale")), text(target.get("key"))
    if not locale or not key or target.get("status") == "missing":
        return None
    return quote(posixpath.relpath(f"{locale}/{key}.md", posixpath.dirname(path)))
