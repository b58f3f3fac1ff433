"""The names that a content model takes in the schema, and why it may not have them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from content_models.spec import FieldSpec, ModelSpec, pascal

ROOT = frozenset({"item", "items", "fact", "facts", "changes", "channel", "subjects"})
"""Fields of Query that are not made from a content model."""

SUFFIXES = ("", "Connection", "Edge", "Filter", "Order")


class NameTaken(ValueError):
    """A content model would give one name to two things."""


def value_name(owner: str, spec: FieldSpec) -> str:
    """Return the name of the type that a field's value has, inside the type `owner`: `Faq` + `opening_hours`."""
    return owner + pascal(spec.key)


def type_names(spec: ModelSpec) -> Iterator[str]:
    """Yield the name of every type that is made from a model."""
    yield from (spec.type_name + suffix for suffix in SUFFIXES)
    yield from _nested_names(spec.type_name, spec.fields)


def _nested_names(owner: str, fields: Iterable[FieldSpec]) -> Iterator[str]:
    for spec in fields:
        yield from _names_of(value_name(owner, spec), spec)


def _names_of(name: str, spec: FieldSpec) -> Iterator[str]:
    if spec.kind == "list" and spec.fields:
        yield from _names_of(name, spec.fields[0])
    elif spec.kind == "group":
        yield name
        yield from _nested_names(name, spec.fields)
    elif spec.kind == "blocks":
        yield f"{name}Block"
        for group in spec.fields:
            yield from _names_of(value_name(name, group), group)


def names_of(spec: ModelSpec, own: Iterable[str]) -> tuple[str, ...]:
    """Return the names of a model, types first, then fields of Query. Raises NameTaken when it is at odds with itself.

    `own` are the fields that every item has by itself.
    """
    names = (*type_names(spec), *(f"Query.{name}" for name in (spec.query_name, spec.query_plural)))
    for name, times in Counter(names).items():
        if times > 1:
            raise NameTaken(f"it would make the name {name!r} twice")
    _check_fields(spec.fields, spec.key, set(own))
    return names


def check_free(names: Iterable[str], taken: Mapping[str, str]) -> None:
    """Raise NameTaken when a name is in use; `taken` maps such names to who has them."""
    for name in names:
        if holder := taken.get(name):
            raise NameTaken(f"the name {name!r} belongs to {holder}")


def _check_fields(fields: Sequence[FieldSpec], where: str, own: set[str]) -> None:
    for name, times in Counter(spec.name for spec in fields).items():
        if times > 1:
            raise NameTaken(f"two fields of {where} are both called {name!r}")
        if name in own:
            raise NameTaken(f"the field {name!r} of {where} is one that every item has by itself")
    for spec in fields:
        inner = spec.fields[0].fields if spec.kind == "list" and spec.fields else spec.fields
        if spec.kind == "blocks":
            for group in spec.fields:
                _check_fields(group.fields, f"{where}.{spec.key}.{group.key}", set())
        else:
            _check_fields(inner, f"{where}.{spec.key}", set())


def is_public(spec: FieldSpec) -> bool:
    """Return whether anyone may read a field; a list is as public as its element."""
    return spec.public and (spec.kind != "list" or all(is_public(element) for element in spec.fields))


def is_metadata(spec: FieldSpec) -> bool:
    """Return whether a field is for systems, not for readers; so is a list of such elements."""
    return spec.metadata or (spec.kind == "list" and any(is_metadata(element) for element in spec.fields))
