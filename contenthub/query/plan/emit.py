"""Python source for one selection on one type: a function from a resolved value to its part of the answer.

A name in the source is a number given here, and every text is written by `repr`, so nothing of a document is executed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from graphene.types.resolver import dict_or_attr_resolver
from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    Undefined,
    VariableNode,
    get_argument_values,
    is_abstract_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
)
from graphql.language import Visitor, visit

from contenthub.query.store.selection import Nodes, Selection

Write = Callable[[Any, Any, Any], dict[str, Any]]
"""(value, arguments by number, info) -> the object of the answer."""

EXACT = {"String": "str", "ID": "str", "Boolean": "bool"}
"""Scalars whose value is its own serialisation, when it has just this type."""


class Untold(Exception):
    """The straight way ends here: graphql-core must tell what is wrong."""


def untold() -> Any:
    raise Untold


@dataclass
class Emitter:
    """Writes the functions of one plan, each type of an abstract selection when it is first met."""

    schema: GraphQLSchema
    selection: Selection
    names: dict[str, Any] = field(default_factory=lambda: {"Untold": Untold, "untold": untold})
    arguments: list[tuple[GraphQLField, FieldNode]] = field(default_factory=list)
    """What has to be worked out for each request, since it holds variables."""
    known: dict[tuple[str, Nodes], str] = field(default_factory=dict)
    parts: dict[Nodes, int] = field(default_factory=dict)
    """What is asked of whole items at the root, with a number for each: those are written part by part."""

    def name(self, value: Any, prefix: str) -> str:
        """Give a value a name in the source."""
        found = f"{prefix}{len(self.names)}"
        self.names[found] = value
        return found

    def function(self, kind: GraphQLObjectType, nodes: Nodes) -> str:
        """Return the name of the function that writes a selection on a type."""
        key = (kind.name, nodes)
        if key not in self.known:
            name = self.known[key] = self.name(None, "o")
            members = [
                f"{response!r}: {self.member(kind, found)}"
                for response, found in self.selection.keyed(kind.name, nodes)
            ]
            source = f"def {name}(s, a, i):\n    return {{{', '.join(members)}}}\n"
            exec(compile(source, "<plan>", "exec"), self.names)  # noqa: S102 (see the top of this file)
        return self.known[key]

    def member(self, kind: GraphQLObjectType, nodes: Nodes) -> str:
        """Return the expression for one field of an object."""
        name = nodes[0].name.value
        if name == "__typename":
            return repr(kind.name)
        if name.startswith("__"):
            raise Untold
        definition = kind.fields[name]
        return self.completed(definition.type, self.resolved(definition, nodes[0]), nodes, 0)

    def resolved(self, definition: GraphQLField, node: FieldNode) -> str:
        """Return the expression for what a field's resolver answers."""
        resolve: Any = definition.resolve
        if isinstance(resolve, partial) and resolve.func is dict_or_attr_resolver and not resolve.keywords:
            attribute, default = resolve.args
            plain = self.name(default, "c")
            return f"(s.get({attribute!r}, {plain}) if type(s) is dict else getattr(s, {attribute!r}, {plain}))"
        if (stored := getattr(resolve, "stored", None)) is not None:
            found, convert = f"w := s.value.get({stored[0]!r})", f"{self.name(stored[1], 'k')}(w, s.item, i)"
            if exact := getattr(stored[1], "exact", ""):
                return f"(w if type({found}) is {exact} or w is None else {convert})"
            return f"(None if ({found}) is None else {convert})"
        called = self.name(resolve, "r")
        if not definition.args:
            return f"{called}(s, i)"
        if has_variables(node):
            self.arguments.append((definition, node))
            return f"{called}(s, i, **a[{len(self.arguments) - 1}])"
        given = get_argument_values(definition, node, {})
        return f"{called}(s, i, **{self.name(given, 'g')})" if given else f"{called}(s, i)"

    def completed(self, kind: Any, value: str, nodes: Nodes, level: int) -> str:
        """Return the expression that makes a resolved value part of the answer."""
        required = is_non_null_type(kind)
        inner: Any = kind.of_type if required else kind
        one = f"v{level}"
        missing = "untold()" if required else "None"
        if is_leaf_type(inner):
            return self.leaf(inner, value, one, required=required)
        if is_list_type(inner):
            each = self.completed(inner.of_type, f"e{level}", nodes, level + 1)
            listed = f"[{each} for e{level} in ({one} if type({one}) is list else untold())]"
            return f"({missing} if ({one} := {value}) is None else {listed})"
        return f"({missing} if ({one} := {value}) is None else {self.object(inner, nodes, one)}({one}, a, i))"

    def object(self, kind: Any, nodes: Nodes, one: str) -> str:
        """Return the expression of the function that writes the object `one`."""
        if is_abstract_type(kind):
            table = Table(self, nodes)
            write: Write = lambda s, a, i: table[s.type_name](s, a, i)  # noqa: E731
            return self._part(write, nodes) or f"{self.name(table, 't')}[{one}.type_name]"
        name = self.function(kind, nodes)
        return self._part(self.names[name], nodes) or name

    def _part(self, write: Write, nodes: Nodes) -> str:
        """Return the name of a function for a whole item that may have been written before; empty for others."""
        number = self.parts.get(nodes)
        return "" if number is None else self.name(partly(number, write), "p")

    def leaf(self, kind: Any, value: str, one: str, *, required: bool) -> str:
        slow = self.name(serialised(kind.serialize, required=required), "z")
        if kind.name in EXACT:
            return f"({one} if type({one} := {value}) is {EXACT[kind.name]} else {slow}({one}))"
        return f"{slow}({value})"


def serialised(serialize: Callable[[Any], Any], *, required: bool) -> Callable[[Any], Any]:
    def write(value: Any) -> Any:
        if value is None:
            if required:
                raise Untold
            return None
        found = serialize(value)
        if found is None or found is Undefined:
            raise Untold
        return found

    return write


def partly(number: int, write: Write) -> Write:
    def part(s: Any, a: Any, i: Any) -> Any:
        written = i.context.written
        return write(s, a, i) if written is None else written.write(number, write, s, a, i)

    return part


class Table(dict[str, Write]):
    """The functions of an abstract selection, by the name of the type that a value turns out to have."""

    def __init__(self, emitter: Emitter, nodes: Nodes) -> None:
        super().__init__()
        self.emitter, self.nodes = emitter, nodes

    def __missing__(self, name: str) -> Write:
        kind = self.emitter.schema.get_type(name)
        if not isinstance(kind, GraphQLObjectType):
            raise Untold
        found: Write = self.emitter.names[self.emitter.function(kind, self.nodes)]
        self[name] = found
        return found


class _Variables(Visitor):
    found = False

    def enter_variable(self, *_args: Any) -> None:
        self.found = True


def has_variables(node: FieldNode) -> bool:
    """Return whether an argument of a field holds a variable."""
    seen = _Variables()
    for argument in node.arguments:
        if isinstance(argument.value, VariableNode):
            return True
        visit(argument.value, seen)
    return seen.found


class Values(dict[int, dict[str, Any]]):
    """The arguments of one request, worked out when first asked for: a type met now may have brought new ones."""

    def __init__(self, arguments: list[tuple[GraphQLField, FieldNode]], variables: Mapping[str, Any]) -> None:
        super().__init__()
        self.arguments, self.variables = arguments, dict(variables)

    def __missing__(self, number: int) -> dict[str, Any]:
        definition, node = self.arguments[number]
        found = self[number] = get_argument_values(definition, node, self.variables)
        return found
