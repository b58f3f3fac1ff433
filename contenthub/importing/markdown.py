"""Markdown files with front matter: one item a file; the same file name in folders of languages is one item.

`nl/opening.md` and `en/opening.md` are one item in two languages. Front matter may say `title`, `key` (or `slug`),
`locale` (or `lang`), `model` (or `type`) and `draft`; further keys fill the fields of their name. Pictures stand where
their path leads from the file, else from the folder that is imported.
"""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import yaml

from contenthub.importing import markup
from contenthub.importing.files import files_in, read_text
from contenthub.importing.fit import Page, Shown, fit
from contenthub.importing.identity import key_of, uuid_of
from contenthub.importing.markup import text_of
from contenthub.importing.records import BadFile, ImportedItem, Losses, Reading, Source

FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*\r?$\n?", re.DOTALL | re.MULTILINE)
HEADING = re.compile(r"\A\s*#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\r?\n|\Z)")
LONGEST_FRONT = 100_000
OWN = {"title", "key", "slug", "locale", "lang", "language", "model", "type", "draft"}


@dataclass(frozen=True)
class Text:
    """One file: what stands at its head, and its text."""

    name: str
    front: Mapping[str, Any]
    body: str
    path: str
    """Where it stands, without its language and its suffix."""
    locale: str

    def of(self, *names: str) -> str:
        return next((str(self.front[name]).strip() for name in names if self.front.get(name) not in (None, "")), "")


class Links(markup.Known):
    """Links between files: relative to the file they stand in, with or without the suffix."""

    def link(self, href: str, title: str) -> str | None:
        parts = markup.split(href)
        if parts and not parts.scheme and not parts.netloc and parts.path and not parts.path.startswith("/"):
            target = posixpath.normpath(posixpath.join(posixpath.dirname(self.here), unquote(parts.path)))
            href = "/" + target
        if parts and not parts.scheme:
            plain = re.sub(r"(\.(md|markdown|html))?/?$", "", href.partition("#")[0].partition("?")[0])
            if plain.lstrip("/") in self.paths:
                return f'<a linktype="item" item="{self.paths[plain.lstrip("/")]}">'
        return super().link(href, title)


def read(source: Source) -> Reading:
    """Return what a file, or a folder with files, holds. A bad file is listed with its reason; the rest is read."""
    reading = Reading()
    texts = []
    for file, name in files_in(source.path, ".md", ".markdown"):
        reading.read += 1
        try:
            texts.append(read_file(read_text(file), name, source))
        except BadFile as error:
            reading.fail(name, str(error))
    paths = {plain(one.name): uuid_of("markdown", one.path) for one in texts}
    seen: dict[tuple[str, str], str] = {}
    for one in texts:
        mark = (one.path, one.locale)
        if mark in seen:
            reading.duplicates.append({"file": one.name, "same_as": seen[mark]})
            continue
        seen[mark] = one.name
        dropped = Losses()
        try:
            reading.items.append(item_of(one, source, Links(paths, media=source.media, here=one.name), dropped))
        except BadFile as error:
            reading.fail(one.name, str(error))
        reading.drop(one.name, dropped)
    return reading


def read_file(text: str, name: str, source: Source) -> Text:
    """Return a file taken apart. Raises BadFile."""
    front: Any = {}
    if match := FRONT.match(text):
        if len(match[1]) > LONGEST_FRONT:
            raise BadFile("The front matter is too long.")
        front = read_front(match[1])
        text = text[match.end() :]
    parts = plain(name).split("/")
    place = next((at for at, part in enumerate(parts[:-1]) if part.lower() in source.locales), None)
    folder = parts[place] if place is not None else ""
    kept = [part for at, part in enumerate(parts) if at != place]
    given = str(front.get("locale") or front.get("lang") or front.get("language") or folder or source.locale)
    return Text(name, front, text, "/".join(kept), source.locale_of(given))


def read_front(text: str) -> dict[str, Any]:
    """Return front matter. Raises BadFile; aliases are refused, since a few lines of them become gigabytes.

    Blanks at the end of a line are let pass, as the makers of static sites do.
    """
    text = "\n".join(line.rstrip() for line in text.splitlines())
    try:
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text, Loader=yaml.SafeLoader)):
            raise BadFile("The front matter uses YAML aliases (*name). Write the values out.")
        found = yaml.safe_load(text) or {}
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        where = getattr(error, "problem_mark", None)
        line = f" (line {where.line + 2})" if where is not None else ""
        raise BadFile(f"The front matter is not YAML{line}: {getattr(error, 'problem', None) or error}.") from error
    if not isinstance(found, dict):
        raise BadFile("The front matter must be names with values.")
    return {str(name): value for name, value in found.items()}


def plain(name: str) -> str:
    return posixpath.splitext(name)[0]


def pictured(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return front matter with its pictures: `image: photo.jpg`, what it shows in `image_alt`, or both in one."""
    found = dict(values)
    for name, value in values.items():
        said: Any = values.get(f"{name}_alt")
        if isinstance(value, dict):
            said = value.get("alt", said)
            value = next((value[key] for key in ("src", "url", "path", "image") if key in value), None)
        if isinstance(value, str) and markup.PICTURE.search(value.strip()):
            found[name] = Shown(value.strip(), None if said is None else str(said))
            found.pop(f"{name}_alt", None)
    return found


def item_of(text: Text, source: Source, links: Links, dropped: Losses) -> ImportedItem:
    """Return the item of a file. Raises BadFile."""
    stem = text.path.rsplit("/", 1)[-1]
    title, body = text.of("title"), text.body
    if not title and (match := HEADING.match(body)):
        title, body = text_of(markup.markdown(match[1])), body[match.end() :]
    model = text.of("model", "type") or source.model or "article"
    if model not in source.specs:
        models = ", ".join(sorted(source.specs)) or "none"
        raise BadFile(f"There is no content model {model!r}. Name one with --model: {models}.")
    values = pictured({name: value for name, value in text.front.items() if name not in OWN})
    page = Page(title or stem.replace("-", " "), markup.markdown(body), values)
    return ImportedItem(
        file=text.name,
        uuid=uuid_of("markdown", text.path),
        locale=text.locale,
        key=key_of(text.of("key", "slug") or stem),
        title=" ".join(page.title.split())[:200],
        model=model,
        body=fit(source.specs[model], page, links, dropped),
        live=text.of("draft").lower() != "true",
    )
