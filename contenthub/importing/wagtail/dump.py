"""A dump as a whole: what is a page, in which language, and which fields are its own."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

import orjson

from contenthub.importing import markup
from contenthub.importing.files import LARGEST_SET, files_in, read_json
from contenthub.importing.fit import Page, Shown, fit
from contenthub.importing.identity import key_of, uuid_of
from contenthub.importing.media import About, tag
from contenthub.importing.pictures import readable
from contenthub.importing.records import BadFile, ImportedItem, Losses, Reading, Source
from contenthub.importing.wagtail.stream import HTML, PICTURE, PICTURES, html_of

PAGE = "wagtailcore.page"
LEADS = ("introduction", "intro", "lead", "summary", "search_description")
LONG = 60
"""Characters from which on a plain value is text for a reader, and not a value."""
EMBED = re.compile(r"<embed\b[^>]*/?>", re.IGNORECASE)
PAGE_LINK = re.compile(r"<a\b[^>]*>", re.IGNORECASE)


@dataclass
class Links(markup.Known):
    """Links of Wagtail's editor, by the number of a page; its embeds are links or pictures, or losses."""

    dropped: Losses = field(default_factory=Losses)

    def prepare(self, html: str) -> str:
        return EMBED.sub(self.embed, PAGE_LINK.sub(self.page, html))

    def page(self, match: re.Match[str]) -> str:
        found = markup.attributes_of(match[0])
        if found.get("linktype") == "page":
            return f'<a href="/pages/{escape(found.get("id", ""))}">'
        return match[0] if not found.get("linktype") else "<a>"

    def embed(self, match: re.Match[str]) -> str:
        found = markup.attributes_of(match[0])
        if found.get("embedtype") == "media" and found.get("url"):
            address = escape(found["url"])
            return f'<a href="{address}">{address}</a>'
        if found.get("embedtype") == "image" and found.get("id"):
            return tag(f"{PICTURES}{found['id']}", found.get("alt") or None)
        self.dropped["embed"] += 1
        return ""


def read(source: Source) -> Reading:
    """Return what a dump, or a folder with dumps, holds."""
    reading = Reading()
    for file, name in files_in(source.path, ".json"):
        reading.read += 1
        try:
            read_dump(read_json(file, LARGEST_SET), name, source, reading)
        except BadFile as error:
            reading.fail(name, str(error))
    return reading


def read_dump(raw: Any, name: str, source: Source, reading: Reading) -> None:
    """Read the pages of a dump. Raises BadFile."""
    tables = tables_of(raw)
    pages = {pk: page for pk, page in tables.pop(PAGE).items() if int(page.get("depth") or 0) > 1}
    codes = {pk: str(row.get("language_code")) for pk, row in tables.get("wagtailcore.locale", {}).items()}
    own = own_rows(pages, tables)
    pictures = {name: row for name, row in pictures_of(tables) if name not in source.media.abouts}
    source.media.abouts |= pictures
    lost = {f"{table} (not a page)": len(rows) for table, rows in tables.items() if rows}
    reading.drop(name, lost)
    ids = {f"/pages/{pk}": uuid_of("wagtail", str(page.get("translation_key") or pk)) for pk, page in pages.items()}
    for pk, page in pages.items():
        where, dropped = f"{name}: page {pk}", Losses()
        try:
            locale = source.locale_of(codes.get(str(page.get("locale")), source.locale))
            links = Links(ids, dropped=dropped, media=source.media)
            reading.items.append(item_of(page, own.get(pk, {}), ids[f"/pages/{pk}"], locale, where, source, links))
        except BadFile as error:
            reading.fail(where, str(error))
        reading.drop(where, dropped)
    for number in pictures:
        unused = Losses()
        if number not in source.media.used:
            source.media.take(number, unused)
        reading.drop(f"{name}: {number}", unused)


def pictures_of(tables: dict[str, dict[str, dict[str, Any]]]) -> Iterator[tuple[str, About]]:
    """Yield what the dump knows of each picture, and take their tables out: those with a file, a width and a height."""
    for table, rows in list(tables.items()):
        if not all({"title", "file", "width", "height"} <= row.keys() for row in rows.values()) or not rows:
            continue
        for pk, row in tables.pop(table).items():
            title, alt = readable(str(row["title"])), str(row.get("description") or "")
            yield (
                f"{PICTURES}{pk}",
                About(
                    title=title,
                    alt=alt or title,
                    source=first_of(row, "credit", "attribution", "photographer", "author", "source"),
                    licence=first_of(row, "licence", "license", "copyright", "rights"),
                    places=(str(row["file"]),),
                ),
            )


def first_of(row: Mapping[str, Any], *names: str) -> str:
    """Return the first of these fields that says something."""
    return next((" ".join(row[name].split()) for name in names if isinstance(row.get(name), str) and row[name]), "")


def tables_of(raw: Any) -> dict[str, dict[str, dict[str, Any]]]:
    """Return rows by model and primary key. Raises BadFile when there is no page."""
    rows = [one for one in raw if isinstance(one, dict)] if isinstance(raw, list) else []
    tables: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for one in rows:
        fields = one.get("fields")
        if isinstance(one.get("model"), str) and isinstance(fields, dict):
            tables[one["model"]][str(one.get("pk", len(tables[one["model"]])))] = fields
    if not tables.get(PAGE):
        raise BadFile("This is no dump of a Wagtail site: it holds no wagtailcore.page. Make it with dumpdata.")
    return dict(tables)


def own_rows(
    pages: Mapping[str, Mapping[str, Any]], tables: dict[str, dict[str, dict[str, Any]]]
) -> dict[str, dict[str, Any]]:
    """Return the row of each page in the table of its own type, and take it out of the tables."""
    found = {}
    for pk, page in pages.items():
        type = page.get("content_type")
        table = ".".join(str(part) for part in type) if isinstance(type, list) else ""
        if pk in tables.get(table, {}):
            found[pk] = tables[table].pop(pk)
    return found


def item_of(
    page: Mapping[str, Any],
    own: Mapping[str, Any],
    uuid: str,
    locale: str,
    where: str,
    source: Source,
    links: Links,
) -> ImportedItem:
    """Return the item of a page. Raises BadFile."""
    model = source.model or "article"
    if model not in source.specs:
        raise BadFile(f"The content model {model!r} is not published. Load it: manage.py load_models.")
    if page.get("has_unpublished_changes"):
        links.dropped["changes that were not published"] += 1
    title = " ".join(str(page.get("title") or "").split())[:200] or where
    html, values = parts_of({**own, "search_description": page.get("search_description")}, links.dropped)
    return ImportedItem(
        file=where,
        uuid=uuid,
        locale=locale,
        key=key_of(str(page.get("slug") or title)),
        title=title,
        model=model,
        body=fit(source.specs[model], Page(title, html, values), links, links.dropped),
        live=bool(page.get("live")),
    )


def parts_of(own: Mapping[str, Any], dropped: Losses) -> tuple[str, dict[str, Any]]:
    """Return (HTML, values) of a page's own fields, in their order."""
    html: list[str] = []
    values: dict[str, Any] = {}
    for name, value in own.items():
        if isinstance(value, int) and not isinstance(value, bool) and PICTURE.search(name):
            values[name] = Shown(f"{PICTURES}{value}")
            continue
        stream = stream_of(value)
        if stream is not None:
            html.append(html_of(stream, name, dropped))
        elif isinstance(value, str) and name in LEADS and not HTML.search(value):
            values["summary" if name == "search_description" else "lead"] = value
        elif isinstance(value, str) and (HTML.search(value) or len(value) >= LONG):
            html.append(html_of(value, "text", dropped))
        elif value not in (None, "", [], False):
            dropped[f"{name} (a value that text has no place for)"] += 1
    return "\n".join(html), values


def stream_of(value: Any) -> list[Any] | None:
    """Return the blocks of a StreamField, which a dump holds as JSON in a text."""
    if not isinstance(value, str) or not value.startswith("["):
        return None
    try:
        found = orjson.loads(value)
    except orjson.JSONDecodeError:
        return None
    return found if isinstance(found, list) else None
