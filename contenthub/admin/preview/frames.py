"""From a file of a channel to what a person looks at: a page on a phone and a desktop, a mail by day and night."""

import base64
import io
import json
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from functools import partial
from html import escape
from typing import Any

import pypdfium2
from django.utils.translation import gettext as _

from channels.output import Asset, Output

Fetch = Callable[[Asset], bytes | None]
AtHand = Callable[[], Mapping[str, str]]
"""How addresses begin that readers fetch from elsewhere -> where the hub has the same."""

MAIL, PDF, JSON, HTML = "message/rfc822", "application/pdf", "application/json", "text/html"
PNG = "image/png"
PAGES = 3
"""Sheets of a PDF that are shown."""
SHEET_WIDTH = 620
LONGEST = 60_000
"""Characters of a text file that are shown."""

STYLESHEET = re.compile(r'<link rel="stylesheet" href="([^"]+)">')
SCRIPT = re.compile(r"<script src=[^>]*></script>")
ICON = re.compile(r'<link rel="icon"[^>]*>')
SRCSET = re.compile(r'\s(?:srcset|sizes)="[^"]*"')
DARK = re.compile(r"@media\s*\(prefers-color-scheme:\s*dark\)")


@dataclass(frozen=True)
class Screen:
    """What a page is shown on: its size in CSS pixels, and how far it is scaled down."""

    label: str
    width: int
    height: int
    scale: float

    @property
    def most(self) -> int:
        """How wide the picture is at most, in CSS pixels; in a narrow panel it is smaller."""
        return round(self.width * self.scale)


@dataclass(frozen=True)
class Frame:
    """One picture in the preview: a document on a screen, an image, or text."""

    label: str
    screen: Screen | None = None
    document: str = ""
    image: str = ""
    text: str = ""
    dark: bool = False


@dataclass(frozen=True)
class Row:
    """One field as an app may list it; `depth` is how deep it stands."""

    label: str
    text: str
    depth: int


def frames_of(
    output: Output, shared: Mapping[str, Output], base: str, fetch: Fetch, at_hand: AtHand = dict
) -> list[Frame]:
    """Return what there is to see of one file; `base` is the address of the channel's folder."""
    media = output.media_type.partition(";")[0]
    makers: dict[str, Callable[[], list[Frame]]] = {
        HTML: partial(pages, output, shared, base, fetch),
        MAIL: partial(mails, output, at_hand),
        PDF: partial(sheets, output),
        JSON: partial(documents, output),
        PNG: lambda: [Frame(output.path, image=data_address(output.path, output.content))],
    }
    return makers.get(media, partial(other, output))()


def pages(output: Output, shared: Mapping[str, Output], base: str, fetch: Fetch) -> list[Frame]:
    html = self_contained(output, shared, base, fetch)
    phone, desktop = Screen(_("Phone"), 390, 780, 0.6), Screen(_("Desktop"), 1280, 1170, 0.4)
    return [Frame(screen.label, screen, html) for screen in (phone, desktop)]


def self_contained(output: Output, shared: Mapping[str, Output], base: str, fetch: Fetch) -> str:
    """Return a page that needs no other file: style and pictures inside, no scripts, links open elsewhere."""
    folder = posixpath.dirname(output.path)

    def style(found: re.Match[str]) -> str:
        file = shared.get(posixpath.normpath(posixpath.join(folder, found[1])))
        return f"<style>{file.content.decode()}</style>" if file else ""

    html = ICON.sub("", SCRIPT.sub("", STYLESHEET.sub(style, output.content.decode())))
    html = SRCSET.sub("", html)
    assets = [*output.assets, *(asset for one in shared.values() for asset in one.assets)]
    for asset in assets:
        link = posixpath.relpath(asset.path, folder or ".")
        if f'"{link}"' in html:
            html = html.replace(f'"{link}"', f'"{data_address(asset.path, fetch(asset) or b"")}"')
    target = f'<base href="{escape(base)}{escape(output.path)}" target="_blank">'
    return html.replace('<meta charset="utf-8">', f'<meta charset="utf-8">{target}', 1)


def data_address(path: str, content: bytes) -> str:
    kinds = {".webp": "image/webp", ".png": "image/png", ".svg": "image/svg+xml"}
    media = kinds.get(posixpath.splitext(path)[1], "image/jpeg")
    return f"data:{media};base64,{base64.b64encode(content).decode()}"


def mails(output: Output, at_hand: AtHand) -> list[Frame]:
    """Return a mail as a client shows it, by day and by night; without HTML its plain text."""
    message = message_from_bytes(output.content, policy=policy.default)
    body = message.get_body(("html",))
    subject = str(message.get("Subject", ""))
    if body is None:
        plain = message.get_body(("plain",))
        return [Frame(subject, text=str(plain.get_content()) if plain else "")]
    html = str(body.get_content()).replace("<head>", '<head><base target="_blank">', 1)
    for there, here in at_hand().items():
        html = html.replace(f'src="{escape(there)}', f'src="{escape(here)}')
    screen = Screen(subject, 640, 1170, 0.4)
    light, dark = DARK.sub("@media not all", html), DARK.sub("@media all", html)
    return [
        Frame(_("Light: %s") % subject, screen, light),
        Frame(_("Dark: %s") % subject, screen, dark, dark=True),
    ]


def sheets(output: Output) -> list[Frame]:
    """Return the first pages of a PDF as pictures."""
    pdf = pypdfium2.PdfDocument(output.content)
    try:
        return [
            Frame(_("Page %(number)d of %(pages)d") % {"number": number + 1, "pages": len(pdf)}, image=picture(page))
            for number, page in zip(range(PAGES), pdf, strict=False)
        ]
    finally:
        pdf.close()


def picture(page: Any) -> str:
    drawn = page.render(scale=SHEET_WIDTH / page.get_width()).to_pil()
    kept = io.BytesIO()
    drawn.save(kept, "PNG", compress_level=1)
    return data_address("page.png", kept.getvalue())


def documents(output: Output) -> list[Frame]:
    """Return a JSON document as a phone may list it, and as it is."""
    try:
        given = json.loads(output.content)
    except ValueError:
        return other(output)
    found = [Frame(_("Document"), text=json.dumps(given, indent=2, ensure_ascii=False)[:LONGEST])]
    if isinstance(given, dict) and isinstance(given.get("fields"), list):
        rows = [Row("", str(given.get("title", "")), 0), *rows_of(given["fields"], 1)]
        found.insert(0, Frame(_("Phone"), Screen(_("Phone"), 390, 780, 0.6), phone_page(rows)))
    return found


def rows_of(fields: Sequence[Any], depth: int) -> Iterator[Row]:
    """Yield every field of an app document with its text, outer before inner."""
    for one in fields:
        if not isinstance(one, dict):
            continue
        inner = one.get("value")
        groups = inner if isinstance(inner, list) else [inner]
        nested = [group for group in groups if isinstance(group, dict) and isinstance(group.get("fields"), list)]
        yield Row(str(one.get("label", "")), "" if nested else str(one.get("text") or ""), depth)
        for group in nested:
            yield from rows_of(group["fields"], depth + 1)


def other(output: Output) -> list[Frame]:
    """Return a file of any other type as text, or say how large it is."""
    try:
        return [Frame(output.path, text=output.content.decode()[:LONGEST])]
    except UnicodeDecodeError:
        size = {"bytes": len(output.content), "type": output.media_type}
        return [Frame(output.path, text=_("%(bytes)d bytes of %(type)s.") % size)]


def phone_page(rows: Sequence[Row]) -> str:
    """Return fields as a page of its own."""
    parts = [
        f'<section style="margin-inline-start:{max(0, row.depth - 1)}rem">'
        + (f"<h2>{escape(row.label)}</h2>" if row.label else "")
        + (f"<{'p' if row.label else 'h1'}>{escape(row.text)}</{'p' if row.label else 'h1'}>" if row.text else "")
        + "</section>"
        for row in rows
    ]
    style = (
        ":root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;margin:1.5rem 1.25rem}"
        "h1{font-size:1.5rem;line-height:1.25;margin:0 0 1rem}h2{font-size:.8rem;margin:1rem 0 0;opacity:.75}"
        "p{margin:.15rem 0 0;white-space:pre-line}"
    )
    head = f'<meta charset="utf-8"><title>app</title><style>{style}</style>'
    return f'<!doctype html><html dir="auto"><head>{head}</head><body>{"".join(parts)}</body></html>'
