"""Pages of publications in keyset order: a page costs one statement, however deep it lies."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.dateparse import parse_datetime

from content_models.spec import ModelSpec
from contenthub.publishing import fulltext
from contenthub.query.errors import QueryError
from contenthub.query.store.cursors import read_cursor, write_cursor
from contenthub.query.store.loaded import Loaded
from contenthub.query.store.order import Order, few, order_of, statement
from contenthub.query.store.sql import Row, Where, moment_parameter, select
from contenthub.query.store.terms import Condition, conditions
from contenthub.query.store.visible import SNAPSHOT, WHOLE, load

PAGE = 100
NEWEST = "published_at:desc"
BEST = "rank"
SHORT = ", ".join(f"contenthub_publication.{name}" for name in ("id", "uuid", "locale", "snapshot_id", "status"))
UNDER = (
    "EXISTS (SELECT 1 FROM content_models_subject b WHERE b.key = %s"
    " AND substr(contenthub_publication.subject_path, 1, length(b.path)) = b.path)"
)

Fetch = Callable[[str, str], list[tuple[Any, Loaded]]]


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

    items: list[Any]
    cursors: list[str]
    has_next: bool
    count: Callable[[], int]


Take = Callable[[list[Row]], list[Loaded]]
"""Rows of `SHORT` columns -> the items they stand for, as far as they are still to be found."""


@dataclass(frozen=True)
class Columns:
    """Which columns a page reads: whole rows, or just enough for `take` to know the items again."""

    take: Take | None = None

    @property
    def text(self) -> str:
        return SHORT if self.take else f"{WHOLE}, s.body"

    def items(self, rows: list[Row], languages: tuple[str, ...]) -> list[Loaded]:
        return self.take(rows) if self.take else [load(row, languages) for row in rows]


def page(wanted: Listing, seen: Where, columns: Columns | None = None) -> Page:
    """Return the page of a list, of what the channel may see. Raises QueryError."""
    check_first(wanted.first)
    columns = columns or Columns()
    filtered = list(conditions(wanted.spec, wanted.filter)) if wanted.spec else []
    where = narrowed(wanted, seen)
    if wanted.search is None:
        return _ordered(wanted, where, filtered, columns)
    ranked = [publication for publication, _rank in fulltext.search(wanted.search, wanted.locale)]
    where.among("contenthub_publication.id", ranked)
    if wanted.order:
        return _ordered(wanted, where, filtered, columns)
    return _ranked(wanted, with_conditions(where, filtered), ranked, columns)


def check_first(first: int) -> None:
    if not 0 <= first <= PAGE:
        raise QueryError(f"“first” must be from 0 to {PAGE}, not {first}.")


def narrowed(wanted: Listing, seen: Where) -> Where:
    """Return the conditions on publications for everything but search and fields."""
    found = Where().extend(seen).add("contenthub_publication.locale = %s", wanted.locale)
    found.among("contenthub_publication.status", wanted.statuses)
    if wanted.spec is not None:
        found.add("contenthub_publication.model = %s", wanted.spec.key)
    elif wanted.models is not None:
        found.among("contenthub_publication.model", wanted.models)
    for subject in (wanted.subject, wanted.filter.get("subject")):
        if subject is not None:
            found.add(UNDER, subject)
    if (after := wanted.filter.get("publishedAfter")) is not None:
        found.add("contenthub_publication.published_at > %s", moment_parameter(after))
    return found


def with_conditions(where: Where, filtered: Sequence[Condition]) -> Where:
    for condition in filtered:
        where.extend(condition.on_publications())
    return where


def _ordered(wanted: Listing, where: Where, filtered: Sequence[Condition], columns: Columns) -> Page:
    name = wanted.order or NEWEST
    order = order_of(wanted.spec, name)
    place = _place(wanted.after, name, order) if wanted.after is not None else None
    lead = few(filtered)
    limit, found = wanted.first + 1, list[Row]()
    if place is None or place[0] is not None or not order.nullable:
        found = select(*statement(columns.text, order, where, filtered, lead, place, limit))
    if order.nullable and len(found) < limit:
        rest = replace(order, absent=True)
        last = place if place is not None and place[0] is None else None
        found += select(*statement(columns.text, rest, where, filtered, lead, last, limit - len(found)))
    shown = found[: wanted.first]
    cursors = [write_cursor(name, (order.told(row[0]), row[1])) for row in shown]
    items = columns.items([row[1:] for row in shown], wanted.languages)
    return Page(items, cursors, len(found) > wanted.first, lambda: count(with_conditions(where, filtered)))


def count(where: Where) -> int:
    found = f"SELECT COUNT(*) FROM contenthub_publication WHERE {where.text}"  # noqa: S608
    return int(select(found, where.values)[0][0])


def _place(after: str, name: str, order: Order) -> tuple[Any, int]:
    value, identity = read_cursor(after, name)
    if order.source == "published_at":
        moment = parse_datetime(value) if isinstance(value, str) else None
        value = moment_parameter(moment) if moment is not None else None
    if not isinstance(identity, int) or (value is None and not order.nullable):
        raise QueryError("“after” is not a cursor. Pass the endCursor of the page before.", "BAD_CURSOR")
    return value, identity


def _ranked(wanted: Listing, where: Where, ranked: list[int], columns: Columns) -> Page:
    """Return a page of what was searched, the best first; the cursor marks the item after which it goes on."""
    statement = f"SELECT contenthub_publication.id FROM contenthub_publication WHERE {where.text}"  # noqa: S608
    matching = {row[0] for row in select(statement, where.values)}
    order = [publication for publication in ranked if publication in matching]
    start = 0
    if wanted.after is not None:
        place, identity = read_cursor(wanted.after, BEST)
        start = order.index(identity) + 1 if identity in order else int(place or 0)
    chosen = order[start : start + wanted.first]
    here = Where().among("contenthub_publication.id", chosen)
    statement = f"SELECT {columns.text} FROM contenthub_publication {SNAPSHOT} WHERE {here.text}"  # noqa: S608
    by_id = {item.id: item for item in columns.items(select(statement, here.values), wanted.languages)}
    items = [by_id[publication] for publication in chosen if publication in by_id]
    cursors = [write_cursor(BEST, (start + number, item.id)) for number, item in enumerate(items, 1)]
    return Page(items, cursors, len(order) > start + wanted.first, lambda: len(order))
