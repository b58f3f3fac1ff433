"""Conditions of a filter as conditions on the field index."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from content_models.fields import kind_of
from content_models.spec import FieldSpec, ModelSpec
from contenthub.query.errors import QueryError
from contenthub.query.names import is_public
from contenthub.query.store.sql import Where, asked_last

TABLE = "contenthub_fieldindex"
COMPARED = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
NUMBERS = frozenset({"number", "boolean"})
LONGEST_TERM = 200
MOST_VALUES = 100

SORTABLE = frozenset({"text", "choice", "url", "number", "date", "datetime", "boolean"})
"""Kinds with one value whose index is in a meaningful order; facts and references stand there as ids."""


def filter_fields(spec: ModelSpec) -> Iterator[FieldSpec]:
    """Yield the fields that a list can be filtered on. Internal ones are no oracle: nobody filters on them."""
    for field in spec.fields:
        if is_public(field) and kind_of(field).indexed:
            yield field


def sort_fields(spec: ModelSpec) -> Iterator[FieldSpec]:
    return (field for field in filter_fields(spec) if field.kind in SORTABLE)


@dataclass(frozen=True)
class Condition:
    """One condition of a filter, on the terms `t` of a field: a publication has such a term (or, not `there`, none)."""

    name: str
    terms: Where
    there: bool = True
    exact: bool = False

    def on_publications(self, identity: str = "contenthub_publication.id", *, one_by_one: bool = False) -> Where:
        """Return the condition on a publication, named by a column of a table that is read before its own.

        `one_by_one`: it is asked of each publication in turn, where PostgreSQL would rather gather all that fit first.
        """
        kept = " OFFSET 0" if one_by_one and connection.vendor == "postgresql" else ""  # nothing is taken into a join
        found = f"EXISTS (SELECT 1 FROM {TABLE} t WHERE {self.terms.text} AND t.publication_id = {identity}{kept})"  # noqa: S608
        return Where().add(found if self.there else f"NOT {found}", *self.terms.values)


def conditions(spec: ModelSpec, given: Mapping[str, Any]) -> Iterator[Condition]:
    """Yield each condition of a filter. Raises QueryError."""
    for field in filter_fields(spec):
        for name, value in (given.get(field.name) or {}).items():
            if value is not None:
                yield _condition(spec, field, name, value)


def _condition(spec: ModelSpec, field: FieldSpec, name: str, value: Any) -> Condition:
    term, column = f"{spec.key}.{field.key}", f"t.{column_of(field)}"
    found, many = Where().add("t.field = %s", term), Where().add(f"{asked_last('t.field')} = %s", term)
    if name == "exists":
        return Condition(field.name, many, there=bool(value))
    if name in {"eq", "contains"}:
        return Condition(field.name, found.add(f"{column} = %s", term_of(field, value)), exact=True)
    if name in {"in", "containsAny"}:
        if len(value) > MOST_VALUES:
            raise QueryError(f"“{name}” of {field.name} takes {MOST_VALUES} values at most.")
        return Condition(field.name, found.among(column, [term_of(field, one) for one in value]), exact=len(value) == 1)
    return Condition(field.name, many.add(f"{column} {COMPARED[name]} %s", term_of(field, value)))


def column_of(field: FieldSpec) -> str:
    return "number" if field.kind in NUMBERS else "text"


def term_of(field: FieldSpec, value: Any) -> str | float:
    if field.kind in NUMBERS:
        return float(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    return str(value)[:LONGEST_TERM]
