"""The readable parts of a content item's details, in the order of the file.

GOV.UK has some hundred document types with ever other names for "a title and some HTML". So the details are walked
as they stand: HTML wherever it is found, titles above the HTML they head, and plain values of known keys.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from contenthub.importing.govuk.markup import govspeak

HTML = re.compile(r"<(p|ul|ol|li|h[1-6]|table|div|a|blockquote|br|strong|em|dl)\b", re.IGNORECASE)
HEADINGS = ("title", "heading", "name", "label")
METADATA = frozenset(
    [
        "change_history",
        "change_note",
        "government",
        "tags",
        "headers",
        "header_links",
        "emphasised_organisations",
        "organisations",
        "manual",
        "first_public_at",
        "image",
        "images",
        "attachments",
        "brand",
        "logo",
        "social_media_links",
        "external_related_links",
        "navigation_groups",
        "breadcrumbs",
        "theme",
        "ordered_featured_documents",
        "ordered_featured_links",
        "ordered_promotional_features",
        "metadata",
        "ordered_corporate_information_pages",
        "secondary_corporate_information_pages",
        "national_applicability",
        "corporate_information_groups",
        "related_mainstream_content",
        "child_section_groups",
        "language",
        "department_analytics_profile",
        "visually_expanded",
        "country",
        "data",
        "csv_file",
        "service_tiers",
    ]
)
"""Keys that say something about the item; of these only HTML is text for a reader."""

PLAIN = frozenset(
    [
        "text",
        "content",
        "description",
        "introduction",
        "explanation",
        "quote",
        "number",
        "textphone",
        "international_phone",
        "fax",
        "email",
        "street_address",
        "locality",
        "region",
        "postal_code",
        "world_location",
        "postal_address",
        "display_date",
        "location",
        "delivered_on",
        "speech_type_explanation",
        "will_continue_on",
        "alert_status",
        "change_description",
        "roll_call_introduction",
        "cite",
        "context",
        "value",
        "note",
        "licence_short_description",
    ]
)
ADDRESSES = ("url", "link", "href", "link_url", "transaction_start_link", "continuation_link")


@dataclass(frozen=True)
class Piece:
    """HTML under a heading (which may be empty)."""

    heading: str
    html: str


def pieces_of(value: Any, key: str = "", heading: str = "", *, quiet: bool = False) -> Iterator[Piece]:
    """Yield the readable parts of a value, depth first, in the order of the file; when quiet, only HTML."""
    if isinstance(value, str):
        yield from _text(value, key, heading, quiet)
    elif isinstance(value, list):
        if rendered := _multi_format(value):
            yield Piece(heading, rendered)
            return
        for one in value:
            yield from pieces_of(one, key, quiet=quiet)
    elif isinstance(value, dict):
        yield from _object(value, heading, quiet)


def _text(value: str, key: str, heading: str, quiet: bool) -> Iterator[Piece]:
    if HTML.search(value):
        yield Piece(heading, value)
    elif key in PLAIN and value.strip() and not quiet:
        yield Piece(heading, "".join(f"<p>{escape(line)}</p>" for line in value.splitlines() if line.strip()))


def _object(value: dict[str, Any], heading: str, quiet: bool) -> Iterator[Piece]:
    own = next((value[name] for name in HEADINGS if isinstance(value.get(name), str) and value[name].strip()), "")
    address = next((value[name] for name in ADDRESSES if isinstance(value.get(name), str) and value[name]), "")
    named = own or (value.get("text") if isinstance(value.get("text"), str) else "")
    inner: list[Piece] = []
    for key, child in value.items():
        if key not in HEADINGS and not (address and key == "text"):
            inner += pieces_of(child, key, quiet=quiet or key in METADATA)
    if address and named and not quiet:
        yield Piece(heading, f'<ul><li><a href="{escape(address)}">{escape(named)}</a></li></ul>')
        yield from inner
    elif inner:
        yield Piece(own or heading, inner[0].html) if not inner[0].heading else Piece(own or heading, "")
        yield from inner if inner[0].heading else inner[1:]
    elif own and value.get("type") == "heading":
        yield Piece(own, "")


def _multi_format(value: list[Any]) -> str:
    """Return the HTML of `[{content_type, content}, …]`: the HTML version if there is one, else the govspeak."""
    versions = {
        one["content_type"]: one["content"]
        for one in value
        if isinstance(one, dict) and isinstance(one.get("content"), str) and isinstance(one.get("content_type"), str)
    }
    if "text/html" in versions:
        return versions["text/html"]
    return govspeak(versions["text/govspeak"]) if "text/govspeak" in versions else ""


def as_html(pieces: list[Piece], level: int = 2) -> str:
    """Return pieces as one HTML text, each heading above its part."""
    out = []
    for piece in pieces:
        if piece.heading:
            out.append(f"<h{level}>{escape(' '.join(piece.heading.split()))}</h{level}>")
        out.append(piece.html)
    return "\n".join(out)
