"""Reading an archive into an empty hub: verified as a whole first, then written in one transaction, or not at all."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.core.exceptions import SuspiciousFileOperation, ValidationError
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.db import DatabaseError, connection, models, transaction

from contenthub.archive.tables import (
    CONTENT_TYPE,
    PERMISSION,
    columns,
    migrations,
    names_of_content_types,
    names_of_permissions,
    refers_to,
    tables,
)
from contenthub.archive.values import as_value
from contenthub.archive.write import CHUNK, FORMAT, VERSION, Say
from contenthub.publishing import fulltext, statistics

BATCH = 500
FILLED = ("contenthub.User", "content_models.Item", "content_models.ContentModel", "channels.Channel")
"""Tables of which one row says that a hub is in use."""


class ArchiveError(ValueError):
    """An archive that cannot be read here; the message says why and what to do."""


def read_archive(path: Path, say: Say = lambda _name, _count: None, *, only_check: bool = False) -> dict[str, int]:
    """Fill an empty hub from a file; return the number of rows by table, and of files. Raises ArchiveError."""
    try:
        with zipfile.ZipFile(path) as archive:
            counts = verify(archive)
            if only_check:
                return counts
            _refuse_used()
            _Reader(archive, say).read()
            statistics.learn(sum(counts.values()))
            return counts
    except (zipfile.BadZipFile, OSError, EOFError) as problem:
        raise ArchiveError(f"{path} is not a whole archive of a hub: {problem}.") from problem


def verify(archive: zipfile.ZipFile) -> dict[str, int]:
    """Return the counts of an archive that is whole and fits this hub. Raises ArchiveError."""
    manifest = _json(archive, "manifest.json")
    if manifest.get("format") != FORMAT or manifest.get("version") != VERSION:
        found = f"{manifest.get('format')} {manifest.get('version')}"
        raise ArchiveError(f"This is “{found}”; this hub reads “{FORMAT} {VERSION}”.")
    theirs, ours = manifest.get("migrations") or {}, migrations()
    if other := sorted(label for label in {*theirs, *ours} if theirs.get(label) != ours.get(label)):
        told = ", ".join(f"{label} {theirs.get(label)}, here {ours.get(label)}" for label in other)
        raise ArchiveError(
            f"The archive was made by another version of the hub ({told}). Read it with that version, then migrate."
        )
    sums = _json(archive, "checksums.json")
    inside = {one.filename for one in archive.infolist()} - {"checksums.json"}
    known = {*(f"rows/{model._meta.label}.jsonl" for model in tables()), "rows/fulltext.jsonl", "manifest.json"}
    if strange := sorted(name for name in inside - known if not name.startswith("media/") or name not in sums):
        raise ArchiveError(f"The archive holds what this hub does not know: {strange[0]}.")
    if missing := sorted((known | set(sums)) - inside):
        raise ArchiveError(f"The archive lacks {missing[0]}.")
    for name, expected in sums.items():
        if _sum(archive, name) != expected:
            raise ArchiveError(f"{name} is damaged: its checksum is another. Take another copy of the archive.")
    counts: dict[str, int] = manifest["counts"]
    return counts


def _json(archive: zipfile.ZipFile, name: str) -> dict[str, Any]:
    try:
        found = json.loads(archive.read(name))
    except (KeyError, ValueError) as problem:
        raise ArchiveError(f"{name} is missing or cannot be read: this is not an archive of a hub.") from problem
    if not isinstance(found, dict):
        raise ArchiveError(f"{name} does not hold what it should: this is not an archive of a hub.")
    return found


def _sum(archive: zipfile.ZipFile, name: str) -> str:
    found = hashlib.sha256()
    with archive.open(name) as file:
        while piece := file.read(CHUNK):
            found.update(piece)
    return found.hexdigest()


def _refuse_used() -> None:
    for label in FILLED:
        model = apps.get_model(label)
        if model._base_manager.exists():
            raise ArchiveError(
                f"This hub is in use: it has {model._meta.verbose_name_plural}. Read an archive into a new, empty"
                " database: `manage.py migrate` makes one, without `init`."
            )


class _Reader:
    def __init__(self, archive: zipfile.ZipFile, say: Say) -> None:
        self.archive, self.say = archive, say
        self.written: list[str] = []

    def read(self) -> None:
        try:
            with transaction.atomic():
                for model in reversed(tables()):
                    everything = model._base_manager.all()
                    everything._raw_delete(everything.db)
                self._tables()
                self._fulltext()
                self._files()
        except BaseException:
            for name in self.written:
                default_storage.delete(name)
            raise

    def _tables(self) -> None:
        ids = {
            CONTENT_TYPE: {name: pk for pk, name in names_of_content_types().items()},
            PERMISSION: {name: pk for pk, name in names_of_permissions().items()},
        }
        for model in tables():
            self._rows(model, ids)
        for statement in connection.ops.sequence_reset_sql(no_style(), tables()):
            connection.cursor().execute(statement)

    def _rows(self, model: type[models.Model], ids: Mapping[str, Mapping[str, int]]) -> None:
        label, fields = model._meta.label, columns(model)
        lines = self._lines(f"rows/{label}.jsonl")
        heading = next(lines, None)
        if heading != [field.column for field in fields]:
            raise ArchiveError(f"rows/{label}.jsonl has other columns than this hub: {heading}.")
        change = [_change_of(field, ids) for field in fields]
        size = min(BATCH, connection.ops.bulk_batch_size(fields, [None] * BATCH))
        count = 0
        while rows := list(islice(lines, size)):
            try:
                found = [_row(fields, change, row) for row in rows]
                model._base_manager._insert(found, fields=fields, using="default", raw=True)  # type: ignore[attr-defined]
            except (DatabaseError, ValidationError, LookupError, TypeError, ValueError) as problem:
                place = f"rows/{label}.jsonl, after row {count}"
                raise ArchiveError(f"{place}: {problem} Nothing was kept.") from problem
            count += len(rows)
            self.say(label, count)

    def _fulltext(self) -> None:
        lines = self._lines("rows/fulltext.jsonl")
        while rows := list(islice(lines, BATCH)):
            fulltext.replace([(row[0], row[1], row[2], row[3]) for row in rows])

    def _files(self) -> None:
        names = [name for name in self.archive.namelist() if name.startswith("media/")]
        for number, member in enumerate(names, start=1):
            name = member.removeprefix("media/")
            with self.archive.open(member) as file:
                self._file(name, file)
            self.say("media", number)

    def _file(self, name: str, file: Any) -> None:
        if _is_there(name):
            where = getattr(default_storage, "location", "") or "STORAGE_URL"
            raise ArchiveError(
                f"There is a file {name} already, in {where}. A new hub has its own place for pictures:"
                " name an empty HUB_VAR_DIR (or STORAGE_URL)."
            )
        kept = default_storage.save(name, file)
        self.written.append(kept)
        if kept != name:
            raise ArchiveError(f"The file {name} could not be kept under its name.")

    def _lines(self, name: str) -> Iterator[list[Any]]:
        with self.archive.open(name) as file:
            for line in file:
                yield json.loads(line)


def _is_there(name: str) -> bool:
    try:
        return default_storage.exists(name)
    except SuspiciousFileOperation as problem:
        raise ArchiveError(f"The archive names a file outside the media folder: {name}.") from problem


def _row(fields: list[models.Field[Any, Any]], change: list[Callable[[Any], Any]], row: list[Any]) -> Any:
    if len(row) != len(fields):
        raise ValueError(f"a row has {len(row)} values instead of {len(fields)}.")
    values = zip(fields, change, row, strict=True)
    return SimpleNamespace(**{field.attname: make(value) for field, make, value in values})


def _change_of(field: models.Field[Any, Any], ids: Mapping[str, Mapping[str, int]]) -> Callable[[Any], Any]:
    """Return what makes a value of the archive one of this column."""
    for name, known in ids.items():
        if refers_to(field, name):
            return lambda value: None if value is None else known[value]
    return lambda value: as_value(field, value)
