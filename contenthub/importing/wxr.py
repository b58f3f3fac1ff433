"""WordPress: the export file (WXR). Pages become articles, posts news; text of blocks or of the older editor.

The XML is read with defusedxml, entry by entry, so that a large site needs little memory and a hostile file none.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from contenthub.importing.files import LARGEST_SET, files_in
from contenthub.importing.fit import Page, Shown, fit
from contenthub.importing.identity import key_of, uuid_of
from contenthub.importing.markup import PICTURE, Known, split
from contenthub.importing.media import About
from contenthub.importing.pictures import readable
from contenthub.importing.records import BadFile, ImportedItem, Losses, Reading, Source

MODELS = {"page": "article", "post": "news"}
NOT_THERE = {"trash", "auto-draft", "inherit"}
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
SHORTCODE = re.compile(r"\[(/?)([a-z][\w-]*)((?:\s[^\]]*)?)\]", re.IGNORECASE)
CORE = {"gallery", "caption", "wp_caption", "audio", "video", "playlist", "embed"}
CAPTIONED = re.compile(
    r"\[(?:wp_)?caption\b[^\]]*\](\s*(?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*</a>)?)([^\[]*)\[/(?:wp_)?caption\]",
    re.IGNORECASE,
)
SIZE = re.compile(r"-(?:\d+x\d+|scaled)(?=\.\w+$)")
"""What WordPress puts behind the name of a picture that it made smaller."""
BLOCK = re.compile(r"^\s*</?(p|h[1-6]|ul|ol|li|table|blockquote|div|pre|figure|hr)\b", re.IGNORECASE)


@dataclass
class Entry:
    """One page, post or anything else that WordPress keeps as one."""

    id: str
    type: str
    status: str
    values: dict[str, str]
    tags: list[str] = field(default_factory=list)
    comments: int = 0
    meta: list[str] = field(default_factory=list)
    own: dict[str, str] = field(default_factory=dict)
    """What WordPress itself notes, such as the alternative text of a picture."""

    @property
    def picture(self) -> str:
        """The address of a picture; empty for what is none."""
        address = self.values.get("attachment_url", "") if self.type == "attachment" else ""
        return address if PICTURE.search(address.partition("?")[0]) else ""


@dataclass
class Site:
    """One export."""

    address: str = ""
    language: str = ""
    entries: list[Entry] = field(default_factory=list)


class Links(Known):
    """Links within the site, by their address or as `?p=12`; pictures by the address of their largest size."""

    def source_of(self, src: str) -> str:
        src = super().source_of(src)
        src = self.site + src if src.startswith("/") else src
        largest = SIZE.sub("", src.partition("?")[0])
        return largest if largest in self.media.abouts else src

    def link(self, href: str, title: str) -> str | None:
        parts = split(href)
        if parts and (not parts.hostname or parts.hostname in self.hosts) and parts.path in {"", "/"} and parts.query:
            asked = parse_qs(parts.query)
            for name in ("p", "page_id"):
                if uuid := self.paths.get(f"?{name}={asked.get(name, [''])[0]}"):
                    return f'<a linktype="item" item="{uuid}">'
        return super().link(href, title)


def read(source: Source) -> Reading:
    """Return what an export, or a folder with exports, holds."""
    reading = Reading()
    for file, name in files_in(source.path, ".xml", ".wxr"):
        reading.read += 1
        try:
            read_site(site_in(file), name, source, reading)
        except BadFile as error:
            reading.fail(name, str(error))
    return reading


def site_in(file: Path) -> Site:
    """Return the export in a file. Raises BadFile."""
    if file.is_symlink() or file.stat().st_size > LARGEST_SET:
        raise BadFile(f"Give a file itself, of {LARGEST_SET // 1048576} MB at most.")
    site, is_export = Site(), False
    try:
        for _event, element in iterparse(str(file), events=("end",), forbid_dtd=True):
            name = local(element)
            is_export = is_export or name == "wxr_version"
            if name == "item":
                site.entries.append(entry_of(element))
                element.clear()
            elif name in {"base_blog_url", "language"} and element.text:
                setattr(site, "address" if name == "base_blog_url" else "language", element.text.strip())
    except DefusedXmlException as error:
        raise BadFile("The file declares entities or a document type of its own, which is refused.") from error
    except (ParseError, ValueError, LookupError, OSError) as error:
        raise BadFile(f"This is not XML: {error}.") from error
    if not is_export:
        raise BadFile("This is no export of WordPress: wp:wxr_version is missing.")
    return site


def local(element: Element) -> str:
    """Return a tag without its namespace; the excerpt's own, since text and excerpt are both `encoded`."""
    space, _brace, name = str(element.tag).rpartition("}")
    return f"excerpt_{name}" if "excerpt" in space else name


def entry_of(element: Element) -> Entry:
    values = {local(child): (child.text or "").strip() for child in element if len(child) == 0}
    return Entry(
        id=values.get("post_id", ""),
        type=values.get("post_type", ""),
        status=values.get("status", ""),
        values=values,
        tags=[child.text.strip() for child in element if local(child) == "category" and child.text],
        comments=sum(local(child) == "comment" for child in element),
        meta=[key for key, _value in meta_of(element) if not key.startswith("_")],
        own={key: value for key, value in meta_of(element) if key.startswith("_")},
    )


def meta_of(element: Element) -> Iterator[tuple[str, str]]:
    """Yield the fields that an entry has beside its text; the names of WordPress' own begin with an underscore."""
    for child in element:
        if local(child) == "postmeta":
            found = {local(part): (part.text or "").strip() for part in child}
            if key := found.get("meta_key"):
                yield key, found.get("meta_value", "")


def read_site(site: Site, name: str, source: Source, reading: Reading) -> None:
    texts = [one for one in site.entries if one.type in MODELS and one.status not in NOT_THERE]
    pictures = {one.id: one.picture for one in site.entries if one.picture}
    others = Losses(one.type or "nothing" for one in site.entries if one.type not in MODELS and not one.picture)
    source.media.abouts |= {one.picture: about(one) for one in site.entries if one.picture}
    reading.drop(name, {f"{kind} (no text of its own)": count for kind, count in others.items()})
    ids = {one.id: uuid_of("wxr", site.address, one.id) for one in texts}
    links = links_of(site, texts, ids)
    links.media = source.media
    for one in texts:
        where, dropped = f"{name}: {one.type} {one.id}", Losses()
        try:
            above = pictures.get(one.own.get("_thumbnail_id", ""), "")
            reading.items.append(item_of(one, ids[one.id], where, site, source, links, dropped, above))
        except BadFile as error:
            reading.fail(where, str(error))
        reading.drop(where, dropped)
    for id, address in pictures.items():
        unused = Losses()
        if address not in source.media.used:
            source.media.take(address, unused)
        reading.drop(f"{name}: attachment {id}", unused)


def about(one: Entry) -> About:
    """Return what WordPress knows of a picture."""
    made = one.own.get("_wp_attachment_metadata", "")
    title, attached = readable(one.values.get("title", "")), one.own.get("_wp_attached_file", "")
    return About(
        title=title,
        alt=one.own.get("_wp_attachment_image_alt", ""),
        source=serialised(made, "credit"),
        licence=serialised(made, "copyright"),
        places=tuple(dict.fromkeys(place for place in (SIZE.sub("", attached), attached) if place)),
    )


def serialised(text: str, name: str) -> str:
    """Return the text of a name in what PHP has serialised, without reading the rest of it."""
    match = re.search(rf's:{len(name)}:"{name}";s:\d{{1,6}}:"([^"]*)"', text)
    return " ".join(match[1].split()) if match else ""


def links_of(site: Site, texts: list[Entry], ids: Mapping[str, str]) -> Links:
    paths = {f"?{name}={id}": uuid for id, uuid in ids.items() for name in ("p", "page_id")}
    for one in texts:
        parts = split(one.values.get("link", ""))
        if parts is not None and not parts.query:
            paths[parts.path.rstrip("/") or "/"] = ids[one.id]
    parts = split(site.address)
    hosts = frozenset({parts.hostname}) if parts and parts.hostname else frozenset()
    return Links(paths, site=f"{parts.scheme}://{parts.netloc}" if parts and hosts else "", hosts=hosts)


def item_of(
    one: Entry, uuid: str, where: str, site: Site, source: Source, links: Links, dropped: Losses, above: str = ""
) -> ImportedItem:
    """Return the item of a page or post. Raises BadFile."""
    model = MODELS[one.type]
    if model not in source.specs:
        raise BadFile(f"The content model {model!r} is not published. Load it: manage.py load_models.")
    dropped.update(f"field {key}" for key in one.meta)
    if one.comments:
        dropped["comment"] += one.comments
    values: dict[str, Any] = {"tags": list(dict.fromkeys(one.tags)), "summary": one.values.get("excerpt_encoded", "")}
    if model == "news":
        values["date"] = one.values.get("post_date", "")[:10]
    if above:
        values["image"] = Shown(above)
    title = " ".join(one.values.get("title", "").split()) or f"{one.type} {one.id}"
    page = Page(title, html_of(one.values.get("encoded", ""), dropped), values)
    return ImportedItem(
        file=where,
        uuid=uuid,
        locale=source.locale_of(site.language or source.locale),
        key=key_of(unquote(one.values.get("post_name", "")) or title),
        title=title[:200],
        model=model,
        body=fit(source.specs[model], page, links, dropped),
        live=one.status == "publish" and not one.values.get("post_password"),
    )


def html_of(text: str, dropped: Losses) -> str:
    """Return the HTML of a text: without the marks of blocks, shortcodes gone, paragraphs where lines are empty."""
    of_blocks = "<!-- wp:" in text
    text = COMMENT.sub("", text)
    text = CAPTIONED.sub(r"<figure>\1<figcaption>\2</figcaption></figure>", text)
    closed = {match[2].lower() for match in SHORTCODE.finditer(text) if match[1]}

    def without(match: re.Match[str]) -> str:
        name = match[2].lower()
        if name not in CORE | closed and "=" not in match[3]:
            return match[0]
        if not match[1]:
            dropped[f"[{name}]"] += 1
        return ""

    text = SHORTCODE.sub(without, text)
    return text if of_blocks else paragraphs(text)


def paragraphs(text: str) -> str:
    """Return text of the older editor as HTML: an empty line ends a paragraph, a line is a line."""
    parts = [part.strip() for part in re.split(r"\r?\n\s*\r?\n", text) if part.strip()]
    return "\n".join(part if BLOCK.match(part) else "<p>" + re.sub(r"\r?\n", "<br/>", part) + "</p>" for part in parts)
