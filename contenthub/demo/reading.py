"""Reading the content files into plain records; a mistake in them stops with the file and the name."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.text import slugify

FOLDER = Path(__file__).parent / "content"
ITEMS = FOLDER / "items"
OWN = {"model", "subject", "review_by", "both", "ending"}


class ContentError(ValueError):
    """A content file of the demo is wrong: the message names the file and the thing."""


@dataclass(frozen=True)
class WrittenItem:
    """One item in one language."""

    name: str
    locale: str
    model: str
    subject: str
    title: str
    key: str
    review_by: str | None
    fields: Mapping[str, Any]
    ending: Mapping[str, Any] = field(default_factory=dict)
    """How it is taken offline after it was published: `status`, `notice`, `replaced_by`, `reason`."""


def read_table(name: str) -> dict[str, Any]:
    """Return one of the files `subjects`, `people`, `facts`, `channels`."""
    return _read(FOLDER / f"{name}.toml")


def read_items() -> list[WrittenItem]:
    """Return every item in every language it is written in, in the order of the files."""
    return [one for path in sorted(ITEMS.glob("*.toml")) for one in _items(path)]


def _items(path: Path) -> Iterator[WrittenItem]:
    for name, table in _read(path).items():
        locales = {code: written for code, written in table.items() if code not in OWN}
        if "nl" not in locales or not {"model", "subject"} <= set(table):
            raise ContentError(f"{path.name}: {name} needs a model, a subject and a text in nl.")
        for code, written in locales.items():
            fields = {**table.get("both", {}), **written}
            title = fields.pop("title")
            yield WrittenItem(
                name=name,
                locale=code,
                model=table["model"],
                subject=table["subject"],
                title=title,
                key=fields.pop("key", "") or slugify(title),
                review_by=table.get("review_by"),
                fields=fields,
                ending=table.get("ending", {}),
            )


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ContentError(f"{path}: {error}") from error
