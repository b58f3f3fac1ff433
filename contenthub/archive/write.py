"""Writing an archive: one look at the database, row by row, then the files that the rows name."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.core.files.storage import default_storage
from django.db import connection, models, transaction
from django.utils import timezone

from contenthub.archive.tables import (
    CONTENT_TYPE,
    PERMISSION,
    SECRETS,
    columns,
    migrations,
    names_of_content_types,
    names_of_permissions,
    refers_to,
    tables,
)
from contenthub.archive.values import as_json
from contenthub.publishing.fulltext import TABLE

FORMAT, VERSION = "contenthub-archive", 1
CHUNK = 1 << 20
FULLTEXT = f"SELECT f.rowid, p.locale, f.title, f.words FROM {TABLE} f JOIN contenthub_publication p ON p.id = f.rowid"  # noqa: S608
Say = Callable[[str, int], None]
"""Is told the name of a part and how much of it was done."""


def write_archive(path: Path, say: Say = lambda _name, _count: None) -> dict[str, int]:
    """Write the hub into a file, which appears when it is complete. Return how many rows by table, and files."""
    partial = path.with_name(path.name + ".partial")
    try:
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive, one_look():
            counts = _Writer(archive, say).write()
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return counts


@contextmanager
def one_look() -> Iterator[None]:
    """See the database as it is now, whatever others write meanwhile, and keep nobody from writing."""
    if connection.in_atomic_block:
        yield
        return
    if connection.vendor != "sqlite":
        with transaction.atomic():
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
        return
    connection.cursor().execute("BEGIN DEFERRED")
    try:
        yield
    finally:
        connection.cursor().execute("ROLLBACK")


class _Writer:
    def __init__(self, archive: zipfile.ZipFile, say: Say) -> None:
        self.archive, self.say = archive, say
        self.sums: dict[str, str] = {}
        self.counts: dict[str, int] = {}
        self.files: set[str] = set()

    def write(self) -> dict[str, int]:
        names = {CONTENT_TYPE: names_of_content_types(), PERMISSION: names_of_permissions()}
        for model in tables():
            self._rows(model, names)
        self._fulltext()
        for number, name in enumerate(sorted(self.files), start=1):
            self._file(name)
            self.say("media", number)
        self.counts["media"] = len(self.files)
        manifest = {
            "format": FORMAT,
            "version": VERSION,
            "made_at": timezone.now().isoformat(),
            "migrations": migrations(),
            "counts": self.counts,
        }
        with self._member("manifest.json") as file:
            file.write(json.dumps(manifest, indent=1).encode())
        self.archive.writestr("checksums.json", json.dumps(self.sums, indent=1))
        return self.counts

    def _rows(self, model: type[models.Model], names: dict[str, dict[int, str]]) -> None:
        fields, label = columns(model), model._meta.label
        change = [_change_of(field, label, names) for field in fields]
        pictures = [place for place, field in enumerate(fields) if isinstance(field, models.FileField)]
        rows = model._base_manager.order_by("pk").values_list(*(field.attname for field in fields))
        count = 0
        with self._member(f"rows/{label}.jsonl") as file:
            self._line(file, [field.column for field in fields])
            for row in rows.iterator(chunk_size=2000):
                self._line(file, [change[place](value) for place, value in enumerate(row)])
                self.files.update(str(row[place]) for place in pictures if row[place])
                count += 1
                if count % 1000 == 0:
                    self.say(label, count)
        self.counts[label] = count
        self.say(label, count)

    def _fulltext(self) -> None:
        count = 0
        with connection.cursor() as cursor, self._member("rows/fulltext.jsonl") as file:
            cursor.execute(FULLTEXT + " ORDER BY f.rowid")
            while rows := cursor.fetchmany(500):
                for row in rows:
                    self._line(file, list(row))
                count += len(rows)
        self.counts["fulltext"] = count

    def _file(self, name: str) -> None:
        with default_storage.open(name, "rb") as source, self._member(f"media/{name}") as file:
            while piece := source.read(CHUNK):
                file.write(piece)

    @staticmethod
    def _line(file: Any, row: list[Any]) -> None:
        file.write(json.dumps(row, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode() + b"\n")

    @contextmanager
    def _member(self, name: str) -> Iterator[_Summed]:
        with self.archive.open(name, "w", force_zip64=True) as file:
            summed = _Summed(file)
            yield summed
        self.sums[name] = summed.sum.hexdigest()


class _Summed:
    """A file that remembers the SHA-256 of what was written."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.sum = file, hashlib.sha256()

    def write(self, piece: bytes) -> None:
        self.sum.update(piece)
        self.file.write(piece)


def _change_of(field: models.Field[Any, Any], label: str, names: dict[str, dict[int, str]]) -> Callable[[Any], Any]:
    """Return what makes a value of this column one of the archive."""
    if secret := SECRETS.get(f"{label}.{field.name}"):
        return secret
    for name, known in names.items():
        if refers_to(field, name):
            return known.get
    return as_json
