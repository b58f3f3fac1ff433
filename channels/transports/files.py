"""Write outputs into a folder, so that a reader never meets a half-written file or a page that should be gone.

Each file is written beside its place and renamed into it. A file whose bytes did not change is not touched. The
folder keeps a manifest of what was written here; a complete run removes what it wrote before and is no longer
produced, and never removes anything else. A journal makes that true after a crash as well.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from channels.output import Asset, Made, Output, check_path

logger = logging.getLogger(__name__)

MANIFEST = ".contenthub-files.json"
JOURNAL = ".contenthub-files.journal"
LOCK = ".contenthub-files.lock"

Fetch = Callable[[Asset], bytes | None]


class FilesError(OSError):
    """The folder cannot be written as asked; the message says what to do."""


@dataclass
class Summary:
    """What one run did, as paths in order; `missing` are assets that nobody could fetch."""

    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def write_files(
    folder: Path,
    outputs: Iterable[Output],
    *,
    fetch: Fetch | None = None,
    remove: Iterable[str] = (),
    complete: bool = True,
) -> Summary:
    """Write the outputs, and the assets they name as `fetch` gives them, and return what was done.

    A `complete` run holds everything the channel has, so what was written before and is not among it is removed.
    Otherwise only the paths in `remove` are. Raises UnsafePathError for a path that could leave the folder and
    FilesError when another run is busy or something else stands in the way.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder), _Ledger.open(folder) as ledger:
        run = _Run(folder.resolve(), ledger, Summary())
        for output in outputs:
            run.write(output.path, output.content)
            for asset in output.assets:
                run.add_asset(asset, fetch)
            for made in output.made:
                run.add_made(made)
        stale = set(ledger.known) - set(run.seen) if complete else {check_path(path) for path in remove} - set(run.seen)
        for path in sorted(stale):
            run.remove(path)
        return run.summary


@dataclass
class _Run:
    """One run over one folder."""

    folder: Path
    ledger: _Ledger
    summary: Summary
    seen: dict[str, str] = field(default_factory=dict)

    def write(self, path: str, content: bytes) -> None:
        digest = hashlib.sha256(content).hexdigest()
        if path in self.seen:
            if self.seen[path] != digest:
                raise FilesError(f"Two outputs want the path {path!r} with different content. Give one another path.")
            return
        self.seen[path] = digest
        target = self.place(path)
        if _holds(target, content):
            self.summary.unchanged.append(path)
        else:
            self.ledger.note(path, digest)
            self.put(target, content)
            self.summary.written.append(path)
        self.ledger.known[path] = digest

    def add_asset(self, asset: Asset, fetch: Fetch | None) -> None:
        if asset.path in self.seen:
            return
        content = fetch(asset) if fetch else None
        if content is not None:
            self.write(asset.path, content)
            return
        self.summary.missing.append(asset.path)
        if asset.path in self.ledger.known:
            self.seen[asset.path] = self.ledger.known[asset.path]

    def add_made(self, made: Made) -> None:
        """Make a file that is not there yet; one that cannot be made is missing, and the page stands without it."""
        if made.path in self.seen:
            return
        known = self.ledger.known.get(made.path)
        if known and (self.folder / made.path).is_file():
            self.seen[made.path] = known
            self.summary.unchanged.append(made.path)
            return
        try:
            content = made.make()
        except Exception:  # (a third party's kind may raise anything; the log has it)
            logger.exception("The file %s could not be made.", made.path)
            self.summary.missing.append(made.path)
            return
        self.write(made.path, content)

    def place(self, path: str) -> Path:
        """Return where the path stands, and refuse one that leaves the folder through a link or is ours to keep."""
        check_path(path)
        target = self.folder / path
        if target.name in (MANIFEST, JOURNAL, LOCK):
            raise FilesError(f"The path {path!r} is kept for the folder's own records. Give the output another path.")
        self.clear_way(target)
        if not target.parent.resolve().is_relative_to(self.folder):
            raise FilesError(f"The path {path!r} leaves the folder through a symbolic link. Remove the link.")
        return target

    def clear_way(self, target: Path) -> None:
        """Remove a file of an earlier run that stands where a folder is needed now, or the other way round."""
        for parent in target.relative_to(self.folder).parents:
            standing = self.folder / parent
            if standing.is_file() or standing.is_symlink() and not standing.exists():
                self.remove_own(parent.as_posix(), target)
        if target.is_dir() and not target.is_symlink():
            inside = target.relative_to(self.folder).as_posix() + "/"
            for path in [known for known in self.ledger.known if known.startswith(inside)]:
                self.remove(path)
            if target.is_dir():
                raise FilesError(f"A folder stands where the file {target} must come. Move it away.")

    def remove_own(self, path: str, target: Path) -> None:
        if path not in self.ledger.known:
            raise FilesError(f"The file {self.folder / path} stands in the way of {target}. Move it away.")
        self.remove(path)

    def put(self, target: Path, content: bytes) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_name(f".{hashlib.sha256(target.name.encode()).hexdigest()[:16]}.{os.getpid()}.part")
        try:
            beside.write_bytes(content)
            beside.replace(target)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise

    def remove(self, path: str) -> None:
        """Remove a file that this folder's manifest names, and the folders it leaves empty."""
        if self.ledger.known.pop(path, None) is None:
            return
        target = self.folder / path
        if target.parent.resolve().is_relative_to(self.folder) and (target.is_file() or target.is_symlink()):
            target.unlink()
            self.summary.removed.append(path)
            for parent in list(target.relative_to(self.folder).parents)[:-1]:
                with contextlib.suppress(OSError):
                    (self.folder / parent).rmdir()


@dataclass
class _Ledger:
    """The folder's own record of what was written to it: path to SHA-256."""

    folder: Path
    known: dict[str, str]

    @classmethod
    @contextlib.contextmanager
    def open(cls, folder: Path) -> Iterator[_Ledger]:
        """Read the manifest and what a crashed run left in the journal, and write the manifest at the end."""
        ledger = cls(folder, read_manifest(folder) | _read_journal(folder / JOURNAL))
        try:
            yield ledger
        finally:
            ledger.save()

    def note(self, path: str, digest: str) -> None:
        """Write down that this path is about to be written."""
        with (self.folder / JOURNAL).open("a", encoding="utf-8") as journal:
            journal.write(json.dumps([path, digest]) + "\n")

    def save(self) -> None:
        beside = self.folder / f"{MANIFEST}.part"
        beside.write_text(written_manifest(self.known), encoding="utf-8")
        beside.replace(self.folder / MANIFEST)
        (self.folder / JOURNAL).unlink(missing_ok=True)


def read_manifest(folder: Path) -> dict[str, str]:
    """Return what was written to a folder here, path to SHA-256. Raises FilesError when that cannot be read."""
    manifest = folder / MANIFEST
    return manifest_in(manifest.read_text(encoding="utf-8"), str(manifest)) if manifest.exists() else {}


def manifest_in(text: str, where: str) -> dict[str, str]:
    """Return what a manifest names. Raises FilesError."""
    try:
        files = json.loads(text)["files"]
        return {check_path(path): str(digest) for path, digest in files.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise FilesError(
            f"The manifest {where} cannot be read ({problem}). Remove it; files of earlier runs then stay until you "
            "remove them."
        ) from problem


def written_manifest(files: Mapping[str, str]) -> str:
    return json.dumps({"files": dict(sorted(files.items()))}, indent=0) + "\n"


def _read_journal(journal: Path) -> dict[str, str]:
    if not journal.exists():
        return {}
    found: dict[str, str] = {}
    for line in journal.read_text(encoding="utf-8", errors="replace").splitlines():
        with contextlib.suppress(ValueError):
            path, digest = json.loads(line)
            found[check_path(path)] = str(digest)
    return found


def _holds(target: Path, content: bytes) -> bool:
    try:
        return not target.is_symlink() and target.stat().st_size == len(content) and target.read_bytes() == content
    except (FileNotFoundError, NotADirectoryError):
        return False


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep every other run away from a folder. Raises FilesError when one is at work."""
    with (folder / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as problem:
            raise FilesError(f"Another run is writing to {folder}. Wait until it is done.") from problem
        yield
