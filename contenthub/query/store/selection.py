"""What a document selects: the fields asked of an object, with directives and fragments applied."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
)
from graphql.execution.collect_fields import collect_fields, collect_sub_fields

Nodes = tuple[FieldNode, ...]


@dataclass
class Selection:
    """One operation with its variables; answers are remembered, since many objects are asked the same."""

    schema: GraphQLSchema
    operation: OperationDefinitionNode
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: Mapping[str, Any]
    known: dict[tuple[str, tuple[int, ...]], list[tuple[str, Nodes]]] = field(default_factory=dict)
    steps: dict[tuple[str, int], Any] = field(default_factory=dict)
    """What each selection needs to be loaded; see `store.needs`."""

    def root_nodes(self) -> list[tuple[str, Nodes]]:
        """Return (response key, nodes) of each root field. Raises GraphQLError."""
        query = cast("GraphQLObjectType", self.schema.query_type)
        collected = collect_fields(
            self.schema, dict(self.fragments), dict(self.variables), query, self.operation.selection_set
        )
        return [(key, tuple(nodes)) for key, nodes in collected.items()]

    def keyed(self, type_name: str, nodes: Nodes) -> list[tuple[str, Nodes]]:
        """Return (response key, nodes) for what is asked of an object of a type."""
        kind = cast("GraphQLObjectType", self.schema.get_type(type_name))
        collected = collect_sub_fields(self.schema, dict(self.fragments), dict(self.variables), kind, list(nodes))
        return [(key, tuple(found)) for key, found in collected.items()]

    def fields(self, type_name: str, nodes: Nodes) -> list[tuple[str, Nodes]]:
        """Return (field name, nodes) for each response key that is asked of an object of a type."""
        key = (type_name, tuple(id(node) for node in nodes))
        if key not in self.known:
            self.known[key] = [(found[0].name.value, found) for _key, found in self.keyed(type_name, nodes)]
        return self.known[key]

    def below(self, type_name: str, nodes: Nodes, *path: str) -> list[Nodes]:
        """Return the nodes found by going down field by field: `Connection`, `edges`, `node`."""
        if not path:
            return [nodes]
        kind = cast("GraphQLObjectType", self.schema.get_type(type_name))
        found: list[Nodes] = []
        for name, inner in self.fields(type_name, nodes):
            if name == path[0]:
                found += self.below(named(kind.fields[name].type), inner, *path[1:])
        return found


def named(kind: Any) -> str:
    """Return the name of a type without its list and non-null wrappers."""
    while hasattr(kind, "of_type"):
        kind = kind.of_type
    return str(kind.name)


def fragments_of(definitions: Iterable[Any]) -> dict[str, FragmentDefinitionNode]:
    return {one.name.value: one for one in definitions if isinstance(one, FragmentDefinitionNode)}
