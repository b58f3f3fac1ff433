"""What a document refers to, found once for as long as the item is kept."""

from typing import Any

from content_models.document import uses_of
from content_models.richtext import references
from content_models.spec import ModelSpec
from contenthub.query.store.loaded import Loaded

Refers = tuple[tuple[str, ...], tuple[str, ...]]
"""The uuids of facts and those of items, in reading order."""


def refers_to(item: Loaded, nodes: Any) -> Refers:
    """Return what a rich text of an item refers to; `nodes` is part of the item's document."""
    if not isinstance(nodes, list) or not nodes:
        return (), ()
    key = ("text", id(nodes))
    found: Refers | None = item.memo.get(key)
    if found is None:
        all_ = list(references(nodes))
        facts = tuple(uuid for kind, uuid, _path in all_ if kind == "fact")
        found = item.memo[key] = (facts, tuple(uuid for kind, uuid, _path in all_ if kind != "fact"))
    return found


def all_uses(item: Loaded, spec: ModelSpec) -> Refers:
    """Return what the whole document of an item refers to."""
    key = ("uses", spec.version)
    found: Refers | None = item.memo.get(key)
    if found is None:
        uses = uses_of(spec, item.value) if item.value else []
        facts = tuple(use.uuid for use in uses if use.kind == "fact")
        found = item.memo[key] = (facts, tuple(use.uuid for use in uses if use.kind == "item"))
    return found
