"""What a level of items needs to be loaded for it, read off the selection."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from content_models.spec import FieldSpec, ModelSpec
from contenthub.query.names import value_name
from contenthub.query.store.loaded import Loaded
from contenthub.query.store.refers import all_uses, refers_to
from contenthub.query.store.selection import Nodes, Selection
from contenthub.query.store.small import Small

Languages = tuple[str, ...]
Step = tuple[str, FieldSpec | None, str, Nodes]

REFERRING = frozenset({"rich_text", "reference", "fact", "procedure", "group", "list", "blocks"})
"""Kinds of fields whose values may refer to something that has to be loaded."""
BY_ITSELF = frozenset({"replacedBy", "subject", "translations", "fields", "stamp"})
"""Fields of every item that need something to be loaded."""


@dataclass
class Needs:
    """What one level of items refers to: items to read, items to name, and the small things."""

    selection: Selection
    specs: Mapping[str, ModelSpec]
    small: Small
    items: dict[Languages, set[str]] = field(default_factory=dict)
    links: set[str] = field(default_factory=set)
    further: dict[tuple[str, Languages, Nodes], int] = field(default_factory=dict)
    """(uuid, languages, nodes) -> how often it will be answered."""

    def add(self, item: Loaded, nodes: Nodes, times: int) -> None:
        """Read off what an item needs that is answered `times` times."""
        spec = self.specs[item.model]
        for name, one, value_type, inner in self._steps(item.type_name, spec.fields, nodes):
            if one is not None:
                self._named(item, value_type, one, item.value.get(one.key), inner, times)
            elif name == "replacedBy":
                if item.replaced_by:
                    self._refer(item, item.replaced_by, inner, times)
            elif name == "subject":
                self.small.subject_paths.add(item.subject_path)
            elif name == "translations":
                self.small.translated.add(item.uuid)
            else:
                self._everything(item, spec, with_links=name == "fields")

    def _steps(self, owner: str, fields: Sequence[FieldSpec], nodes: Nodes) -> list[Step]:
        """Return what of a selection needs anything: (field name, field of the model, type of its value, nodes)."""
        key = (owner, id(nodes))
        known = self.selection.steps.get(key)
        if known is None:
            by_name = {one.name: one for one in fields if one.kind in REFERRING}
            steps = [
                (name, by_name.get(name), value_name(owner, by_name[name]) if name in by_name else "", inner)
                for name, inner in self.selection.fields(owner, nodes)
                if name in by_name or (name in BY_ITSELF and not any(one.name == name for one in fields))
            ]
            known = self.selection.steps[key] = (nodes, steps)
        return known[1]

    def _everything(self, item: Loaded, spec: ModelSpec, *, with_links: bool) -> None:
        facts, links = all_uses(item, spec)
        self.small.fact_ids.update(facts)
        if with_links:
            self.links.update(links)

    def _refer(self, item: Loaded, uuid: str, nodes: Nodes, times: int) -> None:
        key = (uuid, item.languages, nodes)
        self.further[key] = self.further.get(key, 0) + times
        self.items.setdefault(item.languages, set()).add(uuid)

    def _named(self, item: Loaded, name: str, spec: FieldSpec, value: Any, nodes: Nodes, times: int) -> None:
        if isinstance(value, Mapping):
            self._mapping(item, name, spec, value, nodes, times)
        elif spec.kind == "rich_text":
            self._text(item, value)
        elif spec.kind == "reference" and value is not None:
            for uuid in value if isinstance(value, list) else [value]:
                self._refer(item, uuid, nodes, times)
        elif spec.kind == "list" and isinstance(value, list):
            for one in value:
                self._named(item, name, spec.fields[0], one, nodes, times)
        elif spec.kind == "blocks" and isinstance(value, list):
            self._blocks(item, name, spec, value, nodes, times)

    def _mapping(
        self, item: Loaded, name: str, spec: FieldSpec, value: Mapping[str, Any], nodes: Nodes, times: int
    ) -> None:
        if spec.kind == "fact":
            self.small.fact_ids.add(value["fact"])
        elif spec.kind == "procedure":
            for node in value.get("nodes", ()):
                self._text(item, node.get("body") or [])
        elif spec.kind == "group":
            self._members(item, name, spec, value, nodes, times)

    def _text(self, item: Loaded, value: Any) -> None:
        facts, links = refers_to(item, value)
        self.small.fact_ids.update(facts)
        self.links.update(links)

    def _members(
        self, item: Loaded, name: str, spec: FieldSpec, value: Mapping[str, Any], nodes: Nodes, times: int
    ) -> None:
        for _name, one, value_type, inner in self._steps(name, spec.fields, nodes):
            if one is not None:
                self._named(item, value_type, one, value.get(one.key), inner, times)

    def _blocks(self, item: Loaded, name: str, spec: FieldSpec, value: list[Any], nodes: Nodes, times: int) -> None:
        groups = {group.key: group for group in spec.fields}
        for one in value:
            if isinstance(one, Mapping) and (group := groups.get(one.get("block", ""))):
                self._members(item, value_name(name, group), group, one, nodes, times)
