"""Reading one file: its shape is checked before anything is made of it."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from contenthub.importing.files import read_json
from contenthub.importing.records import BadFile


@dataclass(frozen=True)
class Document:
    """One content item as it stands in a file."""

    file: str
    raw: dict[str, Any]

    def text(self, name: str) -> str:
        value = self.raw.get(name)
        return value.strip() if isinstance(value, str) else ""

    @property
    def type(self) -> str:
        return self.text("document_type")

    @property
    def locale(self) -> str:
        return self.text("locale").lower() or "en"

    @property
    def path(self) -> str:
        """The path without the suffix of a translation: `/news/one.cy` is the Welsh `/news/one`."""
        path = self.text("base_path")
        return path.removesuffix(f".{self.locale}")

    @property
    def details(self) -> dict[str, Any]:
        details = self.raw.get("details")
        return details if isinstance(details, dict) else {}

    @property
    def links(self) -> dict[str, Any]:
        links = self.raw.get("links")
        return links if isinstance(links, dict) else {}

    @cached_property
    def uuid(self) -> str:
        """The content id; a document sent without one gets an id from its path, the same each time."""
        given = self.text("content_id")
        if given:
            try:
                return str(UUID(given))
            except ValueError as error:
                raise BadFile(f"content_id {given[:60]!r} is not a UUID.") from error
        return str(uuid5(NAMESPACE_URL, f"govuk:{self.path}"))

    @property
    def title(self) -> str:
        return " ".join(self.text("title").split())[:200] or self.path.rsplit("/", 1)[-1].replace("-", " ") or self.type


def read_document(path: Path, name: str) -> Document:
    """Return the content item in a file. Raises BadFile."""
    raw = read_json(path)
    if not isinstance(raw, dict):
        raise BadFile("A content item is a JSON object; this is something else.")
    document = Document(name, raw)
    if not document.type:
        raise BadFile("document_type is missing: this is not a GOV.UK content item.")
    if not document.path.startswith("/"):
        raise BadFile("base_path is missing, or does not start with a slash.")
    if not isinstance(raw.get("details", {}), dict):
        raise BadFile("details must be an object.")
    document.uuid  # noqa: B018 (asked for here so that a wrong id is told with the other faults of the shape)
    return document
