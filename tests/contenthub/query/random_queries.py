"""Random queries over any schema: fragments, aliases, arguments, variables, directives, abstract types."""

import random
from collections import Counter
from typing import Any

from graphql import (
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
    is_required_argument,
)

VALUES: dict[str, list[Any]] = {
    "locale": ["nl", "en"],
    "format": ["short", "long", "spoken", "none"],
    "first": [0, 2, 5],
}


class Queries:
    """A stream of queries, the same for the same seed; `seen` counts the features that they use."""

    def __init__(self, schema: GraphQLSchema, seed: int, keys: list[str]) -> None:
        self.schema, self.random, self.keys = schema, random.Random(seed), keys
        self.seen: Counter[str] = Counter()

    def next(self) -> tuple[str, dict[str, Any]]:
        """Return a query and its variables."""
        self.fragments: list[str] = []
        self.declared: dict[str, tuple[str, Any]] = {}
        roots = " ".join(self.root(number) for number in range(self.random.randint(1, 2)))
        head = ", ".join(f"${name}: {kind}" for name, (kind, _value) in self.declared.items())
        text = f"query Q{f'({head})' if head else ''} {{ {roots} }} " + " ".join(self.fragments)
        return text, {name: value for name, (_kind, value) in self.declared.items()}

    def root(self, number: int) -> str:
        names = ["item", "items", "faq", "faqs", "contactPoints", "fact", "facts", "channel", "subjects", "changes"]
        name = self.random.choice([*names, "items", "faqs", "faq"])
        query: Any = self.schema.query_type
        self.seen[f"root {name}"] += 1
        return f"r{number}: " + self.field(query, name, 4)

    def chance(self, of: float, feature: str) -> bool:
        """Return whether to use a feature this time, and count it."""
        used = self.random.random() < of
        self.seen[feature] += used
        return used

    def variable(self, kind: str, value: Any) -> str:
        name = f"v{len(self.declared)}"
        self.declared[name] = (kind, value)
        self.seen["variable"] += 1
        return f"${name}"

    def field(self, kind: Any, name: str, depth: int) -> str:
        if name == "__typename":
            return name
        definition = kind.fields[name]
        inner = get_named_type(definition.type)
        alias = f"a{self.random.randint(0, 99)}_{name}: " if kind.name != "Query" and self.chance(0.2, "alias") else ""
        text = alias + name + self.arguments(definition, name) + self.directive()
        if is_list_type(get_nullable_type(definition.type)):
            self.seen["list"] += 1
        return text if is_leaf_type(inner) else f"{text} {{ {self.selection(inner, depth - 1)} }}"

    def directive(self) -> str:
        if not self.chance(0.08, "@skip or @include"):
            return ""
        name, value = self.random.choice(["skip", "include"]), self.random.random() < 0.6
        if self.chance(0.5, "variable in a directive"):
            return f" @{name}(if: {self.variable('Boolean!', value)})"
        return f" @{name}(if: {str(value).lower()})"

    def arguments(self, definition: Any, field: str) -> str:
        given = []
        for name, argument in definition.args.items():
            wanted = is_required_argument(argument) or name in {"key"} or self.random.random() < 0.25
            if not wanted or name in {"uuid", "after", "search", "filter", "subject", "model", "kind", "status"}:
                continue
            given.append(f"{name}: {self.value(argument, name, field)}")
        return f"({', '.join(given)})" if given else ""

    def value(self, argument: Any, name: str, field: str) -> str:
        inner = get_named_type(argument.type)
        if name == "fallback":
            self.seen["list argument"] += 1
            return '["en", "nl"]'
        if hasattr(inner, "values"):
            self.seen["enum argument"] += 1
            return self.random.choice(list(inner.values))
        pool = ["fact-1", "nothing"] if field == "fact" else [*self.keys, "nothing"]
        value = self.random.choice(VALUES.get(name, pool))
        if self.chance(0.3, "variable as argument"):
            return self.variable(str(argument.type), value)
        return str(value) if isinstance(value, int) else f'"{value}"'

    def selection(self, kind: Any, depth: int) -> str:
        if isinstance(kind, GraphQLUnionType):
            parts = [f"... on {one.name} {{ {self.selection(one, depth)} }}" for one in kind.types]
            self.seen["union"] += 1
            return " ".join([*self.random.sample(parts, self.random.randint(1, len(parts))), "__typename"])
        parts = [self.field(kind, name, depth) for name in self.chosen(kind, depth)]
        if self.chance(0.15, "__typename"):
            parts.append("__typename")
        if isinstance(kind, GraphQLInterfaceType):
            self.seen["interface"] += 1
            for one in self.schema.get_possible_types(kind):
                if depth > 0 and self.chance(0.6, "inline fragment"):
                    parts.append(f"... on {one.name} {{ {self.selection(one, depth - 1)} }}")
        elif isinstance(kind, GraphQLObjectType) and self.chance(0.15, "fragment spread"):
            parts.append(self.fragment(kind, depth))
        self.random.shuffle(parts)
        return " ".join(parts)

    def fragment(self, kind: Any, depth: int) -> str:
        name = f"F{len(self.fragments)}"
        self.fragments.append("")
        self.fragments[int(name[1:])] = (
            f"fragment {name} on {kind.name} {{ {self.selection(kind, min(depth - 1, 1))} }}"
        )
        return f"...{name}"

    def chosen(self, kind: Any, depth: int) -> list[str]:
        leaves = [name for name, one in kind.fields.items() if is_leaf_type(get_named_type(one.type))]
        deeper = [name for name in kind.fields if name not in leaves] if depth > 0 else []
        few = self.random.sample(leaves, min(len(leaves), self.random.randint(1, 4)))
        more = self.random.sample(deeper, min(len(deeper), self.random.randint(1 if not few else 0, 3)))
        return [*few, *more] or ["__typename"]
