"""The statement behind a page: which index leads, and where the page before it ended.

With a common condition the order's own index leads, and rows that do not fit are passed over; with a rare one the
condition's index leads, and the few that fit are sorted. Either way the work does not grow with the table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any

from content_models.spec import ModelSpec
from contenthub.query.errors import QueryError
from contenthub.query.store import past
from contenthub.query.store.sql import Where, asked_last, moment, select
from contenthub.query.store.terms import TABLE, Condition, column_of, sort_fields

RARE = 2000
"""Fewer publications than this with a term may be sorted; of more, it is not counted how many there are."""
SHARE = 5.0
"""Sorting `m` rows takes as long as passing over `page * all / m` in order when `m` is this often the root of all."""
REMEMBERED = 30.0
"""Seconds for which it is remembered how common a term is: what leads is a matter of speed, never of the answer."""

_common: dict[tuple[Any, ...], tuple[float, int]] = {}
"""How many publications there are: of each term, and, without any, in all."""


@dataclass(frozen=True)
class Order:
    """`source` is title, published_at or a field; `term` and `column` say where a field's values stand."""

    source: str
    descending: bool
    term: str = ""
    column: str = ""
    absent: bool = False
    """Only what has no value: it comes last in either direction."""

    @property
    def nullable(self) -> bool:
        return bool(self.term)

    @property
    def value(self) -> str:
        if self.absent:
            return "NULL"
        return f"k.{self.column}" if self.term else f"contenthub_publication.{self.source}"

    def told(self, value: Any) -> Any:
        """Return a sort value of a row as a cursor holds it."""
        return moment(value) if self.source == "published_at" else value


def order_of(spec: ModelSpec | None, name: str) -> Order:
    """Return the order `<source>:<asc|desc>`. Raises QueryError."""
    source, _, direction = name.partition(":")
    if source in {"title", "published_at"}:
        return Order(source, direction == "desc")
    if spec is None:
        raise QueryError(f"A list of any model has no order {source!r}.")
    field = next(field for field in sort_fields(spec) if field.key == source)
    return Order(source, direction == "desc", f"{spec.key}.{source}", column_of(field))


def few(filtered: Sequence[Condition]) -> Condition | None:
    """Return the rarest exact condition, when it is rare enough to lead; what was so in the past has no index."""
    if past.view() is not None:
        return None
    exact = [(how_common(one), place) for place, one in enumerate(filtered) if one.exact]
    if not exact or min(exact)[0] >= min(RARE, SHARE * how_many() ** 0.5):
        return None
    return filtered[min(exact)[1]]


def how_common(condition: Condition) -> int:
    """Return how many publications have such a term, `RARE` for more than that."""
    counted = f"SELECT COUNT(*) FROM (SELECT 1 FROM {TABLE} t WHERE {condition.terms.text} LIMIT {RARE}) c"  # noqa: S608
    return _remembered(counted, condition.terms.values)


def how_many() -> int:
    """Return about how many publications there are: those that are gone count, for a count reads them all."""
    return _remembered("SELECT COALESCE(MAX(id), 0) FROM contenthub_publication", [])


def _remembered(statement: str, values: Sequence[Any]) -> int:
    key, now = tuple(values), monotonic()
    known = _common.get(key)
    if known is None or now - known[0] > REMEMBERED:
        if len(_common) > 10_000:
            _common.clear()
        known = _common[key] = (now, int(select(statement, values)[0][0]))
    return known[1]


def statement(
    columns: str,
    order: Order,
    where: Where,
    filtered: Sequence[Condition],
    lead: Condition | None,
    place: tuple[Any, int] | None,
    limit: int,
) -> tuple[str, list[Any]]:
    """Return the statement of a page and its parameters: (sort value, *columns) of what comes after a place.

    Columns of the snapshot are those of `s`; without any, its table is not read.
    """
    found, own = Where(), bool(order.term and not order.absent)
    tables = [f"{TABLE} t"] if lead is not None else []
    if lead is not None:
        found.extend(lead.terms).add("contenthub_publication.id = t.publication_id")
    terms = [f"{TABLE} k"] if own else []
    if own:
        field = asked_last("k.field") if lead is not None else "k.field"
        found.add(f"{field} = %s", order.term).add("contenthub_publication.id = k.publication_id")
    tables += ["contenthub_publication", *terms] if lead is not None else [*terms, "contenthub_publication"]
    identity = "k.publication_id" if own else "contenthub_publication.id"
    for condition in filtered:  # before a publication is read, where its id is known: most do not fit
        if condition is not lead:
            found.extend(condition.on_publications(identity, one_by_one=past.view() is None))
    found.extend(where)
    if order.absent:
        missing = (
            f"NOT EXISTS (SELECT 1 FROM {TABLE} k WHERE {asked_last('k.field')} = %s"  # noqa: S608
            " AND k.publication_id = contenthub_publication.id)"
        )
        found.add(missing, order.term)
    if " s." in columns:
        tables.append("contenthub_snapshot s")
        found.add("s.id = contenthub_publication.snapshot_id")
    if place is not None:
        step = "<" if order.descending else ">"
        beyond = f"{identity} {step} %s" if order.absent else f"({order.value}, {identity}) {step} (%s, %s)"
        found.add(beyond, *(place[1:] if order.absent else place))
    way = "DESC" if order.descending else "ASC"
    sort = f"{identity} {way}" if order.absent else f"{order.value} {way}, {identity} {way}"
    text = (
        f"SELECT {order.value}, {columns} FROM {' CROSS JOIN '.join(tables)}"  # noqa: S608
        f" WHERE {found.text} ORDER BY {sort} LIMIT {int(limit)}"
    )
    return text, found.values
