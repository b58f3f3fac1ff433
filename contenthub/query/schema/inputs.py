"""Filters and orders: what a list of one model can be narrowed to and sorted by."""

from collections.abc import Iterator, Mapping
from typing import Any

from graphene import ID, Boolean, Enum, Float, InputField, InputObjectType, List, NonNull, String

from content_models.spec import ModelSpec
from contenthub.query.names import NameTaken
from contenthub.query.schema.scalars import Date, DateTime
from contenthub.query.store.terms import filter_fields, sort_fields

FILTERED = {"subject", "publishedAfter"}


def filter_type(name: str, description: str, members: Mapping[str, Any]) -> Any:
    fields = {member: InputField(kind) for member, kind in members.items()}
    return type(name, (InputObjectType,), {"__doc__": description, **fields})


def values(kind: Any) -> dict[str, Any]:
    return {"eq": kind, "in": List(NonNull(kind)), "exists": Boolean}


def ranges(kind: Any) -> dict[str, Any]:
    return {"eq": kind, "gt": kind, "gte": kind, "lt": kind, "lte": kind, "exists": Boolean}


TextFilter = filter_type("TextFilter", "Text that is exactly this, one of these, or there at all.", values(String))
IdFilter = filter_type("IdFilter", "Refers to this, to one of these, or to anything.", values(ID))
NumberFilter = filter_type("NumberFilter", "A number in a range.", ranges(Float))
DateFilter = filter_type("DateFilter", "A day in a range.", ranges(Date))
DateTimeFilter = filter_type("DateTimeFilter", "A moment in a range.", ranges(DateTime))
BooleanFilter = filter_type("BooleanFilter", "Yes or no.", {"eq": Boolean})
TagsFilter = filter_type(
    "TagsFilter", "Has this tag, or one of these.", {"contains": String, "containsAny": List(NonNull(String))}
)

FILTERS: Mapping[str, Any] = {
    **dict.fromkeys(("text", "choice", "url"), TextFilter),
    **dict.fromkeys(("reference", "fact"), IdFilter),
    "number": NumberFilter,
    "date": DateFilter,
    "datetime": DateTimeFilter,
    "boolean": BooleanFilter,
    "tags": TagsFilter,
}

STANDARD_ORDERS = (
    ("TITLE_ASC", "title:asc"),
    ("TITLE_DESC", "title:desc"),
    ("PUBLISHED_AT_ASC", "published_at:asc"),
    ("PUBLISHED_AT_DESC", "published_at:desc"),
)

ORDER = "The order of a list; what has no value comes last."
ItemOrder = Enum("ItemOrder", list(STANDARD_ORDERS), description=ORDER)


def model_filter(spec: ModelSpec) -> Any:
    """Return the filter of a model. Raises NameTaken."""
    members = {field.name: FILTERS[field.kind] for field in filter_fields(spec) if field.kind in FILTERS}
    if taken := FILTERED & set(members):
        raise NameTaken(f"every filter has a {sorted(taken)[0]!r} already")
    members |= {"subject": String, "publishedAfter": DateTime}
    told = "All conditions must hold. `subject` is a key and takes its subtree."
    return filter_type(f"{spec.type_name}Filter", told, members)


def model_order(spec: ModelSpec) -> Any:
    """Return the orders of a model's list."""
    return Enum(f"{spec.type_name}Order", list(orders(spec)), description=ORDER)


def orders(spec: ModelSpec) -> Iterator[tuple[str, str]]:
    yield from STANDARD_ORDERS
    for field in sort_fields(spec):
        yield f"{field.key.upper()}_ASC", f"{field.key}:asc"
        yield f"{field.key.upper()}_DESC", f"{field.key}:desc"
