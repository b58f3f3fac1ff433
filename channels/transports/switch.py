"""Show a channel's files all at once: a folder of its own per state, and one link that leads to the newest.

A web server reads through the link, so a reader meets the whole state of before or the whole state of now, never half
of each. A state is complete, with every checksum of its manifest met, before the link moves; the move is one rename.
Files are hard links where the disk allows that: `files` never writes into one, it puts another in its place.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from channels.transports.files import MANIFEST, FilesError, locked, read_manifest, written_manifest

STATES = ".states"
"""The folder, beside the links, that holds the states of all channels."""
KEPT = 3
"""States of a channel that stay, so that whoever is still reading an older one comes to its end."""


def switch(folder: Path, link: Path) -> bool:
    """Let `link` lead to a state with exactly the files of the folder's manifest. Tell whether it led elsewhere before.

    Raises FilesError, and leaves the link as it is, when a file is not what the manifest says or something stands in
    the place of the link.
    """
    if link.exists() and not link.is_symlink():
        raise FilesError(f"{link} is no link of the hub's. Move what stands there away; the hub then makes the link.")
    states = link.parent / STATES / link.name
    states.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        manifest = written_manifest(read_manifest(folder))
        state = states / hashlib.sha256(manifest.encode()).hexdigest()[:16]
        if link.is_symlink() and link.resolve() == state.resolve():
            return False
        if not state.is_dir():
            _fill(folder, state, manifest)
    os.utime(state)
    beside = states / "link.part"
    beside.unlink(missing_ok=True)
    beside.symlink_to(os.path.relpath(state, link.parent), target_is_directory=True)
    beside.replace(link)
    _clear_away(states, state)
    return True


def _fill(folder: Path, state: Path, manifest: str) -> None:
    """Make a state beside its place, and give it its name when it is complete."""
    part = state.with_suffix(".part")
    shutil.rmtree(part, ignore_errors=True)
    for path, digest in read_manifest(folder).items():
        source, target = folder / path, part / path
        if not source.is_file() or hashlib.sha256(source.read_bytes()).hexdigest() != digest:
            raise FilesError(f"{source} is not what the manifest says. Produce the channel again.")
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(source, target)
        except OSError:  # another disk, or one without hard links
            shutil.copy2(source, target)
    part.mkdir(parents=True, exist_ok=True)
    (part / MANIFEST).write_text(manifest, encoding="utf-8")
    part.replace(state)


def _clear_away(states: Path, newest: Path) -> None:
    """Remove the oldest states, and what a run that was killed left unfinished."""
    found = sorted((one for one in states.iterdir() if one.is_dir()), key=lambda one: one.stat().st_mtime, reverse=True)
    whole = [one for one in found if one.suffix != ".part"]
    for one in [*whole[KEPT:], *(one for one in found if one.suffix == ".part")]:
        if one != newest:
            shutil.rmtree(one, ignore_errors=True)
