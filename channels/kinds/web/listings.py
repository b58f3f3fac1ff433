"""What a site has for programs and for who looks something up: a search page, feeds, a site map and `llms.txt`.

Atom is RFC 4287, JSON Feed version 1.1, the site map sitemaps.org, `llms.txt` as on llmstxt.org.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from channels.kinds.letters import cut, summary_of
from channels.kinds.read import mapping, mappings, text
from channels.kinds.web.home import came_out_at, first_published
from channels.kinds.web.place import item_path
from channels.output import Context

ATOM, FEED, MAP, LLMS = "feed.atom", "feed.json", "sitemap.xml", "llms.txt"
NEWEST = 20
MAX_WORDS = 300
"""Characters of an item that the search looks through, besides its title."""

Items = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Entries:
    """The items of one locale as a feed lists them, the newest first; `base` is the address of the site."""

    base: str
    locale: str
    title: str
    items: Items

    @classmethod
    def of(cls, context: Context, locale: str, title: str, items: Items) -> Entries:
        """Return the newest items of a locale."""
        mine = [one for one in items if one.get("locale") == locale and text(one.get("publishedAt"))]
        dated = [(came_out_at(one, context), one) for one in mine]
        newest = sorted(dated, key=lambda pair: pair[0], reverse=True)[:NEWEST]
        told = [{**one, "firstPublishedAt": at.isoformat()} for at, one in newest]
        return cls((context.base_url or context.organisation.base_url).rstrip("/"), locale, title, told)

    def url(self, item: Mapping[str, Any]) -> str:
        return f"{self.base}/{item_path(self.locale, text(item.get('key'))).removesuffix('index.html')}"

    def updated(self) -> str:
        return max((text(one.get("publishedAt")) for one in self.items), default="")

    def atom(self) -> str:
        """Return the feed as Atom."""
        own = f"{self.base}/{self.locale}/{ATOM}"
        entries = "".join(
            f"<entry><id>urn:uuid:{escape(text(one.get('uuid')))}</id><title>{escape(text(one.get('title')))}</title>"
            f'<link href="{escape(self.url(one))}"/><published>{escape(first_published(one))}</published>'
            f"<updated>{escape(text(one.get('publishedAt')))}</updated><summary>{escape(summary_of(one))}</summary>"
            f'<category term="{escape(text(one.get("stamp")))}" scheme="urn:contenthub:stamp"/></entry>\n'
            for one in self.items
        )
        return (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" '
            f'xml:lang="{escape(self.locale)}">\n<id>{escape(own)}</id><title>{escape(self.title)}</title>'
            f'<link rel="self" href="{escape(own)}"/><link href="{escape(self.base)}/{escape(self.locale)}/"/>'
            f"<updated>{escape(self.updated())}</updated><author><name>{escape(self.title)}</name></author>\n"
            f"{entries}</feed>\n"
        )

    def json(self) -> str:
        """Return the feed as JSON Feed."""
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.title,
            "language": self.locale,
            "home_page_url": f"{self.base}/{self.locale}/",
            "feed_url": f"{self.base}/{self.locale}/{FEED}",
            "items": [
                {
                    "id": f"urn:uuid:{text(one.get('uuid'))}",
                    "url": self.url(one),
                    "title": text(one.get("title")),
                    "content_text": summary_of(one) or text(one.get("title")),
                    "date_published": first_published(one),
                    "date_modified": text(one.get("publishedAt")),
                    "_contenthub": {"stamp": text(one.get("stamp"))},
                }
                for one in self.items
            ],
        }
        return json.dumps(feed, ensure_ascii=False, indent=1) + "\n"


def site_map(base: str, pages: Iterable[tuple[str, str]]) -> str:
    """Return the site map of pages, given as path and moment of change."""
    lines = []
    for path, changed in pages:
        moment = f"<lastmod>{escape(changed)}</lastmod>" if changed else ""
        lines.append(f"<url><loc>{escape(f'{base}/{path}')}</loc>{moment}</url>")
    listed = "\n".join(lines)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{listed}\n</urlset>\n'
    )


def words_of(item: Mapping[str, Any]) -> str:
    """Return what the search looks through besides the title: keywords first, then the texts, cut to a length."""
    fields = sorted(mappings(item.get("fields")), key=lambda one: one.get("kind") != "tags")
    told = " ".join(" ".join(text(one.get("text")).split()) for one in fields if not one.get("internal"))
    subject = text(mapping(item.get("subject")).get("title"))
    return cut(f"{subject} {told}".strip().casefold(), MAX_WORDS)
