"""What a level of items needs to be loaded for it, read off the selection."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from content_models.document import uses_of
from content_models.richtext import references
from content_models.spec import FieldSpec, ModelSpec
from contenthub.query.names import value_name
from contenthub.query.store.loaded import Loaded
from contenthub.query.store.selection import Nodes, Selection
from contenthub.query.store.small import Small

Languages = tuple[str, ...]


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
        by_name = {one.name: one for one in spec.fields}
        for name, inner in self.selection.fields(item.type_name, nodes):
            if name in by_name:
                self._value(item, item.type_name, by_name[name], item.value.get(by_name[name].key), inner, times)
            elif name == "replacedBy" and item.replaced_by:
                self._refer(item, item.replaced_by, inner, times)
            elif name in {"fields", "stamp"}:
                self._everything(item, spec, with_links=name == "fields")
            elif name == "subject":
                self.small.subject_paths.add(item.subject_path)
            elif name == "translations":
                self.small.translated.add(item.uuid)

    def _everything(self, item: Loaded, spec: ModelSpec, *, with_links: bool) -> None:
        for use in uses_of(spec, item.value) if item.value else ():
            if use.kind == "fact":
                self.small.fact_ids.add(use.uuid)
            elif use.kind == "item" and with_links:
                self.links.add(use.uuid)

    def _refer(self, item: Loaded, uuid: str, nodes: Nodes, times: int) -> None:
        key = (uuid, item.languages, nodes)
        self.further[key] = self.further.get(key, 0) + times
        self.items.setdefault(item.languages, set()).add(uuid)

    def _value(self, item: Loaded, owner: str, spec: FieldSpec, value: Any, nodes: Nodes, times: int) -> None:
        self._named(item, value_name(owner, spec), spec, value, nodes, times)

    def _named(self, item: Loaded, name: str, spec: FieldSpec, value: Any, nodes: Nodes, times: int) -> None:
        if isinstance(value, Mapping):
            self._mapping(item, name, spec, value, nodes, times)
        elif spec.kind == "rich_text":
            self._text(value)
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
                self._text(node.get("body") or [])
        elif spec.kind == "group":
            self._members(item, name, spec, value, nodes, times)

    def _text(self, value: Any) -> None:
        for kind, uuid, _path in references(value) if isinstance(value, list) else ():
            (self.small.fact_ids if kind == "fact" else self.links).add(uuid)

    def _members(
        self, item: Loaded, name: str, spec: FieldSpec, value: Mapping[str, Any], nodes: Nodes, times: int
    ) -> None:
        by_name = {one.name: one for one in spec.fields}
        for asked, inner in self.selection.fields(name, nodes):
            if asked in by_name:
                self._value(item, name, by_name[asked], value.get(by_name[asked].key), inner, times)

    def _blocks(self, item: Loaded, name: str, spec: FieldSpec, value: list[Any], nodes: Nodes, times: int) -> None:
        groups = {group.key: group for group in spec.fields}
        for one in value:
            if isinstance(one, Mapping) and (group := groups.get(one.get("block", ""))):
                self._members(item, value_name(name, group), group, one, nodes, times)
