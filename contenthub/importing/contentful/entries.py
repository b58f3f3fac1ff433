"""Entries: one item for each language in which an entry says something."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from contenthub.importing.contentful.rich import RichText
from contenthub.importing.contentful.types import ContentType, TypeField
from contenthub.importing.fit import rich, value_for
from contenthub.importing.identity import key_of, uuid_of
from contenthub.importing.markup import Known, markdown
from contenthub.importing.records import BadFile, ImportedItem, Losses


@dataclass
class Space:
    """What entries refer to."""

    name: str
    locales: Mapping[str, str]
    entries: Mapping[str, dict[str, Any]]
    types: Mapping[str, ContentType]
    assets: Mapping[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def default(self) -> str:
        return next(iter(self.locales))

    @cached_property
    def known(self) -> Known:
        return Known({f"/entries/{id}": self.uuid(id) for id in self.entries})

    @cached_property
    def titles(self) -> dict[str, str]:
        return {id: self.title(entry) for id, entry in self.entries.items()}

    @cached_property
    def addresses(self) -> dict[str, str]:
        """The web address of each asset."""
        found = {}
        for id, asset in self.assets.items():
            file = next(iter(((asset.get("fields") or {}).get("file") or {}).values()), None)
            url = file.get("url") if isinstance(file, dict) else None
            if isinstance(url, str) and url:
                found[id] = f"https:{url}" if url.startswith("//") else url
        return found

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
        self.rich = RichText(space.titles, space.addresses, dropped)

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

    def body(self, code: str) -> dict[str, Any]:
        found = {}
        for one in self.type.fields:
            value = self.value(one.id, code)
            if value in (None, "", [], {}) or one.id in {self.type.title, self.type.slug}:
                continue
            fitted = self.fitted(one, value) if one.key else None
            if fitted is None:
                what = "image or file without its bytes" if "Asset" in str(value) else f"{one.id} ({one.type})"
                self.dropped[what] += 1
            else:
                found[one.key] = fitted
        return found

    def fitted(self, one: TypeField, value: Any) -> Any:
        """Return a value as its field takes it; None when it does not."""
        spec = self.type.spec.field(one.key)
        if spec is None:
            return None
        if one.kind == "blocks":
            html = self.rich.html(value) if one.type == "RichText" else markdown(str(value))
            return rich(spec, html, self.space.known, self.dropped)
        if one.kind == "reference":
            uuids = self.references(value if isinstance(value, list) else [value])
            return (uuids if spec.options.get("many") else uuids[0]) if uuids else None
        if one.kind == "group" and isinstance(value, dict):
            return {"latitude": value.get("lat"), "longitude": value.get("lon")}
        return value_for(spec, value, self.space.known, self.dropped)

    def references(self, links: list[Any]) -> list[str]:
        ids = [str((link.get("sys") or {}).get("id")) for link in links if isinstance(link, dict)]
        missing = [id for id in ids if id not in self.space.entries]
        if missing:
            self.dropped["reference to an entry that is not in the export"] += len(missing)
        return [self.space.uuid(id) for id in ids if id in self.space.entries]
