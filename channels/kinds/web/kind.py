"""The channel kind for web pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from django.template import Context as Values
from django.template import Engine
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from channels.kinds.arrange.colours import tokens
from channels.kinds.arrange.subjects import Entry, shelve
from channels.kinds.arrange.words import DEFAULT, language_name, words
from channels.kinds.base import API, INDEX, ITEM, fingerprint, stamped, template_folder
from channels.kinds.read import mapping, nodes, text
from channels.kinds.web.frame import Frame, Language, Link, in_order, logo_asset, site_name
from channels.kinds.web.icon import icon
from channels.kinds.web.pages import Drawn, draw_item
from channels.kinds.web.place import ICON, MISSING, ROOT, STYLE, home_path
from channels.output import Context, Output, Payload, Produced

PAGE = "text/html"


class Web:
    """Static pages: one folder for each locale, one for each item in it."""

    key = "web"
    label: str | Promise = _("Web pages")
    api = API
    media_type = PAGE
    usual, whole = True, True

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
        return f"web-{fingerprint(kinds, kinds.parent / 'arrange', kinds.parent.parent / 'portable_text', self.folder)}"

    def render_item(self, payload: Payload) -> Sequence[Output]:
        """Return the item's page, or nothing when the query found no item."""
        item = mapping(payload.data.get("item"))
        if not text(item.get("locale")) or not text(item.get("key")):
            return ()
        stamp = stamped(text(item.get("stamp")), self.template_version)
        drawn = draw_item(item, payload.context, stamp)
        path = f"{text(item.get('locale'))}/{text(item.get('key'))}/index.html"
        return (Output(path, PAGE, self._html(drawn), (stamp,), assets=drawn.assets),)

    def render_index(self, payload: Payload, produced: Sequence[Produced]) -> Sequence[Output]:
        """Return the home pages, the choice of language, the page for missing pages, the style sheet and the icon.

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
        shown = [
            (item, Entry(text(item.get("title")), frame.place.to(pages[_identity(item)]), self._stamp(item)))
            for item in items
            if item.get("locale") == locale
        ]
        phrases = frame.words.phrases
        intro = text(mapping(context.settings.get("intro")).get(locale))
        page = frame.page(
            site_name(context),
            frame.thing("CollectionPage", site_name(context), intro),
            description=intro,
            intro=intro,
            subjects=shelve(shown, phrases["other_subject"], phrases["subjects"]),
            languages=frame.languages(homes),
            alternates=frame.alternates(homes),
        )
        stamps = tuple(sorted(entry.stamp for _, entry in shown))
        return Output(homes[locale], PAGE, self._html(Drawn("home.html", page, phrases)), stamps)

    def _stamp(self, item: Mapping[str, Any]) -> str:
        return stamped(text(item.get("stamp")), self.template_version)

    @cached_property
    def _engine(self) -> Engine:
        return Engine(dirs=[str(self.folder)], autoescape=True, debug=False)

    def _html(self, drawn: Drawn) -> bytes:
        template = self._engine.get_template(drawn.template)
        html = template.render(Values({"page": drawn.page, "p": drawn.words}, use_l10n=False, use_tz=False))
        return html.encode()


def _identity(item: Mapping[str, Any]) -> tuple[str, str]:
    return text(item.get("uuid")), text(item.get("locale"))


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
