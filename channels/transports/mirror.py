"""Bring a folder that `files` wrote to a storage of Django: an S3 bucket, another disk.

Files first, then the manifest with their checksums, then away with what is gone: a reader of the storage never finds a
manifest that names what is not there yet. What did not change is not sent again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile

from channels.transports.files import MANIFEST, FilesError, manifest_in, read_manifest, written_manifest


@dataclass
class Mirrored:
    """What one run did, as paths in order."""

    sent: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)


def mirror(folder: Path, storage: Any, prefix: str = "") -> Mirrored:
    """Make a storage hold what the folder's manifest names, under a prefix. Raises FilesError."""
    here, done = read_manifest(folder), Mirrored()
    start = f"{prefix.strip('/')}/" if prefix.strip("/") else ""
    there = _remote(storage, start + MANIFEST)
    for path, digest in sorted(here.items()):
        if there.get(path) != digest:
            put(storage, start + path, (folder / path).read_bytes())
            done.sent.append(path)
    if here != there:
        put(storage, start + MANIFEST, written_manifest(here).encode())
    for path in sorted(there.keys() - here.keys()):
        storage.delete(start + path)
        done.removed.append(path)
    return done


def put(storage: Any, path: str, content: bytes) -> None:
    """Store bytes under exactly this path. Raises FilesError for a storage that would choose another name."""
    name = storage.save(path, ContentFile(content))
    if name != path:
        storage.delete(name)
        raise FilesError(
            f"The storage does not overwrite {path}. Set allow_overwrite (or file_overwrite) in its options."
        )


def _remote(storage: Any, path: str) -> dict[str, str]:
    if not storage.exists(path):
        return {}
    with storage.open(path) as file:
        return manifest_in(file.read().decode("utf-8"), path)
