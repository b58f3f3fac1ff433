"""Conditions of a filter as conditions on the field index."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from content_models.fields import kind_of
from content_models.spec import FieldSpec, ModelSpec
from contenthub.publishing.models import FieldIndex
from contenthub.query.errors import QueryError
from contenthub.query.names import is_public

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


def conditions(spec: ModelSpec, given: Mapping[str, Any]) -> Iterator[Q]:
    """Yield a condition on publications for each member of a filter. Raises QueryError."""
    for field in filter_fields(spec):
        for name, value in (given.get(field.name) or {}).items():
            if value is not None:
                yield _condition(field, name, value, terms(spec, field))


def terms(spec: ModelSpec, field: FieldSpec) -> QuerySet[FieldIndex]:
    """Return the index terms of a field, of the publication outside."""
    return FieldIndex.objects.order_by().filter(publication=OuterRef("pk"), field=f"{spec.key}.{field.key}")


def _condition(field: FieldSpec, name: str, value: Any, found: QuerySet[FieldIndex]) -> Q:
    column = column_of(field)
    if name == "exists":
        return Q(Exists(found)) if value else ~Q(Exists(found))
    if name in {"eq", "contains"}:
        return Q(Exists(found.filter(**{column: _term(field, value)})))
    if name in {"in", "containsAny"}:
        if len(value) > MOST_VALUES:
            raise QueryError(f"“{name}” of {field.name} takes {MOST_VALUES} values at most.")
        return Q(Exists(found.filter(**{f"{column}__in": [_term(field, one) for one in value]})))
    return Q(Exists(found.filter(**{f"{column}__{name}": _term(field, value)})))


def column_of(field: FieldSpec) -> str:
    return "number" if field.kind in NUMBERS else "text"


def _term(field: FieldSpec, value: Any) -> str | float:
    if field.kind in NUMBERS:
        return float(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    return str(value)[:LONGEST_TERM]
