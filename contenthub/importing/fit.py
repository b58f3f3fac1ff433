"""Pages of a site without content models, fitted into one of ours: a text, perhaps a lead, and some values."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from html import escape
from typing import Any

from content_models.spec import FieldSpec, ModelSpec
from contenthub.importing.markup import Known, blocks_of, clean, markdown, text_of
from contenthub.importing.media import tag
from contenthub.importing.records import Losses

TEXTS = {"text", "long_text", "choice", "url"}
SNAKE = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True)
class Shown:
    """A picture that stands for a page: in the field of its name, or above the text."""

    name: str
    alt: str | None = None


@dataclass
class Page:
    """What a page says, before it is known where that belongs."""

    title: str
    html: str
    values: dict[str, Any] = field(default_factory=dict)
    """Further values by name; what the content model has no field for is a loss."""


def fit(spec: ModelSpec, page: Page, known: Known, dropped: Losses) -> dict[str, Any]:
    """Return the body of an item: values where a field has their name, the text in the model's main field."""
    body: dict[str, Any] = {}
    main, above = main_field(spec), ""
    for name, value in page.values.items():
        if value in ("", None, [], {}):
            continue
        found = spec.field(snake(name))
        if isinstance(value, Shown) and (found is None or found.kind != "image"):
            above += tag(value.name, value.alt)
            continue
        fitted = value_for(found, value, known, dropped) if found and found != main else None
        if fitted is None:
            dropped[f"{name} (no field takes it)"] += 1
        elif found:
            body[found.key] = fitted
    if main is not None:
        html = page.html if text_of(page.html) else f"{page.html}<p>{escape(page.title)}</p>"
        body[main.key] = rich(main, above + html, known, dropped)
    return body


def main_field(spec: ModelSpec) -> FieldSpec | None:
    """Return the field for the text of a page: the first that is required, else the first."""
    fields = [one for one in spec.fields if one.public and one.kind in {"blocks", "rich_text"} and not one.deprecated]
    return next((one for one in fields if one.required), fields[0] if fields else None)


def rich(spec: FieldSpec, html: str, known: Known, dropped: Losses) -> Any:
    """Return HTML as a field for rich text, or for blocks of it, holds it."""
    if spec.kind == "rich_text":
        return clean(html, known, dropped, tables=False)
    groups = {one.kind: (group, one.key) for group in reversed(spec.fields) for one in reversed(group.fields)}
    rows = []
    for block in blocks_of(html, known, dropped, pictures="image" in groups):
        kind = block["block"] if block["block"] in {"table", "image"} else "rich_text"
        if kind not in groups:
            dropped["<table>"] += 1
            continue
        group, member = groups[kind]
        rows.append({"block": group.key, member: block[block["block"]], **caption(group, block, dropped)})
    return rows


def caption(group: FieldSpec, block: Mapping[str, Any], dropped: Losses) -> dict[str, str]:
    """Return what stands below a picture, in the first field for text beside it."""
    said = block.get("caption") or ""
    place = next((one for one in group.fields if one.kind in {"text", "long_text"}), None)
    if said and place is None:
        dropped["caption (no field takes it)"] += 1
    return {place.key: shortened(said, place, dropped)} if said and place else {}


def value_for(spec: FieldSpec, value: Any, known: Known, dropped: Losses) -> Any:
    """Return a plain value as this kind of field takes it; None when it does not."""
    if spec.kind == "image":
        shown = value if isinstance(value, Shown) else Shown(value) if isinstance(value, str) else None
        return known.image(shown.name, shown.alt, dropped) if shown else None
    if spec.kind in {"rich_text", "blocks"}:
        return rich(spec, markdown(value), known, dropped) if isinstance(value, str) else None
    if spec.kind == "tags":
        words = value if isinstance(value, list) else str(value).split(",")
        return [str(word).strip()[:60] for word in words if str(word).strip()][:50]
    if isinstance(value, list | Mapping):
        return None
    return _plain(spec, value, dropped)


def _plain(spec: FieldSpec, value: Any, dropped: Losses) -> Any:
    if spec.kind in {"date", "datetime"}:
        text = value.isoformat() if isinstance(value, date | datetime) else str(value)
        return text[:10] if spec.kind == "date" else text
    if spec.kind == "boolean":
        known = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
        return known.get(str(value).strip().lower())
    if spec.kind == "number" and not isinstance(value, bool):
        return value
    if spec.kind in TEXTS:
        return shortened(str(value), spec, dropped)
    return None


def shortened(text: str, spec: FieldSpec, dropped: Losses) -> str:
    """Return a text within the characters that its field may have, cut between words."""
    text, most = text.strip(), spec.options.get("max_length")
    if not most or len(text) <= most:
        return text
    dropped[f"{spec.key} (shortened to {most} characters)"] += 1
    return text[: most - 1].rsplit(" ", 1)[0] + "…"


def snake(name: str) -> str:
    """Return a name as a field's key is written: `showOnPage` -> `show_on_page`."""
    return re.sub(r"[^a-z0-9]+", "_", SNAKE.sub("_", name).lower()).strip("_")
