"""Entries: one item for each language in which an entry says something."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from content_models.spec import FieldSpec
from contenthub.importing.contentful.rich import RichText
from contenthub.importing.contentful.types import ContentType, TypeField
from contenthub.importing.fit import Shown, rich, value_for
from contenthub.importing.identity import key_of, uuid_of
from contenthub.importing.markup import Known, markdown
from contenthub.importing.media import About, Media, tag
from contenthub.importing.pictures import readable
from contenthub.importing.records import BadFile, ImportedItem, Losses


@dataclass
class Space:
    """What entries refer to."""

    name: str
    locales: Mapping[str, str]
    entries: Mapping[str, dict[str, Any]]
    types: Mapping[str, ContentType]
    assets: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    media: Media = field(default_factory=Media)

    @property
    def default(self) -> str:
        return next(iter(self.locales))

    @cached_property
    def known(self) -> Known:
        return Known({f"/entries/{id}": self.uuid(id) for id in self.entries}, media=self.media)

    @cached_property
    def titles(self) -> dict[str, str]:
        return {id: self.title(entry) for id, entry in self.entries.items()}

    @cached_property
    def addresses(self) -> dict[str, str]:
        """The web address of each asset."""
        found = {}
        for id in self.assets:
            url = self.file_of(id).get("url")
            if isinstance(url, str) and url:
                found[id] = f"https:{url}" if url.startswith("//") else url
        return found

    @cached_property
    def pictures(self) -> dict[str, str]:
        """The web address of each asset that is a picture."""
        kinds = {id: str(self.file_of(id).get("contentType") or "") for id in self.addresses}
        return {id: self.addresses[id] for id, kind in kinds.items() if kind.startswith("image/")}

    def file_of(self, id: str) -> Mapping[str, Any]:
        """Return what an asset says of its file, in the first language that has one."""
        file = next(iter(((self.assets[id].get("fields") or {}).get("file") or {}).values()), None)
        return file if isinstance(file, dict) else {}

    def said_of(self, id: str, name: str, code: str) -> str:
        """Return the title or the description of an asset in a language, else in the default language."""
        values = (self.assets[id].get("fields") or {}).get(name)
        values = values if isinstance(values, dict) else {}
        return " ".join(str(values.get(code) or values.get(self.default) or "").split())

    def alt_of(self, id: str, code: str) -> str:
        """Return what is said of a picture in a language: its description, else a title that is no file's name."""
        return self.said_of(id, "description", code) or readable(self.said_of(id, "title", code))

    def tell_media(self) -> None:
        """Say what the space knows of its pictures."""
        for id, address in self.pictures.items():
            title = readable(self.said_of(id, "title", self.default))
            self.media.abouts[address] = About(title=title, alt=self.alt_of(id, self.default))

    @staticmethod
    def uuid(id: str) -> str:
        return uuid_of("contentful", id)

    def type_of(self, entry: Mapping[str, Any]) -> ContentType:
        id = ((entry["sys"].get("contentType") or {}).get("sys") or {}).get("id", "")
        if id not in self.types:
            raise BadFile(f"Its content type {id!r} is not in the export.")
        return self.types[id]

    def title(self, entry: Mapping[str, Any]) -> str:
        """Return an entry's title in the first language that has one."""
        try:
            values = (entry.get("fields") or {}).get(self.type_of(entry).title) or {}
        except BadFile:
            return ""
        return next((" ".join(str(value).split()) for value in values.values() if str(value).strip()), "")


class Entry:
    """One entry on its way to items."""

    def __init__(self, space: Space, id: str, raw: Mapping[str, Any], dropped: Losses) -> None:
        self.space, self.id, self.raw, self.dropped = space, id, raw, dropped
        self.type = space.type_of(raw)
        fields = raw.get("fields") or {}
        self.fields = {name: value for name, value in fields.items() if isinstance(value, dict)}
        self.rich = RichText(space.titles, space.addresses, dropped, self.picture)
        self.code = space.default
        """The language that is written."""

    def items(self) -> Iterator[ImportedItem]:
        """Yield an item for every language that has something of its own, the default language always."""
        sys = self.raw["sys"]
        title = self.space.titles.get(self.id) or self.id
        for code, locale in self.space.locales.items():
            if code != self.space.default and not self.is_written_in(code):
                continue
            own = self.value(self.type.title, code)
            yield ImportedItem(
                file=f"{self.space.name}: entry {self.id}",
                uuid=self.space.uuid(self.id),
                locale=locale,
                key=key_of(str(self.value(self.type.slug, code) or own or title), key_of(self.id)),
                title=" ".join(str(own or title).split())[:200],
                model=self.type.key,
                body=self.body(code),
                live=bool(sys.get("publishedVersion")) and not sys.get("archivedVersion"),
            )

    def is_written_in(self, code: str) -> bool:
        return any(one.localized and self.fields.get(one.id, {}).get(code) for one in self.type.fields)

    def value(self, id: str, code: str) -> Any:
        """Return a field's value in a language; a field that is not translated has one for all."""
        values = self.fields.get(id, {})
        one = next((one for one in self.type.fields if one.id == id), None)
        return values.get(code if one and one.localized else self.space.default)

    def picture(self, id: str) -> str | None:
        """Return an asset as HTML; None when it is no picture."""
        address = self.space.pictures.get(id)
        return tag(address, self.space.alt_of(id, self.code) or None) if address else None

    def body(self, code: str) -> dict[str, Any]:
        found = {}
        self.code = code
        for one in self.type.fields:
            value = self.value(one.id, code)
            if value in (None, "", [], {}) or one.id in {self.type.title, self.type.slug}:
                continue
            fitted = self.fitted(one, value) if one.key else None
            if fitted is None:
                if one.kind != "image" or not self.ids(value) & set(self.space.pictures):  # media has told of those
                    files = sorted(self.ids(value) & set(self.space.addresses))
                    what = f"file that is no picture: {files[0]}" if files else f"{one.id} ({one.type})"
                    self.dropped[what] += 1
            else:
                found[one.key] = fitted
        return found

    def fitted(self, one: TypeField, value: Any) -> Any:
        """Return a value as its field takes it; None when it does not."""
        spec = self.type.spec.field(one.key)
        if spec is None:
            return None
        if one.kind == "image" or (one.kind == "blocks" and one.type == "Array"):
            return self.assets(spec, value if isinstance(value, list) else [value])
        if one.kind == "blocks":
            html = self.rich.html(value) if one.type == "RichText" else markdown(str(value))
            return rich(spec, html, self.space.known, self.dropped)
        if one.kind == "reference":
            uuids = self.references(value if isinstance(value, list) else [value])
            return (uuids if spec.options.get("many") else uuids[0]) if uuids else None
        if one.kind == "group" and isinstance(value, dict):
            return {"latitude": value.get("lat"), "longitude": value.get("lon")}
        return value_for(spec, value, self.space.known, self.dropped)

    @staticmethod
    def ids(value: Any) -> set[str]:
        """Return the ids that a value links to."""
        links = value if isinstance(value, list) else [value]
        return {str((link.get("sys") or {}).get("id")) for link in links if isinstance(link, dict)}

    def assets(self, spec: FieldSpec, links: list[Any]) -> Any:
        """Return pictures as their field takes them; None when there is none."""
        ids = [str((link.get("sys") or {}).get("id")) for link in links if isinstance(link, dict)]
        known = self.space.known
        if spec.kind == "image":
            address = self.space.pictures.get(ids[0], "") if ids else ""
            alt = self.space.alt_of(ids[0], self.code) or None if address else None
            return value_for(spec, Shown(address, alt), known, self.dropped) if address else None
        return rich(spec, "".join(self.picture(id) or "" for id in ids), known, self.dropped) or None

    def references(self, links: list[Any]) -> list[str]:
        ids = [str((link.get("sys") or {}).get("id")) for link in links if isinstance(link, dict)]
        missing = [id for id in ids if id not in self.space.entries]
        if missing:
            self.dropped["reference to an entry that is not in the export"] += len(missing)
        return [self.space.uuid(id) for id in ids if id in self.space.entries]
