"""Build a GraphQL schema from content models. Pure: the same specs always make the same schema.

A model that cannot be built is quarantined: left out, with the reason, while the rest serves. Most of the time goes
into making types, so what a schema before has of models that did not change is taken over from it.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import graphene
from graphql import is_abstract_type, lexicographic_sort_schema, print_schema

from content_models.spec import ModelSpec
from contenthub.query.names import ROOT, check_free, names_of
from contenthub.query.schema import parts
from contenthub.query.schema.fields import Types, named_in
from contenthub.query.schema.inputs import FILTERS
from contenthub.query.schema.item import OWN_FIELDS, ContentItem
from contenthub.query.schema.pauses import pause
from contenthub.query.schema.plain import Plain
from contenthub.query.schema.roots import Root, model_fields, standard_fields
from contenthub.query.schema.scalars import Date
from contenthub.query.schema.typemap import Ready, Schema

logger = logging.getLogger(__name__)

STANDARD = (parts.RichText, parts.Image, parts.Table, parts.ProcedureValue, Date, *FILTERS.values())
"""Types that stand in every schema, so that no model can take their names."""

Problem = (ValueError, TypeError, AssertionError, LookupError, AttributeError)
"""What graphene and graphql-core raise for what they cannot build."""


@dataclass(frozen=True)
class Made:
    """What was made of one model: its types by name, its fields of Query, and which of its fields are internal."""

    names: tuple[str, ...]
    """All that it takes; see `names_of`."""
    named: tuple[tuple[str, ...], ...]
    """Which models its references name, those of each reference together."""
    types: Mapping[str, Any]
    fields: Mapping[str, graphene.Field]
    roots: Mapping[str, Root]
    internal: frozenset[tuple[str, str]]


Sound = tuple[ModelSpec, tuple[str, ...]]
"""A model with its names."""


@dataclass(frozen=True)
class Built:
    """A schema with what its readers need to know: models, roots, internal fields, and what was left out and why."""

    schema: graphene.Schema
    specs: Mapping[str, ModelSpec]
    roots: Mapping[str, Root]
    internal: frozenset[tuple[str, str]]
    quarantined: Mapping[str, str]
    made: Mapping[str, Made]
    """By the key of the model."""

    @property
    def sdl(self) -> str:
        """The schema as text, sorted, so that equal schemas print equally."""
        return print_schema(lexicographic_sort_schema(self.schema.graphql_schema)) + "\n"


def build_schema(specs: Sequence[ModelSpec]) -> graphene.Schema:
    """Return the schema of these models; models that cannot be built are left out (see `build`)."""
    return build(specs).schema


def build(specs: Sequence[ModelSpec], before: Built | None = None) -> Built:
    """Return the schema of these models with what was quarantined. When two collide, the first keeps the name.

    What `before` has of models that are the same is taken over; the outcome is the same without it.
    """
    sound, quarantined = sift(specs, before)
    while True:
        try:
            return _build(sound, quarantined, before)
        except Problem as error:
            culprit, reason = _culprit([spec for spec, _names in sound], error)
            quarantined[culprit] = reason
            sound = [one for one in sound if one[0].key != culprit]


def sift(specs: Sequence[ModelSpec], before: Built | None) -> tuple[list[Sound], dict[str, str]]:
    """Return the models whose names are free, with their names, and of the others the reason why they are not."""
    names = [*_standard().schema.graphql_schema.type_map, *(f"Query.{name}" for name in ROOT)]
    taken = dict.fromkeys(names, "the hub itself")
    sound: list[Sound] = []
    quarantined: dict[str, str] = {}
    for spec in specs:
        pause()
        try:
            known = _known(spec, before)
            own = known.names if known else names_of(spec, OWN_FIELDS)
            check_free(own, taken)
        except ValueError as error:
            quarantined[spec.key] = str(error)
        else:
            taken |= dict.fromkeys(own, f"the model {spec.key!r}")
            sound.append((spec, own))
    return sound, quarantined


def _known(spec: ModelSpec, before: Built | None) -> Made | None:
    """Return what was made of the very same model before."""
    return before.made[spec.key] if before is not None and before.specs.get(spec.key) == spec else None


@cache
def _standard() -> Built:
    return _build([], {}, None)


def _culprit(specs: Sequence[ModelSpec], error: Exception) -> tuple[str, str]:
    """Return the first model that cannot even be built alone. Raises the error when it is none of them."""
    for spec in specs:
        try:
            _build([(spec, names_of(spec, OWN_FIELDS))], {}, _standard())
        except Problem as own:
            return spec.key, f"it cannot be built ({type(own).__name__}: {own})"
    raise error


def _build(sound: Sequence[Sound], quarantined: Mapping[str, str], before: Built | None) -> Built:
    specs = {spec.key: spec for spec, _names in sound}
    made = {key: before.made[key] for key in unchanged(specs, before)} if before else {}
    ready = _ready(made, before)
    types = Types(specs, {name: kind for one in made.values() for name, kind in one.types.items()})
    fields, roots = standard_fields()
    for spec, names in sound:
        if spec.key not in made:
            pause()
            made[spec.key] = _make(spec, names, types)
    models = [made[key] for key in specs]
    for one in models:
        fields |= one.fields
        roots |= one.roots
    schema = Schema(fields, [*STANDARD, *(kind for one in models for kind in one.types.values())], ready)
    types.made.clear()  # references are found now, but hold on to all types
    for kind in filter(is_abstract_type, schema.new.values()):
        abstract: Any = kind
        abstract.resolve_type = type_name_of
    internal = parts.INTERNAL.union(*(one.internal for one in models))
    return Built(schema, specs, roots, internal, dict(quarantined), made)


def unchanged(specs: Mapping[str, ModelSpec], before: Built) -> set[str]:
    """Return the models whose types are those of before: neither they nor what their types name are others now."""
    same = {key for key, spec in specs.items() if _known(spec, before)}
    came_or_went = set(specs) ^ set(before.specs)
    changed = (set(specs) | set(before.specs)) - same
    while changed:
        named = {key: before.made[key].named for key in same}
        changed = {key for key in same if any(_is_another(one, changed, came_or_went) for one in named[key])}
        same -= changed
    return same


def _is_another(named: tuple[str, ...], changed: set[str], came_or_went: set[str]) -> bool:
    """Return whether a reference has another type now: that of one model is its own, that of several is not."""
    return not came_or_went.isdisjoint(named) or (len(named) == 1 and named[0] in changed)


def _make(spec: ModelSpec, names: tuple[str, ...], types: Types) -> Made:
    there, internal = set(types.made), set(types.internal)
    members = types.members(spec.type_name, spec.fields)
    about = {"__doc__": spec.description or spec.name, "Meta": type("Meta", (), {"interfaces": (ContentItem,)})}
    types.made[spec.type_name] = type(spec.type_name, (Plain,), {**about, **members})
    fields, roots = model_fields(spec, types.made[spec.type_name])
    new = {name: kind for name, kind in types.made.items() if name not in there}
    return Made(names, tuple(named_in(spec.fields)), new, fields, roots, frozenset(types.internal - internal))


def _ready(same: Mapping[str, Made], before: Built | None) -> Ready:
    """Return what graphql-core has of these models, and of the hub itself."""
    if before is None:
        return Ready()
    schema: Any = before.schema.graphql_schema
    gone = [one for key, one in before.made.items() if key not in same]
    names = {schema.query_type.name, *(name for one in gone for name in one.names)}
    fields = {name for one in gone for name in one.fields}
    return Ready(
        {name: kind for name, kind in schema.type_map.items() if name not in names},
        {name: field for name, field in schema.query_type.fields.items() if name not in fields},
    )


def type_name_of(value: Any, _info: Any, _kind: Any) -> str:
    name: str = value.type_name
    return name
