"""The export of a space as a whole: types first, then every entry in every language that it is written in."""

from collections.abc import Iterator, Mapping
from typing import Any

from content_models.spec import KEY_LENGTH, ModelSpec
from contenthub.importing.contentful.entries import Entry, Space
from contenthub.importing.contentful.types import ORIGIN, ContentType, free, read_type
from contenthub.importing.files import LARGEST_SET, files_in, read_json
from contenthub.importing.fit import snake
from contenthub.importing.records import BadFile, Losses, Reading, Source

PARTS = ("contentTypes", "entries", "assets", "locales", "editorInterfaces")


def read(source: Source) -> Reading:
    """Return what an export, or a folder with exports, holds."""
    reading = Reading()
    for file, name in files_in(source.path, ".json"):
        reading.read += 1
        try:
            raw = read_json(file, LARGEST_SET)
            if not isinstance(raw, dict) or not isinstance(raw.get("contentTypes"), list):
                raise BadFile("This is no export of a Contentful space: contentTypes is missing.")
            read_space({part: rows(raw.get(part)) for part in PARTS}, name, source, reading)
        except BadFile as error:
            reading.fail(name, str(error))
    return reading


def rows(value: Any) -> list[dict[str, Any]]:
    """Return the rows of a part that are what they should be."""
    found = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
    return [one for one in found if isinstance(one.get("sys"), dict)]


def read_space(raw: Mapping[str, list[dict[str, Any]]], name: str, source: Source, reading: Reading) -> None:
    types = read_types(raw, name, source, reading)
    space = Space(
        name=name,
        locales=locales_of(raw["locales"], name, source, reading),
        entries={id_of(one): one for one in raw["entries"]},
        types=types,
        assets={id_of(one): one for one in raw["assets"]},
        media=source.media,
    )
    space.tell_media()
    reading.models += [one.spec for one in types.values()]
    for id, entry in space.entries.items():
        dropped = Losses()
        try:
            reading.items += list(Entry(space, id, entry, dropped).items())
        except BadFile as error:
            reading.fail(f"{name}: entry {id}", str(error))
        reading.drop(f"{name}: entry {id}", dropped)
    for id, address in space.pictures.items():
        unused = Losses()
        if address not in source.media.used:
            source.media.take(address, unused)
        reading.drop(f"{name}: asset {id}", unused)


def id_of(raw: Mapping[str, Any]) -> str:
    return str(raw["sys"].get("id", ""))


def read_types(
    raw: Mapping[str, list[dict[str, Any]]], name: str, source: Source, reading: Reading
) -> dict[str, ContentType]:
    keys = dict(type_keys([id_of(one) for one in raw["contentTypes"]], source.specs))
    found = {}
    for one in raw["contentTypes"]:
        try:
            found[id_of(one)] = read_type(one, widgets_of(id_of(one), raw["editorInterfaces"]), keys)
        except BadFile as error:
            reading.fail(name, str(error))
    return found


def type_keys(ids: list[str], specs: Mapping[str, ModelSpec]) -> Iterator[tuple[str, str]]:
    """Yield (id, key of the content model); a model that the hub has for something else keeps its key to itself."""
    taken: set[str] = set()
    for id in ids:
        others = {key for key, spec in specs.items() if spec.description != f"{ORIGIN}{id}"} | taken
        key = snake(id)
        key = free(f"contentful_{key}"[: KEY_LENGTH - 10] if key in others else key, others)
        taken.add(key)
        yield id, key


def widgets_of(type_id: str, interfaces: list[dict[str, Any]]) -> dict[str, Any]:
    """Return how each field of a type is edited, by the field's id."""
    for one in interfaces:
        if ((one["sys"].get("contentType") or {}).get("sys") or {}).get("id") == type_id:
            controls = [control for control in one.get("controls") or () if isinstance(control, dict)]
            return {str(control.get("fieldId")): control for control in controls}
    return {}


def locales_of(raw: list[dict[str, Any]], name: str, source: Source, reading: Reading) -> dict[str, str]:
    """Return the hub's locale of each of the space's, the default first; two that become one are told."""
    ordered = sorted(raw, key=lambda one: not one.get("default"))
    found: dict[str, str] = {}
    for code in [str(one.get("code")) for one in ordered] or ["en-US"]:
        ours = source.locale_of(code)
        if ours in found.values():
            reading.fail(name, f"{code} would become {ours}, like another. Add {code.lower()} to HUB_LOCALES.")
        else:
            found[code] = ours
    return found
