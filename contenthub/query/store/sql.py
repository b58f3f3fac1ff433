"""Statements written by hand: the ORM takes longer to word a statement than the database to answer it.

Only names and conditions written in this package stand in a statement; what a caller gives is always a parameter.
"""

import re
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections

from contenthub.query.store import deadline, past

Row = tuple[Any, ...]
AS_STORED = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}").fullmatch
"""Matches a uuid as it stands in documents; to read it as one takes five times as long."""


@dataclass
class Where:
    """Conditions that all must hold, with their parameters in the same order."""

    parts: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def add(self, condition: str, *values: Any) -> "Where":
        self.parts.append(condition)
        self.values.extend(values)
        return self

    def among(self, column: str, values: Iterable[Any]) -> "Where":
        """Add: the column has one of these values."""
        given = list(values)
        return self.add(f"{column} IN ({marks(given)})", *given) if given else self.add("1 = 0")

    def extend(self, other: "Where") -> "Where":
        return self.add(other.text, *other.values) if other.parts else self

    @property
    def text(self) -> str:
        return " AND ".join(self.parts) or "1 = 1"


def select(statement: str, values: Sequence[Any] = ()) -> list[Row]:
    """Return the rows that a statement answers. Raises TimedOut when it was stopped (see `store.deadline`)."""
    deadline.check()
    if (then := past.view()) is not None:
        statement, values = then.worded(statement, values)
    try:
        return _rows(statement, list(values))
    except DatabaseError:
        deadline.check()
        raise


def _rows(statement: str, values: list[Any]) -> list[Row]:
    """Return the rows, past Django's cursor, which takes as long as a statement, unless somebody listens there."""
    database = connections[DEFAULT_DB_ALIAS]
    if database.execute_wrappers or database.queries_logged or database.needs_rollback:
        with database.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall()
    database.ensure_connection()
    worded = statement.replace("%s", "?") if database.vendor == "sqlite" else statement
    with database.wrap_database_errors, closing(database.connection.cursor()) as found:
        found.execute(worded, values)
        return found.fetchall()


def asked_last(column: str) -> str:
    """Return a column that is compared in rows found by others: SQLite, which does not know how much there is, would
    read all that a field has, for each publication, instead of the few terms of that publication."""
    return f"+{column}" if connections[DEFAULT_DB_ALIAS].vendor == "sqlite" else column


def marks(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def uuid_parameters(texts: Iterable[str]) -> list[Any]:
    """Return the uuids among texts as this database compares them, sorted; what is none cannot be found anyway."""
    given = set(texts)
    plain = {text for text in given if isinstance(text, str) and AS_STORED(text)}
    found = sorted(plain.union(filter(None, map(read_uuid, given - plain))))
    return (
        [UUID(one) for one in found] if connection.vendor == "postgresql" else [one.replace("-", "") for one in found]
    )


def read_uuid(value: Any) -> str | None:
    """Return a uuid from a row or a caller as text with hyphens, None for anything else."""
    try:
        return str(value if isinstance(value, UUID) else UUID(value))
    except (ValueError, TypeError, AttributeError):
        return None


def hyphened(value: Any) -> Any:
    """Return a uuid of a row as text with hyphens; SQLite holds 32 digits."""
    if isinstance(value, str) and len(value) == 32:
        return f"{value[:8]}-{value[8:12]}-{value[12:16]}-{value[16:20]}-{value[20:]}"
    return None if value is None else str(value)


def moment(value: Any) -> Any:
    """Return a moment of a row; SQLite holds text in UTC."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


def moment_parameter(value: datetime) -> Any:
    """Return a moment as this database compares it."""
    return connection.ops.adapt_datetimefield_value(value)
