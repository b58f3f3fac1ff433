"""What is told of an item that was withdrawn where nobody reads on after a warning: in mail, on paper, and by voice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from channels.kinds.arrange.words import Words
from channels.kinds.read import mapping, mappings, text


def without_old_text(item: Mapping[str, Any], keep: str = "") -> Mapping[str, Any]:
    """Return an item that was withdrawn without its fields but `keep`, which says what it was; any other as it is."""
    kept = [one for one in mappings(item.get("fields")) if keep and one.get("key") == keep]
    return {**item, "fields": kept} if is_withdrawn(item) else item


def withdrawal(item: Mapping[str, Any], words: Words, phrase: str) -> str:
    """Return that an item was withdrawn, why, and what there is in its place; nothing of any other.

    `phrase` says the first; it is empty where the title has said it.
    """
    if not is_withdrawn(item):
        return ""
    other = text(mapping(item.get("replacedBy")).get("title")).strip()
    told, why = words.say(phrase) if phrase else "", text(item.get("notice")).strip()
    instead = words.say("instead", title=other) if other else ""
    return " ".join(one for one in (told, why, instead) if one)


def is_withdrawn(item: Mapping[str, Any]) -> bool:
    """Return whether an item was withdrawn."""
    return text(item.get("status")).upper() == "WITHDRAWN"
