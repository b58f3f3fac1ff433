"""One item as a Markdown page, and `llms.txt`, the list of pages for programs that read (llmstxt.org)."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import quote

from channels.kinds.arrange.parts import Arranger, facts_first
from channels.kinds.arrange.plain import ToItem
from channels.kinds.arrange.subjects import Shelf
from channels.kinds.arrange.withdrawn import withdrawal
from channels.kinds.arrange.words import Words
from channels.kinds.letters import shown_fields
from channels.kinds.markdown.writer import MarkdownWriter, escaped, heading, inline, link, markdown
from channels.kinds.pictures import sizes
from channels.kinds.read import text
from channels.output import Asset

ENDED = {"GONE": "gone", "EXPIRED": "expired", "REPLACED": "replaced"}


def page(
    item: Mapping[str, Any],
    words: Words,
    stamp: str,
    to_item: ToItem,
    *,
    url: str = "",
    src: Callable[[Mapping[str, Any]], str] = lambda _image: "",
) -> str:
    """Return an item as Markdown, with its title, language, address and stamp above it as YAML.

    Of what was withdrawn only that is told, with why: a program that reads would take the old text for what holds.
    """
    title, status = text(item.get("title")), text(item.get("status")).upper()
    arranger = Arranger(words, MarkdownWriter(words, to_item, src), title)
    body = [markdown(facts_first(arranger.arrange_page(shown_fields(item))))]
    if notice := withdrawal(item, words, "withdrawn_told"):
        body, title = [f"> {inline(notice)}"], words.say("withdrawn_title", title=title)
    if status in ENDED:
        body = [inline(words.say(f"{ENDED[status]}_text", title=title)), escaped(text(item.get("notice")))]
    known = {
        "title": title,
        "status": "" if status == "LIVE" else status.lower(),
        "lang": words.locale,
        "url": url,
        "updated": text(item.get("publishedAt")),
        "stamp": stamp,
    }
    head = "\n".join(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in known.items() if value)
    return "\n\n".join([f"---\n{head}\n---", heading(title, 1), *(one for one in body if one)]) + "\n"


def picture_beside(path: str, image: Mapping[str, Any], assets: list[Asset]) -> str:
    """Return the address of a picture as seen from a file, and add it to `assets`; nothing when it has none."""
    found = sizes(image)
    if not found:
        return ""
    asset = found[-1].asset
    assets += [asset] if asset not in assets else []
    return quote(posixpath.relpath(asset.path, posixpath.dirname(path)))


def llms(name: str, intro: str, shelves: Iterable[tuple[str, Shelf]]) -> str:
    """Return the list of pages: the name, who speaks, and a section with links for each subject of each language."""
    parts = [heading(name, 1), *([f"> {inline(intro)}"] if intro else [])]
    for language, shelf in shelves:
        entries = [*shelf.items, *(entry for child in shelf.children for entry in child.items)]
        listed = "\n".join(f"- {link(inline(entry.title), entry.href)}" for entry in entries)
        parts.append(f"{heading(f'{shelf.title} ({language})', 2)}\n\n{listed}")
    return "\n\n".join(parts) + "\n"
