"""Refuse a query that would cost too much, before anything is spent on it.

The order matters: bytes, then tokens while parsing, then `measure` on the parsed document, and only then
GraphQL's own validation, some of whose rules are quadratic. Every pass here is linear in the size of the document.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    is_list_type,
    is_non_null_type,
    parse,
)

from contenthub.query.errors import QueryError, TooLarge
from contenthub.query.store.selection import fragments_of


@dataclass(frozen=True)
class Limits:
    """How large one query may be. `size` counts fields with fragments written out, `cost` times the page sizes."""

    bytes: int = 64 * 1024
    tokens: int = 5000
    depth: int = 14
    size: int = 2000
    cost: int = 50_000
    aliases: int = 60
    roots: int = 20
    repeats: int = 10_000
    page: int = 100
    list_factor: int = 4
    variables: int = 200


LIMITS = Limits()
STEPS = 20_000
"""Fields looked at, at most, when every definition is written out by itself."""


@dataclass(frozen=True)
class Cost:
    """What a document asks: how deep, how many fields, and how many values at most."""

    depth: int = 0
    size: int = 0
    cost: int = 0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(max(self.depth, other.depth), self.size + other.size, self.cost + other.cost)


def parse_within(text: str, limits: Limits = LIMITS) -> DocumentNode:
    """Return the parsed document. Raises QueryError or GraphQLError with one line."""
    if len(text.encode(errors="surrogatepass")) > limits.bytes:
        raise TooLarge(f"The query is larger than {limits.bytes} bytes.")
    try:
        return parse(text, max_tokens=limits.tokens)
    except GraphQLError as error:
        code = "LIMIT_EXCEEDED" if "tokens" in error.message else "PARSE_FAILED"
        place = error.locations[0] if error.locations else None
        where = f" (line {place.line}, column {place.column})" if place else ""
        raise QueryError(f"{error.message}{where}", code) from None
    except RecursionError:
        raise TooLarge("The query is nested too deeply.") from None


@dataclass
class Measure:
    """One pass over a document; fragments are measured once, by the type they stand on."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: Mapping[str, Any]
    limits: Limits = LIMITS
    known: dict[str, Cost] = field(default_factory=dict)
    open: set[str] = field(default_factory=set)

    def selections(self, nodes: SelectionSetNode | None, kind: Any) -> Cost:
        total = Cost()
        for node in nodes.selections if nodes else ():
            if isinstance(node, FieldNode):
                total += self.field(node, kind)
            elif isinstance(node, InlineFragmentNode):
                on = self.schema.get_type(node.type_condition.name.value) if node.type_condition is not None else kind
                total += self.selections(node.selection_set, on)
            else:
                total += self.fragment(getattr(node, "name").value)  # noqa: B009 (the node is a spread)
            if total.size > self.limits.size or total.cost > self.limits.cost:
                break
        return total

    def field(self, node: FieldNode, kind: Any) -> Cost:
        definition = getattr(kind, "fields", {}).get(node.name.value)
        inner = get_named_type(definition.type) if definition else None
        below = self.selections(node.selection_set, inner)
        if node.name.value.startswith("__"):  # introspection has a rule of its own
            return Cost(1, below.size, below.cost)
        times = self.times(node, definition)
        return Cost(below.depth + 1, below.size + 1, 1 + times * below.cost)

    def times(self, node: FieldNode, definition: Any) -> int:
        """Return how often what stands below a field may be answered."""
        if definition is None:
            return 1
        if "first" in definition.args:
            return max(1, min(self.first(node, definition), self.limits.page))
        kind = definition.type.of_type if is_non_null_type(definition.type) else definition.type
        own = node.name.value in {"edges", "nodes"}
        return self.limits.list_factor if is_list_type(kind) and not own else 1

    def first(self, node: FieldNode, definition: Any) -> int:
        for argument in node.arguments:
            if argument.name.value == "first":
                if isinstance(argument.value, IntValueNode):
                    return int(argument.value.value[:9])
                if isinstance(argument.value, VariableNode):
                    given = self.variables.get(argument.value.name.value)
                    return given if isinstance(given, int) else self.limits.page
        default = definition.args["first"].default_value
        return default if isinstance(default, int) else self.limits.page

    def fragment(self, name: str) -> Cost:
        if name not in self.known:
            found = self.fragments.get(name)
            if found is None or name in self.open:
                return Cost()
            self.open.add(name)
            kind = self.schema.get_type(found.type_condition.name.value)
            self.known[name] = self.selections(found.selection_set, kind)
            self.open.discard(name)
        return self.known[name]


def measure(
    document: DocumentNode, schema: GraphQLSchema, variables: Mapping[str, Any], limits: Limits = LIMITS
) -> Cost:
    """Return what a document asks. Raises TooLarge when that is more than one query may ask."""
    fragments = fragments_of(document.definitions)
    found = Measure(schema, fragments, variables, limits)
    total = Cost()
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode):
            if len(definition.selection_set.selections) > limits.roots:
                raise TooLarge(f"The query has more than {limits.roots} fields at its root.")
            total += found.selections(definition.selection_set, schema.query_type)
            if len(definition.variable_definitions or ()) > limits.variables:
                raise TooLarge(f"The query has more than {limits.variables} variables.")
        elif isinstance(definition, FragmentDefinitionNode):
            cost = found.fragment(definition.name.value)
            total = Cost(max(total.depth, cost.depth), max(total.size, cost.size), max(total.cost, cost.cost))
    check_cost(total, limits)
    check_aliases(document, limits)
    check_repeats(document, fragments, limits)
    return total


def check_cost(found: Cost, limits: Limits) -> None:
    for name, value, highest in (
        ("depth", found.depth, limits.depth),
        ("size", found.size, limits.size),
        ("cost", found.cost, limits.cost),
    ):
        if value > highest:
            raise TooLarge(f"The {name} of the query is {value}, more than {highest}. Ask for less at a time.")


def check_aliases(document: DocumentNode, limits: Limits) -> None:
    count = sum(1 for node in fields_of(document) if node.alias is not None)
    if count > limits.aliases:
        raise TooLarge(f"The query has {count} aliases, more than {limits.aliases}.")


def fields_of(document: DocumentNode) -> Iterable[FieldNode]:
    waiting: list[Any] = [definition for definition in document.definitions if hasattr(definition, "selection_set")]
    while waiting:
        nodes = waiting.pop().selection_set
        for node in nodes.selections if nodes else ():
            if isinstance(node, FieldNode):
                yield node
            if hasattr(node, "selection_set"):
                waiting.append(node)


def check_repeats(document: DocumentNode, fragments: Mapping[str, FragmentDefinitionNode], limits: Limits) -> None:
    """Bound the pairs of fields with one place in the answer: GraphQL compares each pair."""
    places: Counter[tuple[str, ...]] = Counter()

    steps = 0

    def walk(nodes: SelectionSetNode | None, path: tuple[str, ...], inside: tuple[str, ...]) -> None:
        nonlocal steps
        for node in nodes.selections if nodes else ():
            if isinstance(node, FieldNode):
                place = (*path, (node.alias or node.name).value)
                places[place] += 1
                if (steps := steps + 1) > STEPS:
                    raise TooLarge("The query is too large with its fragments written out.")
                walk(node.selection_set, place, inside)
            elif isinstance(node, InlineFragmentNode):
                walk(node.selection_set, path, inside)
            else:
                name = getattr(node, "name").value  # noqa: B009 (the node is a spread)
                if name in fragments and name not in inside:
                    walk(fragments[name].selection_set, path, (*inside, name))

    for number, definition in enumerate(document.definitions):
        if isinstance(definition, OperationDefinitionNode | FragmentDefinitionNode):
            walk(definition.selection_set, (str(number),), ())
    pairs = sum(count * (count - 1) // 2 for count in places.values())
    if pairs > limits.repeats:
        raise TooLarge("The query asks the same fields over and over. Ask each of them once.")
