"""What every page of a site has around its content: head, header, languages, breadcrumb, footer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from channels.kinds.arrange.html import lines
from channels.kinds.arrange.words import Words, language_name, words
from channels.kinds.public import logo_asset
from channels.kinds.read import mapping, text
from channels.kinds.web import jsonld
from channels.kinds.web.place import ICON, STYLE, Place, home_path, search_path
from channels.output import Context, Organisation
from channels.portable_text import safe_href

Page = dict[str, Any]

MAX_TITLE = 70
OPTIONAL = ("noindex", "twin", "stamp", "alternates", "languages", "crumbs", "contents", "parts", "lead", "updated")


@dataclass(frozen=True)
class Link:
    """A link with its text; without `href` it is the page itself."""

    name: str
    href: str = ""


@dataclass(frozen=True)
class Language:
    """A language in which there is something to read."""

    code: str
    name: str
    href: str = ""
    current: bool = False
    direction: str = "ltr"


@dataclass(frozen=True)
class Row:
    """A line of contact details."""

    label: str
    html: SafeString


@dataclass(frozen=True)
class Frame:
    """One page to be: where it stands and in which language."""

    context: Context
    place: Place
    words: Words

    @classmethod
    def of(cls, context: Context, path: str, locale: str, *, floating: bool = False) -> Frame:
        """Return the frame of the page at this path."""
        place = Place(path, context.base_url or context.organisation.base_url, floating)
        return cls(context, place, words(locale, context.settings))

    def page(self, title: str, thing: Mapping[str, Any], *, description: str = "", **more: Any) -> Page:
        """Return what the templates show of a page; `more` adds to it or replaces parts of it."""
        organisation = self.context.organisation
        site = site_name(self.context)
        logo = logo_asset(organisation)
        head = title if title == site or len(title) + len(site) + 3 > MAX_TITLE else f"{title} – {site}"
        plain: Page = dict.fromkeys(OPTIONAL, "")
        return {
            **plain,
            "lang": self.words.locale,
            "direction": self.words.direction,
            "furniture": _speaks(self.words.phrase_language) if self.foreign else "",
            "content": _speaks(self.words.locale) if self.foreign else "",
            "title": title,
            "head_title": head,
            "description": description,
            "site": site,
            "style": self.place.to(STYLE),
            "icon": self.place.to(ICON),
            "logo": self.place.to(logo.path) if logo else "",
            "home": self.place.to(home_path(self.words.locale)),
            "search": self.place.to(search_path(self.words.locale)),
            "atom": self.place.to(f"{self.words.locale}/feed.atom") if self.place.base else "",
            "canonical": "" if self.place.floating else self.place.absolute(),
            "jsonld": jsonld.script(thing),
            "contact": tuple(contact_rows(organisation, self.words)),
            **more,
        }

    @property
    def foreign(self) -> bool:
        """Tell whether what the page itself says is in another language than its content."""
        return not self.words.translated

    def thing(self, kind: str, name: str, description: str = "") -> jsonld.Thing:
        """Return the page in schema.org terms."""
        url = self.page_url()
        return jsonld.page(
            kind, name=name, locale=self.words.locale, site=site_name(self.context), url=url, description=description
        )

    def page_url(self) -> str:
        """Return the full address of the page, when that is known and fixed."""
        return "" if self.place.floating else self.place.absolute()

    def languages(self, paths: Mapping[str, str]) -> tuple[Language, ...]:
        """Return the languages in which this page exists, by locale; nothing when there is but one."""
        names = self.context.organisation.locale_names
        own = self.words.locale
        if set(paths) <= {own}:
            return ()
        return tuple(
            Language(
                locale,
                language_name(locale, names),
                self.place.to(paths[locale]),
                locale == own,
                words(locale).direction,
            )
            for locale in in_order(paths, names)
        )

    def alternates(self, paths: Mapping[str, str]) -> tuple[Language, ...]:
        """Return the full addresses of this page in each language, and the default one, when the base is known."""
        if not self.place.base or len(paths) < 2:
            return ()
        ordered = in_order(paths, self.context.organisation.locale_names)
        found = [Language(locale, "", self.place.absolute(paths[locale])) for locale in ordered]
        return (*found, Language("x-default", "", found[0].href))


def _speaks(locale: str) -> SafeString:
    """Return the attributes that say in which language and direction an element is."""
    return mark_safe(f' lang="{escape(locale)}" dir="{words(locale).direction}"')  # noqa: S308 (escaped here)


def marked_words(phrases: Mapping[str, str], furniture: str) -> Mapping[str, str]:
    """Return phrases as elements in their own language; as they are when the page is in that language."""
    if not furniture:
        return phrases
    return {key: mark_safe(f"<span{furniture}>{escape(said)}</span>") for key, said in phrases.items()}  # noqa: S308


def site_name(context: Context) -> str:
    """Return the name that stands on every page."""
    return context.organisation.name or context.title


def in_order(locales: Iterable[str], names: Mapping[str, str]) -> list[str]:
    """Return the locales in the organisation's order, others behind them by code."""
    rank = {locale: place for place, locale in enumerate(names)}
    return sorted(locales, key=lambda locale: (rank.get(locale, len(rank)), locale))


def contact_rows(organisation: Organisation, words: Words) -> Iterable[Row]:
    """Yield how the organisation can be reached, in a fixed order."""
    contact = mapping(organisation.contact)
    for name, scheme in (("phone", "tel:"), ("email", "mailto:"), ("address", None), ("url", "")):
        value = text(contact.get(name)).strip()
        if not value:
            continue
        address = safe_href(f"{scheme}{value}") if scheme is not None else None
        shown = escape(value.replace(" ", "\u00a0") if scheme == "tel:" else value)
        html = mark_safe(f'<a href="{escape(address)}">{shown}</a>') if address else lines(value)  # noqa: S308
        yield Row(words.phrases[name], html)
