"""The channel kind for the service desk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from channels.kinds.arrange.colours import tokens
from channels.kinds.arrange.subjects import Entry, shelve
from channels.kinds.arrange.withdrawn import is_withdrawn
from channels.kinds.arrange.words import DEFAULT, language_name, words
from channels.kinds.base import API, INDEX, ITEM, fingerprint, stamped, template_folder
from channels.kinds.filling import Filler
from channels.kinds.letters import cut
from channels.kinds.public import logo_asset
from channels.kinds.read import mapping, mappings, nodes, text
from channels.kinds.servicedesk.script import SCRIPT, desk_page, draw_script, draw_tombstone, frame_of, item_path
from channels.kinds.web.frame import Language, in_order
from channels.kinds.web.icon import icon
from channels.kinds.web.pages import Drawn
from channels.kinds.web.place import FINDER, ICON, ROOT, STYLE, home_path, title_of
from channels.output import Context, Output, Payload, Produced

PAGE = "text/html"
GONE = ("GONE", "EXPIRED", "REPLACED")
MAX_WORDS = 400
"""Characters of an item that the search looks through, besides its title and subject."""

_RANK = {"tags": 0, "list": 1, "long_text": 2}


class ServiceDesk:
    """Script pages that need no server program: one for each item, and a list to search for each locale."""

    key = "servicedesk"
    label: str | Promise = _("Service desk")
    api = API
    media_type = PAGE
    usual, whole, dated = True, True, True

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or template_folder(self.key)
        self.web = template_folder("web")

    @cached_property
    def queries(self) -> Mapping[str, str]:
        """Return the two queries a desk starts with."""
        return {name: (self.folder / f"{name}.graphql").read_text(encoding="utf-8") for name in (ITEM, INDEX)}

    @cached_property
    def template_version(self) -> str:
        """Return the version of everything that shapes a page; the desk borrows from the web."""
        own = Path(__file__).parent
        shared = (own.parent / "arrange", own.parent / "web", own.parent.parent / "portable_text")
        return f"desk-{fingerprint(own, *shared, self.folder, self.web)}"

    def render_item(self, payload: Payload) -> Sequence[Output]:
        """Return the item's script, or nothing when the query found no item."""
        item, context = mapping(payload.data.get("item")), payload.context
        locale, key = text(item.get("locale")), text(item.get("key"))
        if not locale or not key:
            return ()
        stamp = stamped(text(item.get("stamp")), self.template_version)
        path = item_path(locale, key)
        if text(item.get("status")).upper() in GONE:
            return (Output(path, PAGE, self._html(draw_tombstone(item, context, stamp)), (stamp,)),)
        drawn, writer = draw_script(item, context, stamp)
        return (Output(path, PAGE, self._html(drawn), (stamp,), assets=tuple(writer.assets)),)

    def render_index(self, payload: Payload, produced: Sequence[Produced]) -> Sequence[Output]:
        """Return the lists to search, the choice of language, the style sheet, the script and the icon."""
        context = payload.context
        pages = {(one.uuid, one.locale): one.path for one in produced if one.media_type == PAGE}
        names = context.organisation.locale_names
        used = {context.locale, *(locale for _, locale in pages)} - {""}
        locales = in_order(used or [next(iter(names), DEFAULT)], names)
        items = [item for item in nodes(payload.data.get("items")) if _identity(item) in pages]
        css, findings = tokens(context.organisation.colours)
        style = css + "".join((folder / file).read_text(encoding="utf-8") for folder, file in self._styles)
        logo = logo_asset(context.organisation)
        return (
            Output(ROOT, PAGE, self._html(_root(context, locales))),
            *(self._list(context, locale, locales, items, pages) for locale in locales),
            Output(STYLE, "text/css", style.encode(), findings=findings, assets=(logo,) if logo else ()),
            Output(
                SCRIPT, "text/javascript", (self.web / FINDER).read_bytes() + (self.folder / "desk.js").read_bytes()
            ),
            Output(ICON, "image/svg+xml", icon(context).encode()),
        )

    @property
    def _styles(self) -> Iterable[tuple[Path, str]]:
        return (self.web, "site.css"), (self.folder, "desk.css")

    def _list(
        self,
        context: Context,
        locale: str,
        locales: Sequence[str],
        items: Iterable[Mapping[str, Any]],
        pages: Mapping[tuple[str, str], str],
    ) -> Output:
        frame = frame_of(context, home_path(locale), locale)
        shown = [
            (item, self._entry(item, frame.place.to(pages[_identity(item)])))
            for item in items
            if item.get("locale") == locale
        ]
        say = frame.words
        page = desk_page(
            frame,
            say.say("desk"),
            subjects=shelve(shown, say.say("other_subject"), say.say("all_scripts")),
            languages=frame.languages({one: home_path(one) for one in locales}),
        )
        stamps = tuple(sorted(entry.stamp for _, entry in shown))
        return Output(home_path(locale), PAGE, self._html(Drawn("index.html", page, say.phrases)), stamps)

    def _entry(self, item: Mapping[str, Any], href: str) -> Entry:
        stamp = stamped(text(item.get("stamp")), self.template_version)
        return Entry(title_of(item), href, stamp, _words(item), withdrawn=is_withdrawn(item))

    @cached_property
    def _filler(self) -> Filler:
        return Filler(self.folder, self.web)

    def _html(self, drawn: Drawn) -> bytes:
        return self._filler.fill(drawn.template, {"page": drawn.page, "p": drawn.words}).encode()


def _identity(item: Mapping[str, Any]) -> tuple[str, str]:
    return text(item.get("uuid")), text(item.get("locale"))


def _words(item: Mapping[str, Any]) -> str:
    """Return what the search looks through besides the title: keywords first, then the texts, cut to a length."""
    fields = sorted(mappings(item.get("fields")), key=lambda one: _RANK.get(text(one.get("kind")), len(_RANK)))
    told = " ".join(" ".join(text(one.get("text")).split()) for one in fields if not one.get("internal"))
    subject = text(mapping(item.get("subject")).get("title"))
    return cut(f"{subject} {told}".strip().casefold(), MAX_WORDS)


def _root(context: Context, locales: Sequence[str]) -> Drawn:
    """Return the page at the root: a choice of language, or straight on when there is one language."""
    names = context.organisation.locale_names
    frame = frame_of(context, ROOT, locales[0])
    choices = [
        Language(one, language_name(one, names), frame.place.to(home_path(one)), direction=words(one).direction)
        for one in locales
    ]
    page = desk_page(frame, frame.words.say("desk"), choices=choices, home=ROOT)
    return Drawn("root.html", page, frame.words.phrases)
