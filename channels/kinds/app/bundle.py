"""The states of the bundle, numbered, so that an app fetches only what differs from the state it has.

Every run whose documents differ from the run before makes the next state. `bundle.json` says of each document in which
state it last changed; `delta/<N>.json` holds what differs between state N and now. An app that has no state, or whose
delta is not there (or begins at another revision than its own), takes `bundle.json` and starts over. All of it is
files, so any host will do.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

BUNDLE = "bundle.json"
REMOVED = "removed"
"""The status of what left the channel without an end of its own: another subject, a language less."""

MOST_STATES = 50
"""States from which a delta leads to now."""
MOST_ENTRIES = 500
"""Entries of a delta; what differs more is fetched as a whole."""

Node = dict[str, Any]


def file_of(sha256: str) -> str:
    """Return where a document stands under the name of its content."""
    return f"files/{sha256}.json"


def delta_path(change: int) -> str:
    """Return where the delta stands that leads from a state to now."""
    return f"delta/{change}.json"


def next_bundle(manifest: Mapping[str, Any], before: bytes, usage: str | None) -> Node:
    """Return the bundle of a manifest, after the bundle that stood there before (empty: there was none).

    `usage` is where apps tell which contract they read.
    """
    past = _read(before, manifest)
    changed = past.get("revision") != manifest["revision"]
    change = past.get("change", 0) + 1 if changed else past["change"]
    known = {_identity(one): one for part in ("items", "deleted") for one in past.get(part, [])}
    items = [_numbered({**one, "file": file_of(one["sha256"])}, known, change) for one in manifest["items"]]
    deleted = [_numbered(one, known, change) for one in manifest["deleted"]]
    states = [*past.get("states", []), *([{"change": change, "revision": manifest["revision"]}] if changed else [])]
    states = states[-MOST_STATES:]
    here = {_identity(one) for one in (*items, *deleted)}
    deleted += [one for one in _left(known, here, change) if one["change"] > states[0]["change"]]
    bundle = {
        **{name: manifest[name] for name in ("contract", "hub")},
        "change": change,
        "revision": manifest["revision"],
        "usage": usage,
        "states": states,
        "items": items,
        "deleted": sorted(deleted, key=lambda one: (one["locale"], one["key"], one["uuid"])),
    }
    return {**bundle, "states": [one for one in states if _size(bundle, one["change"]) <= MOST_ENTRIES]}


def deltas(bundle: Mapping[str, Any]) -> list[Node]:
    """Return for each state that is remembered what differs between it and now; nothing for the newest."""
    return [
        {
            **{name: bundle[name] for name in ("contract", "hub", "change", "revision", "usage")},
            "since": state,
            **{part: _later(bundle[part], state["change"]) for part in ("items", "deleted")},
        }
        for state in bundle["states"]
    ]


def _read(before: bytes, manifest: Mapping[str, Any]) -> Node:
    """Return the bundle before; nothing when it is not one of this contract and hub, and numbers begin anew."""
    try:
        past = json.loads(before or b"null")
        states = [{"change": int(one["change"]), "revision": str(one["revision"])} for one in past["states"]]
        entries = {part: [{**one, "change": int(one["change"])} for one in past[part]] for part in ("items", "deleted")}
        own = {"change": int(past["change"]), "revision": str(past["revision"])}
        mine = all(past[name] == manifest[name] for name in ("contract", "hub"))
    except (ValueError, KeyError, TypeError):
        return {}
    return {**own, "states": states, **entries} if mine and own in states else {}


def _numbered(entry: Mapping[str, Any], known: Mapping[Any, Node], change: int) -> Node:
    """Return an entry with the state in which it became what it is."""
    before = known.get(_identity(entry), {})
    same = {**before, "change": None} == {**entry, "change": None}
    return {**entry, "change": before["change"] if same else change}


def _left(known: Mapping[Any, Node], here: set[Any], change: int) -> Iterable[Node]:
    """Yield what stood in the bundle before and does not now."""
    for identity, one in known.items():
        if identity not in here:
            names = {name: one[name] for name in ("uuid", "locale", "key")}
            since = one["change"] if one.get("status") == REMOVED else change
            yield {**names, "status": REMOVED, "replacedBy": None, "change": since}


def _later(entries: Sequence[Mapping[str, Any]], change: int) -> list[Mapping[str, Any]]:
    return [one for one in entries if one["change"] > change]


def _size(bundle: Mapping[str, Any], change: int) -> int:
    return len(_later(bundle["items"], change)) + len(_later(bundle["deleted"], change))


def _identity(entry: Mapping[str, Any]) -> tuple[str, str]:
    return str(entry["uuid"]), str(entry["locale"])
