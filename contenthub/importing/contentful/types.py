"""From a content type to a content model: the same fields, under keys and kinds of ours."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from content_models.document import RESERVED
from content_models.spec import KEY, KEY_LENGTH, ModelSpec, plural_of
from contenthub.importing.fit import snake
from contenthub.importing.records import BadFile

ORIGIN = "Imported from Contentful: "
BODY: list[dict[str, Any]] = [
    {"key": "text", "kind": "group", "fields": [{"key": "text", "kind": "rich_text", "required": True}]},
    {"key": "table", "kind": "group", "fields": [{"key": "table", "kind": "table", "required": True}]},
]
PICTURES: list[dict[str, Any]] = [
    {
        "key": "image",
        "kind": "group",
        "fields": [{"key": "image", "kind": "image", "required": True}, {"key": "caption", "kind": "text"}],
    }
]
SIMPLE = {"Integer": "number", "Number": "number", "Boolean": "boolean", "Text": "long_text", "Symbol": "text"}
PLACE = [{"key": "latitude", "kind": "number"}, {"key": "longitude", "kind": "number"}]


@dataclass(frozen=True)
class TypeField:
    """One field of a content type, and what becomes of it: `key` is empty for one that has no place in a model."""

    id: str
    type: str
    key: str
    kind: str
    localized: bool
    widget: str


@dataclass(frozen=True)
class ContentType:
    """One content type, and the content model that it becomes."""

    id: str
    key: str
    title: str
    slug: str
    fields: tuple[TypeField, ...]
    spec: ModelSpec


def read_type(raw: Mapping[str, Any], widgets: Mapping[str, Mapping[str, Any]], keys: Mapping[str, str]) -> ContentType:
    """Return a content type; `keys` gives the key of every type by its id. Raises BadFile."""
    fields = [one for one in raw.get("fields") or () if isinstance(one, dict) and not one.get("omitted")]
    id = str(raw["sys"]["id"])
    title = str(raw.get("displayField") or "")
    slug = next((name for name, one in widgets.items() if one.get("widgetId") == "slugEditor"), "slug")
    out, definitions, taken = [], [], set(RESERVED)
    for one in fields:
        name = str(one.get("id"))
        alone = name in {title, slug}
        definition = None if alone else definition_of(one, widgets.get(name, {}), keys)
        key = ""
        if definition is not None:
            key = free(snake(name), taken)
            taken.add(key)
            definitions.append({**definition, "key": key})
        kind = str(definition["kind"]) if definition else ""
        widget = str(widgets.get(name, {}).get("widgetId", ""))
        out.append(TypeField(name, str(one.get("type")), key, kind, bool(one.get("localized")), widget))
    if not definitions:
        raise BadFile(f"The content type {id!r} has no field besides its title.")
    name = str(raw.get("name") or id)[:80]
    model = {"key": keys[id], "name": name, "plural": plural(keys[id]), "description": f"{ORIGIN}{id}"}
    return ContentType(id, keys[id], title, slug, tuple(out), ModelSpec.read({**model, "fields": definitions}))


def plural(key: str) -> str:
    return plural_of(key) if len(key) < KEY_LENGTH - 2 else f"{key[: KEY_LENGTH - 4]}_all"


def free(key: str, taken: set[str]) -> str:
    """Return a key for a field that no other has and that an item does not have by itself."""
    key = key if KEY.fullmatch(key) else f"field_{key}".strip("_")
    key = key[: KEY_LENGTH - 8].strip("_")
    number, found = 1, key
    while found in taken:
        number += 1
        found = f"{key}_field" if number == 2 else f"{key}_field{number}"
    return found


def definition_of(raw: Mapping[str, Any], widget: Mapping[str, Any], keys: Mapping[str, str]) -> dict[str, Any] | None:
    """Return a field's definition without its key; None when what it holds has no place here."""
    found = shape_of(raw, widget, keys)
    if found is None:
        return None
    help_text = (widget.get("settings") or {}).get("helpText") or ""
    required = bool(raw.get("required")) and found["kind"] not in {"image", "boolean"}
    return {"label": str(raw.get("name") or raw.get("id"))[:80], "help_text": help_text, "required": required, **found}


def shape_of(raw: Mapping[str, Any], widget: Mapping[str, Any], keys: Mapping[str, str]) -> dict[str, Any] | None:
    type = raw.get("type")
    if type == "RichText" or (type == "Text" and widget.get("widgetId") == "markdown"):
        return {"kind": "blocks", "fields": [*BODY, *PICTURES]}
    if type in SIMPLE:
        return {"kind": SIMPLE[str(type)]}
    if type == "Date":
        day = (widget.get("settings") or {}).get("format") == "dateonly"
        return {"kind": "date" if day else "datetime"}
    if type == "Location":
        return {"kind": "group", "fields": PLACE}
    if type == "Link" and raw.get("linkType") == "Entry":
        return {"kind": "reference", "options": {"models": models_of(raw, keys)}}
    if "Asset" in (raw.get("linkType"), (raw.get("items") or {}).get("linkType")):
        return pictures_of(raw)
    if type == "Array":
        items = raw.get("items") or {}
        if items.get("type") == "Symbol":
            return {"kind": "tags"}
        if items.get("linkType") == "Entry":
            return {"kind": "reference", "options": {"many": True, "models": models_of(items, keys)}}
    return None


def pictures_of(raw: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what becomes of a link to a file, or of several; None when it may not lead to a picture."""
    many = raw.get("type") == "Array"
    rules = (raw["items"] if many else raw).get("validations") or ()
    if not all("image" in rule["linkMimetypeGroup"] for rule in rules if rule.get("linkMimetypeGroup")):
        return None
    return {"kind": "blocks", "fields": PICTURES} if many else {"kind": "image"}


def models_of(raw: Mapping[str, Any], keys: Mapping[str, str]) -> list[str]:
    """Return the content models that a link may lead to; none: to any."""
    for rule in raw.get("validations") or ():
        if names := rule.get("linkContentType"):
            names = [names] if isinstance(names, str) else names
            return [keys[name] for name in names if name in keys]
    return []
