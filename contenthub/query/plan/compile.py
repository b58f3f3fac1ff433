"""A plan: what a document's operation asks, worked out once for each set of booleans in @skip and @include."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLField,
    GraphQLSchema,
    GraphQLString,
    OperationDefinitionNode,
    VariableNode,
    get_argument_values,
)
from graphql.language import Visitor, visit

from contenthub.query.limits import Cost, measure
from contenthub.query.plan.emit import Emitter, Untold, Values
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


@dataclass
class Plan:
    """One operation, ready to be loaded for and answered. `straight` is False for what graphql-core must do."""

    selection: Selection
    operation: OperationDefinitionNode
    roots: list[RootField]
    emitter: Emitter
    straight: bool
    warm: dict[str, bool] = field(default_factory=dict)
    """Root field -> whether all of its page was on the shelf the last time."""

    def arguments(self, variables: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
        """Return the arguments of each root field. Raises GraphQLError."""
        return {one.key: get_argument_values(one.definition, one.nodes[0], dict(variables)) for one in self.roots}

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
    """Which variables decide what is asked (in @skip, @include) and how much (in `first`)."""

    def __init__(self) -> None:
        super().__init__()
        self.switches: set[str] = set()
        self.sizes: set[str] = set()

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


def _compile(
    document: DocumentNode,
    schema: GraphQLSchema,
    roots: Mapping[str, Root],
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
) -> Plan:
    selection = Selection(schema, operation, fragments_of(document.definitions), dict(variables))
    emitter = Emitter(schema, selection)
    query: Any = schema.query_type
    fields, straight = [], True
    for key, nodes in selection.root_nodes():
        name = nodes[0].name.value
        definition = query.fields.get(name) or TYPENAME
        root = roots.get(name)
        try:
            expression = repr(query.name) if name == "__typename" else _expression(emitter, definition, root, nodes)
        except Untold:
            expression, straight = "untold()", False
        value = eval(compile(f"lambda s, a, i: {expression}", "<plan>", "eval"), emitter.names)  # noqa: S307
        fields.append(RootField(key, name, nodes, definition, root, value))
    return Plan(selection, operation, fields, emitter, straight)


def _expression(emitter: Emitter, definition: GraphQLField, root: Root | None, nodes: Nodes) -> str:
    if definition is TYPENAME:
        raise Untold
    resolved = "s" if root is not None else emitter.resolved(definition, nodes[0])
    return emitter.completed(definition.type, resolved, nodes, 0)
