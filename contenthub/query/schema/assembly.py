"""Build a GraphQL schema from content models. Pure: the same specs always make the same schema.

A model that cannot be built is quarantined: left out, with the reason, while the rest serves.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import graphene
from graphql import GraphQLAbstractType, is_abstract_type, lexicographic_sort_schema, print_schema, validate_schema

from content_models.spec import ModelSpec
from contenthub.query.names import ROOT, check_names
from contenthub.query.schema import parts
from contenthub.query.schema.fields import Types
from contenthub.query.schema.inputs import FILTERS
from contenthub.query.schema.item import OWN_FIELDS, ContentItem
from contenthub.query.schema.pauses import Schema, pause
from contenthub.query.schema.plain import Plain
from contenthub.query.schema.roots import Root, model_fields, standard_fields
from contenthub.query.schema.scalars import Date

logger = logging.getLogger(__name__)

STANDARD = (parts.RichText, parts.Image, parts.Table, parts.ProcedureValue, Date, *FILTERS.values())
"""Types that stand in every schema, so that no model can take their names."""

Problem = (ValueError, TypeError, AssertionError, LookupError, AttributeError)
"""What graphene and graphql-core raise for what they cannot build."""


@dataclass(frozen=True)
class Built:
    """A schema with what its readers need to know: models, roots, internal fields, and what was left out and why."""

    schema: graphene.Schema
    specs: Mapping[str, ModelSpec]
    roots: Mapping[str, Root]
    internal: frozenset[tuple[str, str]]
    quarantined: Mapping[str, str]

    @property
    def sdl(self) -> str:
        """The schema as text, sorted, so that equal schemas print equally."""
        return print_schema(lexicographic_sort_schema(self.schema.graphql_schema)) + "\n"


def build_schema(specs: Sequence[ModelSpec]) -> graphene.Schema:
    """Return the schema of these models; models that cannot be built are left out (see `build`)."""
    return build(specs).schema


def build(specs: Sequence[ModelSpec]) -> Built:
    """Return the schema of these models with what was quarantined. When two collide, the first keeps the name."""
    sound, quarantined = sift(specs)
    while True:
        try:
            return _build(sound, quarantined)
        except Problem as error:
            culprit, reason = _culprit(sound, error)
            quarantined[culprit] = reason
            sound = [spec for spec in sound if spec.key != culprit]


def sift(specs: Sequence[ModelSpec]) -> tuple[list[ModelSpec], dict[str, str]]:
    """Return the models whose names are free, and of the others the reason why they are not."""
    taken = dict.fromkeys(_standard_names(), "the hub itself") | {f"Query.{name}": "the hub itself" for name in ROOT}
    sound: list[ModelSpec] = []
    quarantined: dict[str, str] = {}
    for spec in specs:
        try:
            names = check_names(spec, taken, OWN_FIELDS)
        except ValueError as error:
            quarantined[spec.key] = str(error)
        else:
            taken |= dict.fromkeys(names, f"the model {spec.key!r}")
            sound.append(spec)
    return sound, quarantined


@cache
def _standard_names() -> list[str]:
    return list(_build([], {}).schema.graphql_schema.type_map)


def _culprit(specs: Sequence[ModelSpec], error: Exception) -> tuple[str, str]:
    """Return the first model that cannot even be built alone. Raises the error when it is none of them."""
    for spec in specs:
        try:
            _build([spec], {})
        except Problem as own:
            return spec.key, f"it cannot be built ({type(own).__name__}: {own})"
    raise error


def _build(specs: Sequence[ModelSpec], quarantined: Mapping[str, str]) -> Built:
    by_key = {spec.key: spec for spec in specs}
    types = Types(by_key)
    fields, roots = standard_fields()
    for spec in specs:
        pause()
        members = types.members(spec.type_name, spec.fields)
        about = {"__doc__": spec.description or spec.name, "Meta": type("Meta", (), {"interfaces": (ContentItem,)})}
        types.made[spec.type_name] = type(spec.type_name, (Plain,), {**about, **members})
        own_fields, own_roots = model_fields(spec, types.made[spec.type_name])
        fields |= own_fields
        roots |= own_roots
    query = type("Query", (Plain,), {"__doc__": "Everything that can be asked.", **fields})
    schema = Schema(query, [*STANDARD, *types.made.values()])
    _finish(schema)
    return Built(schema, by_key, roots, frozenset(types.internal) | parts.INTERNAL, dict(quarantined))


def _finish(schema: graphene.Schema) -> None:
    """Say how a value's type is found, and refuse a schema that breaks a rule of GraphQL."""
    for kind in schema.graphql_schema.type_map.values():
        if is_abstract_type(kind):
            abstract: GraphQLAbstractType = kind
            abstract.resolve_type = type_name_of
    if errors := validate_schema(schema.graphql_schema):
        raise ValueError("; ".join(error.message for error in errors[:3]))


def type_name_of(value: Any, _info: Any, _kind: Any) -> str:
    name: str = value.type_name
    return name
