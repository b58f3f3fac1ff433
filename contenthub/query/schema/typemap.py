"""From graphene's types to graphql-core's: in pieces, so that requests go on in between, and with what is ready."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import graphene
from graphene.types.schema import TypeMap
from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    validate_schema,
)
from graphql.type.schema import InterfaceImplementations

from contenthub.query.schema.pauses import pause
from contenthub.query.schema.plain import Plain


@dataclass(frozen=True)
class Ready:
    """Types and fields of Query that a schema before has, and that hold in the next."""

    types: Mapping[str, GraphQLNamedType] = field(default_factory=dict)
    fields: Mapping[str, GraphQLField] = field(default_factory=dict)


class Schema(graphene.Schema):
    """A graphene schema of queries; `fields` are those of Query. What is ready is taken over as it is.

    Raises ValueError when what is not ready breaks a rule of GraphQL.
    """

    def __init__(self, fields: Mapping[str, graphene.Field], types: Sequence[Any], ready: Ready) -> None:
        new = {name: one for name, one in fields.items() if name not in ready.fields}
        self.query = type("Query", (Plain,), {"__doc__": "Everything that can be asked.", **new})
        self.mutation = self.subscription = None
        made = Types(self.query, types, ready, tuple(fields))
        query = made.query
        own = {name: query.fields[name] for name in new} or query.fields
        part = GraphQLSchema(
            GraphQLObjectType(query.name, own), types=[kind for kind in made.types if kind.name not in ready.types]
        )
        made.forget()
        if errors := validate_schema(part):
            raise ValueError("; ".join(error.message for error in errors[:3]))
        self.new = {name: kind for name, kind in part.type_map.items() if ready.types.get(name) is not kind}
        if twice := set(self.new) & set(ready.types):
            raise ValueError(f"There are two types {sorted(twice)[0]!r}.")
        self.graphql_schema = Whole(query, {**ready.types, **self.new, query.name: query})


class Whole(GraphQLSchema):
    """A schema of types that are known to be all there and right: graphql-core does not look through them again."""

    def __init__(self, query: GraphQLObjectType, types: Mapping[str, GraphQLNamedType]) -> None:
        super().__init__(assume_valid=True)
        self.query_type, self.type_map = query, dict(sorted(types.items()))
        self.objects: dict[str, list[GraphQLObjectType]] = {}
        for kind in self.type_map.values():
            if isinstance(kind, GraphQLObjectType):
                for interface in kind.interfaces:
                    self.objects.setdefault(interface.name, []).append(kind)

    def get_implementations(self, interface_type: GraphQLInterfaceType) -> InterfaceImplementations:
        return InterfaceImplementations(objects=self.objects.get(interface_type.name, []), interfaces=[])


class Types(TypeMap):
    """The types of one schema, by name; `order` is that of the fields of Query."""

    def __init__(self, query: Any, types: Sequence[Any], ready: Ready, order: Sequence[str]) -> None:
        self.root, self.ready, self.order = query, ready, order
        self.update(ready.types)
        super().__init__(query, None, None, types, auto_camelcase=False)

    def create_fields_for_type(self, graphene_type: Any, is_input_type: bool = False) -> Any:  # noqa: FBT001, FBT002
        pause()
        made = super().create_fields_for_type(graphene_type, is_input_type)
        if graphene_type is not self.root:
            return made
        all_ = {**self.ready.fields, **made}
        return {name: all_[name] for name in self.order}

    def forget(self) -> None:
        """Let go of everything: types have all their fields now, but hold on to this, which made them."""
        self.__dict__.clear()
        self.clear()
