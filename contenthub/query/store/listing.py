"""Pages of publications in keyset order: a page costs one statement, however deep it lies."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.utils.dateparse import parse_datetime

from content_models.spec import ModelSpec
from contenthub.publishing import fulltext
from contenthub.query.errors import QueryError
from contenthub.query.store import moved, past
from contenthub.query.store.cursors import read_cursor, write_cursor
from contenthub.query.store.loaded import Loaded
from contenthub.query.store.order import Order, few, order_of, statement
from contenthub.query.store.sql import Row, Where, moment_parameter, select
from contenthub.query.store.terms import Condition, conditions
from contenthub.query.store.visible import WHOLE, column, load

PAGE = 100
NEWEST = "published_at:desc"
BEST = "rank"
SHORT = ", ".join(column(name) for name in ("id", "uuid", "locale", "snapshot_id", "status"))
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
    worded: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)
    """What was worked out of it, where the same list is asked for again and again."""

    @property
    def conditions(self) -> list[Condition]:
        """The conditions of the filter. Raises QueryError."""
        if "conditions" not in self.worded:
            self.worded["conditions"] = list(conditions(self.spec, self.filter)) if self.spec else []
        found: list[Condition] = self.worded["conditions"]
        return found


@dataclass(frozen=True)
class Page:
    """One page of a list: the items with their cursors."""

    items: list[Any]
    cursors: Sequence[str]
    has_next: bool
    count: Callable[[], int]
    searched: str | None = None
    """What was looked for."""

    @cached_property
    def texts(self) -> Mapping[int, str]:
        """The words of its items, as they were searched, by the id of their publication; one statement."""
        return fulltext.texts([item.id for item in self.items])


class Cursors(Sequence[str]):
    """The cursors of a page, written when somebody asks for one: most ask for the last alone."""

    def __init__(self, order: str, places: Sequence[tuple[Any, int]]) -> None:
        self.order, self.places = order, places

    def __len__(self) -> int:
        return len(self.places)

    def __getitem__(self, number: Any) -> Any:
        if isinstance(number, slice):
            return Cursors(self.order, self.places[number])
        return write_cursor(self.order, self.places[number])


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
    if past.view() is not None:
        if wanted.search is not None:
            raise QueryError("“search” knows only what is published now: leave out “search” or “at”.")
        if wanted.spec is not None and (wanted.conditions or wanted.order):
            moved.bring_past(wanted.spec, wanted.locale)
    if wanted.search is None:
        return _ordered(wanted, seen, columns)
    match = fulltext.match(wanted.search, wanted.locale)
    if match is None:
        return Page([], [], False, lambda: 0)
    if wanted.order:
        return _ordered(wanted, Where().extend(seen).add(*_flat(match.among)), columns)
    return _ranked(wanted, narrowed(wanted, seen), match, columns)


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


def _ordered(wanted: Listing, seen: Where, columns: Columns) -> Page:
    name, filtered = wanted.order or NEWEST, wanted.conditions
    order = order_of(wanted.spec, name)
    place = _place(wanted.after, name, order) if wanted.after is not None else None
    lead = few(filtered)
    limit, found = wanted.first + 1, list[Row]()
    if place is None or place[0] is not None or not order.nullable:
        key = (columns.text, lead and lead.name, seen.text, *seen.values)
        if (worded := wanted.worded.get(key)) is None:
            where = narrowed(wanted, seen)
            worded = wanted.worded[key] = statement(columns.text, order, where, filtered, lead, place, limit)
        found = select(*worded)
    if order.nullable and len(found) < limit:
        rest, where = replace(order, absent=True), narrowed(wanted, seen)
        last = place if place is not None and place[0] is None else None
        found += select(*statement(columns.text, rest, where, filtered, lead, last, limit - len(found)))
    shown = found[: wanted.first]
    cursors = Cursors(name, [(order.told(row[0]), row[1]) for row in shown])
    items = columns.items([row[1:] for row in shown], wanted.languages)
    return Page(
        items,
        cursors,
        len(found) > wanted.first,
        lambda: count(with_conditions(narrowed(wanted, seen), filtered)),
        wanted.search,
    )


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


def _ranked(wanted: Listing, where: Where, match: fulltext.Match, columns: Columns) -> Page:
    """Return a page of what was searched, the best first; the cursor marks the item after which it goes on."""
    fits, beyond = Where(), Where()
    for condition in wanted.conditions:
        fits.extend(condition.on_publications(f"{fulltext.TABLE}.rowid"))
    ranked, values = match.ranked(fits.extend(where).text, fits.values)
    if wanted.after is not None:
        beyond.add("(f.rank, f.id) > (%s, %s)", *_rank_of(match, read_cursor(wanted.after, BEST)))
    beyond.add("contenthub_publication.id = f.id")
    tables = f"({ranked}) f CROSS JOIN contenthub_publication"
    if columns.take is None:
        tables += " CROSS JOIN contenthub_snapshot s"
        beyond.add("s.id = contenthub_publication.snapshot_id")
    statement = (
        f"SELECT f.rank, {columns.text} FROM {tables} WHERE {beyond.text}"  # noqa: S608
        f" ORDER BY f.rank, f.id LIMIT {wanted.first + 1}"
    )
    rows = select(statement, [*values, *beyond.values])
    shown = rows[: wanted.first]
    cursors = Cursors(BEST, [(row[0], row[1]) for row in shown])
    items = columns.items([row[1:] for row in shown], wanted.languages)
    matching = with_conditions(Where().extend(where).add(*_flat(match.among)), wanted.conditions)
    return Page(items, cursors, len(rows) > wanted.first, lambda: count(matching), wanted.search)


def _rank_of(match: fulltext.Match, place: Sequence[Any]) -> tuple[Any, Any]:
    """Return the place of an item among what matches now: ranks move when others are published."""
    statement = f"SELECT {match.rank[0]} FROM {fulltext.TABLE} WHERE {match.there[0]} AND {fulltext.TABLE}.rowid = %s"  # noqa: S608
    now = select(statement, [*match.rank[1], *match.there[1], place[1]]) if isinstance(place[1], int) else []
    return (now[0][0] if now else place[0]), place[1]


def _flat(condition: tuple[str, list[Any]]) -> list[Any]:
    return [condition[0], *condition[1]]
