"""A plan: what a document's operation asks, worked out once for each set of booleans in @skip and @include."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import orjson
from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLField,
    GraphQLSchema,
    GraphQLString,
    OperationDefinitionNode,
    VariableNode,
    get_argument_values,
    get_operation_ast,
)
from graphql.language import Visitor, visit

from contenthub.query.limits import Cost, measure
from contenthub.query.plan.emit import Emitter, Untold, Values, has_variables
from contenthub.query.schema.roots import Root
from contenthub.query.store.selection import Nodes, Selection, fragments_of

MOST_PLANS = 16

TYPENAME = GraphQLField(GraphQLString)
"""Stands for the fields that every type has by itself: __typename, and introspection."""


@dataclass(frozen=True)
class RootField:
    """A field of Query in a plan; `write` is the expression of its value, `loads` how it is loaded."""

    key: str
    name: str
    nodes: Nodes
    definition: GraphQLField
    root: Root | None
    value: Any
    asked: tuple[tuple[int, Nodes], ...] = ()
    """What is asked of each of its items, with a number in the plan; more than one for `nodes` beside `edges`."""
    given: Mapping[str, Any] | None = None
    """Its arguments, when no variable decides them."""


@dataclass
class Plan:
    """One operation, ready to be loaded for and answered. `straight` is False for what graphql-core must do."""

    selection: Selection
    operation: OperationDefinitionNode
    roots: list[RootField]
    emitter: Emitter
    straight: bool
    inner: tuple[str, ...] = ()
    """The variables that decide something below the root fields."""
    warm: dict[str, bool] = field(default_factory=dict)
    """Root field -> whether all of its page was on the shelf the last time."""
    listings: dict[str, Any] = field(default_factory=dict)
    """Root field -> the list that it asks for, when no variable decides it."""
    number: int = field(default_factory=count().__next__)
    """Of this plan among all of this process."""

    def arguments(self, variables: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
        """Return the arguments of each root field. Raises GraphQLError."""
        return {
            one.key: get_argument_values(one.definition, one.nodes[0], dict(variables))
            if one.given is None
            else one.given
            for one in self.roots
        }

    def parts_of(self, variables: Mapping[str, Any]) -> tuple[Any, ...]:
        """Return what decides how an item is written, beside the item and what is asked of it."""
        if not self.inner:
            return (self.number,)
        given = {name: variables[name] for name in self.inner if name in variables}
        return (self.number, orjson.dumps(given, default=repr, option=orjson.OPT_NON_STR_KEYS))

    def write(self, answers: Mapping[str, Any], info: Any, variables: Mapping[str, Any]) -> dict[str, Any]:
        """Return the data of an answer. Raises whatever graphql-core has to tell about."""
        if not self.straight:
            raise Untold
        values = Values(self.emitter.arguments, variables)
        found = {}
        for one in self.roots:
            if isinstance(source := answers.get(one.key), Exception):
                raise source
            found[one.key] = one.value(source, values, info)
        return found


class _Variables(Visitor):
    """Which variables there are, which decide what is asked (in @skip, @include) and which how much (in `first`)."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.switches: set[str] = set()
        self.sizes: set[str] = set()

    def enter_variable(self, node: Any, *_args: Any) -> None:
        self.names.add(node.name.value)

    def enter_directive(self, node: Any, *_args: Any) -> None:
        self.switches |= {one.value.name.value for one in node.arguments if isinstance(one.value, VariableNode)}

    def enter_argument(self, node: Any, *_args: Any) -> None:
        if node.name.value == "first" and isinstance(node.value, VariableNode):
            self.sizes.add(node.value.name.value)


class Plans:
    """The plans of one valid document, and what it costs."""

    def __init__(self, document: DocumentNode, schema: GraphQLSchema) -> None:
        self.document, self.schema = document, schema
        seen = _Variables()
        visit(document, seen)
        self.switches, self.sizes = sorted(seen.switches), sorted(seen.sizes)
        self.made: dict[tuple[Any, ...], Plan] = {}
        self.costs: dict[tuple[Any, ...], Cost] = {}

    def cost(self, variables: Mapping[str, Any]) -> Cost:
        """Return what the document costs with these variables. Raises TooLarge."""
        key = tuple(size if isinstance(size := variables.get(name), int) else None for name in self.sizes)
        if key not in self.costs:
            if len(self.costs) >= MOST_PLANS:
                self.costs.clear()
            self.costs[key] = measure(self.document, self.schema, variables)
        return self.costs[key]

    def plan(self, operation: OperationDefinitionNode, roots: Mapping[str, Root], variables: Mapping[str, Any]) -> Plan:
        """Return the plan for an operation with these (coerced) variables. Raises GraphQLError."""
        name = operation.name.value if operation.name else None
        key = (name, *(variables.get(switch) for switch in self.switches))
        if key not in self.made:
            if len(self.made) >= MOST_PLANS:
                self.made.clear()
            self.made[key] = _compile(self.document, self.schema, roots, operation, variables)
        return self.made[key]

    def renewed(self, schema: GraphQLSchema, roots: Mapping[str, Root]) -> "Plans":
        """Return the plans of the same document by another schema, for which it is valid, as far as they were made."""
        found = Plans(self.document, schema)
        for key in list(self.costs):
            found.cost({name: value for name, value in zip(self.sizes, key, strict=True) if value is not None})
        for (name, *values), plan in list(self.made.items()):
            operation = get_operation_ast(self.document, name)
            if operation is not None and None not in values:  # absent, or null: that is no longer known
                given = dict(zip(self.switches, values, strict=True))
                found.plan(operation, roots, given).warm.update(plan.warm)
        return found


def _compile(
    document: DocumentNode,
    schema: GraphQLSchema,
    roots: Mapping[str, Root],
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
) -> Plan:
    selection = Selection(schema, operation, fragments_of(document.definitions), dict(variables))
    emitter = Emitter(schema, selection)
    fields, straight, inner = [], True, _Variables()
    for one in document.definitions:
        visit(one, inner) if isinstance(one, FragmentDefinitionNode) else None
    for key, nodes in selection.root_nodes():
        for node in nodes:
            visit(node.selection_set, inner) if node.selection_set else None
        found, is_straight = _root_field(emitter, roots, key, nodes)
        fields.append(found)
        straight = straight and is_straight
    return Plan(selection, operation, fields, emitter, straight, tuple(sorted(inner.names)))


def _root_field(emitter: Emitter, roots: Mapping[str, Root], key: str, nodes: Nodes) -> tuple[RootField, bool]:
    """Return one field of Query, and whether it can be answered straight on."""
    query: Any = emitter.schema.query_type
    name = nodes[0].name.value
    definition = query.fields.get(name) or TYPENAME
    root = roots.get(name)
    items = items_of(emitter.selection, root, nodes)
    asked = [(emitter.parts.setdefault(one, len(emitter.parts)), one) for one in items]
    given = None if has_variables(nodes[0]) else get_argument_values(definition, nodes[0], {})
    straight = True
    try:
        expression = repr(query.name) if name == "__typename" else _expression(emitter, definition, root, nodes)
    except Untold:
        expression, straight = "untold()", False
    value = eval(compile(f"lambda s, a, i: {expression}", "<plan>", "eval"), emitter.names)  # noqa: S307
    return RootField(key, name, nodes, definition, root, value, tuple(asked), given), straight


def _expression(emitter: Emitter, definition: GraphQLField, root: Root | None, nodes: Nodes) -> str:
    if definition is TYPENAME:
        raise Untold
    resolved = "s" if root is not None else emitter.resolved(definition, nodes[0])
    return emitter.completed(definition.type, resolved, nodes, 0)


def items_of(selection: Selection, root: Root | None, nodes: Nodes) -> list[Nodes]:
    """Return what a root field asks of each item that it answers; more than one for `nodes` beside `edges`."""
    if root is None or root.loads in {"fact", "facts"}:
        return []
    if root.loads == "item":
        return [nodes]
    edges = selection.below(root.type_name, nodes, "edges", "node")
    return [*edges, *selection.below(root.type_name, nodes, "nodes")]
