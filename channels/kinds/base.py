"""What a channel kind is: stored queries, and two plain functions that turn their answers into files.

A kind is called like this, by the hub and by anybody else:

1. For each item and locale: run the stored query "item" with `uuid` and `locale`, and call `render_item` with the
   answer. No outputs means that there is nothing to show (the item is unknown).
2. Once for the channel: run the stored query "index" for each locale and page by page (`locale`, `after`), join
   the answers with `join_answers`, and call `render_index` with what step 1 produced, of this run and of earlier ones.
3. Write all outputs, and bring every `Asset` they name to its path.

The same payload always gives the same bytes. A kind never reads the clock, a setting or the database.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from channels.output import Output, Payload, Produced

API = 1
"""The version of this contract; a kind names the one it was written for."""

ITEM = "item"
INDEX = "index"


@runtime_checkable
class Kind(Protocol):
    """A kind of channel.

    `queries` holds the query texts a new channel of this kind starts with, by name. `template_version` changes
    whenever the same payload would give other bytes.

    Some members may be left out: `problems(settings)` gives findings about the settings of a channel before they are
    used; `whole` says that an output shows an item from top to bottom, so that a fact that is missing in it is a fault;
    `dated` that what it shows depends on the day, so that the channel is made anew at midnight; `usual` that a new hub
    begins with a channel of this kind; `remembers` names shared files that `render_index` is given as they stood
    before; `contracts` the versions of the contract that readers may count on, the newest last.
    """

    @property
    def key(self) -> str: ...
    @property
    def label(self) -> object: ...
    @property
    def api(self) -> int: ...
    @property
    def media_type(self) -> str: ...
    @property
    def queries(self) -> Mapping[str, str]: ...
    @property
    def template_version(self) -> str: ...

    def render_item(self, payload: Payload) -> Sequence[Output]:
        """Return the files of one item in one locale; the first is the item itself."""
        ...

    def render_index(self, payload: Payload, produced: Sequence[Produced]) -> Sequence[Output]:
        """Return the files that the whole channel shares: lists, manifests, style sheets."""
        ...


def template_folder(kind: str) -> Path:
    """Return the folder with a built-in kind's queries and templates, in a checkout or in an installed package."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "templates" / kind
    return inside if inside.is_dir() else package.parent / "templates" / "channels" / kind


def fingerprint(*folders: Path) -> str:
    """Return eight hexadecimal characters that change with any source, template or style sheet in the folders."""
    digest = hashlib.sha256()
    for folder in folders:
        for file in sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
            digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:8]


def stamped(stamp: str, template_version: str) -> str:
    """Return the stamp of an item as a render of the hub carries it."""
    return f"{stamp};t={template_version}"


def join_answers(answers: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return one answer that holds what several pages and locales of the same query answered.

    Lists are joined, in objects each key is joined, and of any other value the last one counts.
    """
    joined: dict[str, Any] = {}
    for answer in answers:
        _join_into(joined, answer)
    return joined


def _join_into(joined: dict[str, Any], answer: Mapping[str, Any]) -> None:
    for key, value in answer.items():
        known = joined.get(key)
        if isinstance(value, Mapping):
            joined[key] = known if isinstance(known, dict) else {}
            _join_into(joined[key], value)
        elif isinstance(value, list):
            joined[key] = [*known, *value] if isinstance(known, list) else list(value)
        else:
            joined[key] = value
