"""Pages of publications in keyset order: a page costs one statement, however deep it lies."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet, Subquery
from django.utils.dateparse import parse_datetime

from content_models.models import Subject
from content_models.spec import ModelSpec
from contenthub.publishing import fulltext
from contenthub.publishing.models import Publication
from contenthub.query.errors import QueryError
from contenthub.query.store.cursors import read_cursor, write_cursor
from contenthub.query.store.loaded import ITEM_COLUMNS, Loaded
from contenthub.query.store.terms import column_of, conditions, sort_fields, terms
from contenthub.query.store.visible import load, rows

PAGE = 100
NEWEST = "published_at:desc"
BEST = "rank"


@dataclass(frozen=True)
class Listing:
    """What a caller wants to see listed. `order` is `<title|published_at|field key>:<asc|desc>`, or None."""

    locale: str
    languages: tuple[str, ...]
    spec: ModelSpec | None = None
    models: Sequence[str] | None = None
    statuses: Sequence[str] = ("live",)
    subject: str | None = None
    search: str | None = None
    filter: Mapping[str, Any] = field(default_factory=dict)
    order: str | None = None
    first: int = 20
    after: str | None = None


@dataclass(frozen=True)
class Page:
    """One page of a list: the items with their cursors."""

    items: list[Loaded]
    cursors: list[str]
    has_next: bool
    count: Callable[[], int]


def page(wanted: Listing, found: QuerySet[Publication]) -> Page:
    """Return the page of a list. Raises QueryError."""
    check_first(wanted.first)
    found = narrowed(wanted, found)
    if wanted.search is None:
        return _ordered(wanted, found, wanted.order or NEWEST)
    ranked = [publication for publication, _rank in fulltext.search(wanted.search, wanted.locale)]
    found = found.filter(pk__in=ranked)
    return _ordered(wanted, found, wanted.order) if wanted.order else _ranked(wanted, found, ranked)


def check_first(first: int) -> None:
    if not 0 <= first <= PAGE:
        raise QueryError(f"“first” must be from 0 to {PAGE}, not {first}.")


def narrowed(wanted: Listing, found: QuerySet[Publication]) -> QuerySet[Publication]:
    """Return the publications that match everything but the search."""
    found = found.filter(locale=wanted.locale)
    found = (
        found.filter(status=wanted.statuses[0])
        if len(wanted.statuses) == 1
        else found.filter(status__in=wanted.statuses)
    )
    if wanted.spec is not None:
        found = found.filter(model=wanted.spec.key)
    elif wanted.models is not None:
        found = found.filter(model__in=wanted.models)
    for subject in (wanted.subject, wanted.filter.get("subject")):
        if subject is not None:
            path = Subject.objects.order_by().filter(key=subject).values("path")[:1]
            found = found.filter(subject_path__startswith=Subquery(path))
    if (moment := wanted.filter.get("publishedAfter")) is not None:
        found = found.filter(published_at__gt=moment)
    for condition in conditions(wanted.spec, wanted.filter) if wanted.spec else ():
        found = found.filter(condition)
    return found


def _ordered(wanted: Listing, found: QuerySet[Publication], order: str) -> Page:
    source, _, direction = order.partition(":")
    descending = direction == "desc"
    keyed = found.annotate(sort=_sort_value(wanted, source))
    if wanted.after is not None:
        keyed = keyed.filter(_beyond(_place(wanted.after, order, source), descending=descending))
    sort = F("sort").desc(nulls_last=True) if descending else F("sort").asc(nulls_last=True)
    nullable = source not in {"title", "published_at"}
    if not nullable:
        sort = F("sort").desc() if descending else F("sort").asc()
    keyed = keyed.order_by(sort, "-pk" if descending else "pk")
    columns = list(keyed.values_list("sort", *ITEM_COLUMNS, "snapshot__body")[: wanted.first + 1])
    shown = columns[: wanted.first]
    items = [load(row[1:], wanted.languages) for row in shown]
    cursors = [write_cursor(order, (row[0], row[1])) for row in shown]
    return Page(items, cursors, len(columns) > wanted.first, found.count)


def _sort_value(wanted: Listing, source: str) -> Any:
    if source in {"title", "published_at"}:
        return F(source)
    if wanted.spec is None:
        raise QueryError(f"A list of any model has no order {source!r}.")
    spec = next(field for field in sort_fields(wanted.spec) if field.key == source)
    return Subquery(terms(wanted.spec, spec).values(column_of(spec))[:1])


def _place(after: str, order: str, source: str) -> tuple[Any, int]:
    value, identity = read_cursor(after, order)
    if source == "published_at":
        value = parse_datetime(value) if isinstance(value, str) else None
    if not isinstance(identity, int) or (value is None and source in {"title", "published_at"}):
        raise QueryError("“after” is not a cursor. Pass the endCursor of the page before.", "BAD_CURSOR")
    return value, identity


def _beyond(place: tuple[Any, int], *, descending: bool) -> Q:
    """Return the condition for what comes after a place; what has no value comes last in either direction."""
    value, identity = place
    step = "lt" if descending else "gt"
    if value is None:
        return Q(sort=None, **{f"pk__{step}": identity})
    further = Q(**{f"sort__{step}": value}) | Q(sort=value, **{f"pk__{step}": identity})
    return further if isinstance(value, datetime) else further | Q(sort=None)


def _ranked(wanted: Listing, found: QuerySet[Publication], ranked: list[int]) -> Page:
    """Return a page of what was searched, the best first; the cursor marks the item after which it goes on."""
    matching = set(found.values_list("pk", flat=True))
    order = [publication for publication in ranked if publication in matching]
    start = 0
    if wanted.after is not None:
        place, identity = read_cursor(wanted.after, BEST)
        start = order.index(identity) + 1 if identity in order else int(place or 0)
    chosen = order[start : start + wanted.first]
    by_id = {row[0]: load(row, wanted.languages) for row in rows(found.filter(pk__in=chosen))}
    items = [by_id[publication] for publication in chosen if publication in by_id]
    cursors = [write_cursor(BEST, (start + number, item.id)) for number, item in enumerate(items, 1)]
    return Page(items, cursors, len(order) > start + wanted.first, lambda: len(order))
