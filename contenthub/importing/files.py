"""Reading files that somebody else wrote: their size, their encoding and their place are checked first."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from contenthub.importing.records import BadFile

LARGEST = 10 * 1024 * 1024
"""Bytes one file may hold; the largest real content item has 0.3 MB."""

LARGEST_SET = 400 * 1024 * 1024
"""Bytes a file may hold that is a whole site in one."""


def files_in(path: Path, *suffixes: str) -> Iterator[tuple[Path, str]]:
    """Yield (file, name to report it by) of a file, or of the files in a folder with one of these suffixes, by name."""
    if path.is_file():
        yield path, path.name
        return
    for file in sorted(path.rglob("*")):
        if file.suffix.lower() in suffixes and (file.is_file() or file.is_symlink()):
            yield file, file.relative_to(path).as_posix()


def read_bytes(file: Path, largest: int = LARGEST) -> bytes:
    """Return what a file holds. Raises BadFile for one that is too large, unreadable, or a link to somewhere else."""
    if file.is_symlink():
        raise BadFile("This is a link to another file. Give the file itself.")
    try:
        size = file.stat().st_size
        if size > largest:
            raise BadFile(f"The file has {size / 1048576:.0f} MB; at most {largest // 1048576} MB can be imported.")
        return file.read_bytes()
    except OSError as error:
        raise BadFile(f"The file cannot be read: {error.strerror}.") from error


def read_text(file: Path, largest: int = LARGEST) -> str:
    """Return the text of a file, without a byte order mark. Raises BadFile."""
    try:
        return read_bytes(file, largest).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile(f"The file is not UTF-8 (byte {error.start}). Save it as UTF-8.") from error


def read_json(file: Path, largest: int = LARGEST) -> Any:
    """Return the JSON in a file. Raises BadFile."""
    try:
        return orjson.loads(read_bytes(file, largest))
    except orjson.JSONDecodeError as error:
        raise BadFile(f"This is not JSON: {str(error)[:120]}.") from error
