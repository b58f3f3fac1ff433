"""The channel kind for web pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from channels.kinds.arrange.colours import tokens
from channels.kinds.arrange.hours import with_coming_hours
from channels.kinds.arrange.subjects import Entry, shelve
from channels.kinds.arrange.words import DEFAULT, language_name, words
from channels.kinds.base import API, INDEX, ITEM, fingerprint, stamped, template_folder
from channels.kinds.filling import Filler
from channels.kinds.markdown.page import llms, picture_beside
from channels.kinds.markdown.page import page as markdown_page
from channels.kinds.public import logo_asset
from channels.kinds.read import mapping, nodes, text
from channels.kinds.web.card import Cards
from channels.kinds.web.frame import Frame, Language, Link, in_order, marked_words, site_name
from channels.kinds.web.home import arrange_home
from channels.kinds.web.icon import icon
from channels.kinds.web.listings import ATOM, FEED, LLMS, MAP, Entries, Items, site_map, words_of
from channels.kinds.web.pages import Drawn, draw_item
from channels.kinds.web.place import (
    FINDER,
    ICON,
    MISSING,
    ROOT,
    SEARCHER,
    STYLE,
    TwinPlace,
    home_path,
    item_path,
    search_path,
    title_of,
    twin_of,
)
from channels.output import Asset, Context, Output, Payload, Produced

PAGE = "text/html"
MARKDOWN = "text/markdown"
READABLE = ("LIVE", "WITHDRAWN", "")


class Web:
    """Static pages: one folder for each locale, one for each item in it."""

    key = "web"
    label: str | Promise = _("Web pages")
    api = API
    media_type = PAGE
    usual, whole = True, True
    dated = True

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or template_folder(self.key)

    @cached_property
    def queries(self) -> Mapping[str, str]:
        """Return the two queries a web channel starts with."""
        return {name: (self.folder / f"{name}.graphql").read_text(encoding="utf-8") for name in (ITEM, INDEX)}

    @cached_property
    def template_version(self) -> str:
        """Return the version of everything that shapes a page."""
        kinds = Path(__file__).parent
        shared = (kinds.parent / "arrange", kinds.parent / "markdown", kinds.parent.parent / "portable_text")
        return f"web-{fingerprint(kinds, *shared, self.folder)}"

    def render_item(self, payload: Payload) -> Sequence[Output]:
        """Return the item's page, or nothing when the query found no item."""
        item = mapping(payload.data.get("item"))
        if not text(item.get("locale")) or not text(item.get("key")):
            return ()
        stamp = stamped(text(item.get("stamp")), self.template_version)
        frame = Frame.of(payload.context, "index.html", text(item.get("locale")))
        item = with_coming_hours(item, frame.words, payload.context.now)
        readable = text(item.get("status")).upper() in READABLE
        card = self._cards.card(item, payload.context, frame.words, frame.place.base) if readable else None
        drawn = draw_item(item, payload.context, stamp, frame.place.absolute(card.path) if card else "")
        path = item_path(text(item.get("locale")), text(item.get("key")))
        twin = self._twin(item, payload.context, path, stamp)
        return (
            Output(path, PAGE, self._html(drawn), (stamp,), assets=drawn.assets, made=(card,) if card else ()),
            twin,
        )

    def render_index(self, payload: Payload, produced: Sequence[Produced]) -> Sequence[Output]:
        """Return home and search pages, the choice of language, the page for missing pages, feeds, lists and style.

        There is a home page for each locale in which something was produced; the context's own locale may be empty.
        """
        context = payload.context
        pages = {(one.uuid, one.locale): one.path for one in produced if one.media_type == PAGE}
        names = context.organisation.locale_names
        used = {context.locale, *(locale for _, locale in pages)} - {""}
        locales = in_order(used or [next(iter(names), DEFAULT)], names)
        homes = {locale: home_path(locale) for locale in locales}
        items = [item for item in nodes(payload.data.get("items")) if _identity(item) in pages]
        css, findings = tokens(context.organisation.colours)
        style = css + (self.folder / "site.css").read_text(encoding="utf-8")
        logo = logo_asset(context.organisation)
        return (
            Output(ROOT, PAGE, self._html(_root(context, homes))),
            Output(MISSING, PAGE, self._html(_missing(context, locales))),
            *(self._home(context, locale, homes, items, pages) for locale in locales),
            *(self._search(context, locale, homes, items, pages) for locale in locales),
            *self._programs(context, locales, items, pages),
            Output(
                SEARCHER, "text/javascript", b"".join((self.folder / one).read_bytes() for one in (FINDER, "search.js"))
            ),
            Output(STYLE, "text/css", style.encode(), findings=findings, assets=(logo,) if logo else ()),
            Output(ICON, "image/svg+xml", icon(context).encode()),
        )

    def _home(
        self,
        context: Context,
        locale: str,
        homes: Mapping[str, str],
        items: Iterable[Mapping[str, Any]],
        pages: Mapping[tuple[str, str], str],
    ) -> Output:
        frame = Frame.of(context, homes[locale], locale)
        site, phrases = site_name(context), frame.words.phrases
        shown = [
            (item, Entry(_called(item, site, phrases), frame.place.to(pages[_identity(item)]), self._stamp(item)))
            for item in items
            if item.get("locale") == locale
        ]
        intro = text(mapping(context.settings.get("intro")).get(locale))
        page = frame.page(
            site,
            frame.thing("CollectionPage", site, intro),
            description=intro,
            intro=intro,
            listed=arrange_home(shown, context, frame.words) if shown else None,
            languages=frame.languages(homes),
            alternates=frame.alternates(homes),
        )
        stamps = tuple(sorted(entry.stamp for _, entry in shown))
        return Output(homes[locale], PAGE, self._html(Drawn("home.html", page, phrases)), stamps)

    def _search(
        self, context: Context, locale: str, homes: Mapping[str, str], items: Items, pages: Mapping[Any, str]
    ) -> Output:
        """Return the page that lists everything, and looks through it where scripts run."""
        frame = Frame.of(context, search_path(locale), locale)
        phrases = frame.words.phrases
        shown = [
            (
                item,
                Entry(title_of(item), frame.place.to(pages[_identity(item)]), self._stamp(item), words_of(item)),
            )
            for item in items
            if item.get("locale") == locale
        ]
        page = frame.page(
            phrases["search"],
            frame.thing("SearchResultsPage", phrases["search"]),
            entries=sorted((entry for _, entry in shown), key=lambda one: (one.title.casefold(), one.href)),
            script=frame.place.to(SEARCHER),
            languages=frame.languages({one: search_path(one) for one in homes}),
        )
        stamps = tuple(sorted(entry.stamp for _, entry in shown))
        return Output(search_path(locale), PAGE, self._html(Drawn("search.html", page, phrases)), stamps)

    def _programs(
        self, context: Context, locales: Sequence[str], items: Items, pages: Mapping[Any, str]
    ) -> list[Output]:
        """Return feeds, site map and `llms.txt`; feeds and map hold full addresses, so they need that of the site."""
        name, base = site_name(context), (context.base_url or context.organisation.base_url).rstrip("/")
        found = [Output(LLMS, "text/plain", self._llms(context, locales, items, pages).encode())]
        if not base:
            return found
        listed = [(home_path(locale).removesuffix("index.html"), "") for locale in locales]
        listed += [(pages[_identity(one)].removesuffix("index.html"), text(one.get("publishedAt"))) for one in items]
        found.append(Output(MAP, "application/xml", site_map(base, listed).encode()))
        for locale in locales:
            entries = Entries.of(context, locale, name, items)
            stamps = tuple(text(one.get("stamp")) for one in entries.items)
            if entries.items:
                found.append(Output(f"{locale}/{ATOM}", "application/atom+xml", entries.atom().encode(), stamps))
                found.append(Output(f"{locale}/{FEED}", "application/feed+json", entries.json().encode(), stamps))
        return found

    def _llms(self, context: Context, locales: Sequence[str], items: Items, pages: Mapping[Any, str]) -> str:
        names, shelves = context.organisation.locale_names, []
        for locale in locales:
            say = words(locale, context.settings).phrases
            mine = [
                (one, Entry(text(one.get("title")), quote(twin_of(pages[_identity(one)])), text(one.get("stamp"))))
                for one in items
                if one.get("locale") == locale
            ]
            found = shelve(mine, say["other_subject"], say["subjects"])
            shelves += [(language_name(locale, names), shelf) for shelf in found]
        intro = text(mapping(context.settings.get("intro")).get(next(iter(locales), "")))
        return llms(site_name(context), intro, shelves)

    def _twin(self, item: Mapping[str, Any], context: Context, path: str, stamp: str) -> Output:
        """Return the page as Markdown, for programs that read."""
        frame, assets = Frame.of(context, path, text(item.get("locale"))), list[Asset]()
        shown = markdown_page(
            item,
            frame.words,
            stamp,
            TwinPlace(path).to_item,
            url=frame.page_url(),
            src=lambda image: picture_beside(path, image, assets),
        )
        return Output(twin_of(path), MARKDOWN, shown.encode(), (stamp,), assets=tuple(assets))

    def _stamp(self, item: Mapping[str, Any]) -> str:
        return stamped(text(item.get("stamp")), self.template_version)

    @cached_property
    def _cards(self) -> Cards:
        return Cards.of(self.folder / "card")

    @cached_property
    def _filler(self) -> Filler:
        return Filler(self.folder)

    def _html(self, drawn: Drawn) -> bytes:
        marked = marked_words(drawn.words, drawn.page["furniture"])
        return self._filler.fill(drawn.template, {"page": drawn.page, "p": marked, "bare": drawn.words}).encode()


def _identity(item: Mapping[str, Any]) -> tuple[str, str]:
    return text(item.get("uuid")), text(item.get("locale"))


def _called(item: Mapping[str, Any], site: str, phrases: Mapping[str, str]) -> str:
    """Return the title of an item as the home page lists it: the page about who speaks is not named as the page is."""
    title = title_of(item)
    return phrases["about"].format(name=site) if title == site else title


def _root(context: Context, homes: Mapping[str, str]) -> Drawn:
    """Return the page at the root: a choice of language, or straight on when there is one language."""
    names = context.organisation.locale_names
    first = next(iter(homes))
    frame = Frame.of(context, ROOT, first)
    choices = [
        Language(
            locale,
            language_name(locale, names),
            frame.place.to(home),
            direction=words(locale).direction,
        )
        for locale, home in homes.items()
    ]
    page = frame.page(
        site_name(context),
        frame.thing("WebSite", site_name(context)),
        choices=choices,
        alternates=frame.alternates(homes),
        home="index.html",
    )
    return Drawn("root.html", page, frame.words.phrases)


def _missing(context: Context, locales: Sequence[str]) -> Drawn:
    frame = Frame.of(context, MISSING, locales[0], floating=True)
    heading = frame.words.say("missing_title")
    page = frame.page(
        heading,
        frame.thing("WebPage", heading),
        noindex=True,
        text=frame.words.say("missing_text"),
        more=frame.words.say("missing_next"),
        action=Link(frame.words.say("to_home"), frame.place.to(home_path(locales[0]))),
    )
    return Drawn("notice.html", page, frame.words.phrases)
