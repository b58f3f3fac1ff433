"""The epoch: a number that is another with every change that answers depend on and the change log does not tell.

Channels, their queries, tokens, scopes and withholdings, subjects, and what a fact is called. The database counts by
triggers, so that no way of writing can be forgotten; caches that see another number forget everything. It grows by a
number that nobody knows beforehand, so that a hub that was restored from a backup never comes by the same one again.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "contenthub_epoch"
STEP = {"sqlite": "1 + abs(random() % 1000000000000)", "postgresql": "1 + floor(random() * 1000000000000)::bigint"}
ALWAYS = ("insert", "delete")

COUNTED: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    "channels_channel": (ALWAYS, ("key", "name", "kind", "status", "base_url", "locales", "settings")),
    "channels_channelquery": (ALWAYS, ("channel_id", "name", "text", "digest")),
    "channels_token": (ALWAYS, ("channel_id", "label", "digest", "scopes", "expires_at", "revoked_at")),
    "contenthub_channelscope": (ALWAYS, ("channel_id", "subject", "model", "locale")),
    "contenthub_withholding": (ALWAYS, ("channel_id", "uuid", "locale", "number")),
    "content_models_subject": (ALWAYS, ("uuid", "key", "title", "titles", "path", "parent_id")),
    "content_models_fact": ((), ("uuid", "key", "kind", "label", "labels", "subject_id")),
}
"""Table -> on which events, and with a change of which columns, the epoch grows; a column counts as soon as it is."""


def count(vendor: str) -> str:
    """Return the statement by which the epoch grows."""
    return f"UPDATE {TABLE} SET number = number + {STEP[vendor]}"  # noqa: S608 (constants)


def grow(connection: BaseDatabaseWrapper) -> None:
    """Let every process forget what it kept, for a change of what was said about the past."""
    with connection.cursor() as cursor:
        cursor.execute(count(connection.vendor))
        if connection.vendor == "postgresql":
            cursor.execute(f"NOTIFY {TABLE}")


def create(connection: BaseDatabaseWrapper) -> None:
    """Create the table with its one row, and the triggers."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {TABLE} (number bigint NOT NULL)")
        cursor.execute(f"INSERT INTO {TABLE} (number) VALUES (0)")  # noqa: S608
        if connection.vendor == "postgresql":
            cursor.execute(counting())
            cursor.execute(
                f"CREATE FUNCTION {TABLE}_tell() RETURNS trigger LANGUAGE plpgsql AS"
                f" $$ BEGIN NOTIFY {TABLE}; RETURN NULL; END $$"
            )
        for statement in statements(connection, cursor):
            cursor.execute(statement)


def counting() -> str:
    """Return the statement that makes the function of PostgreSQL's triggers, also anew."""
    return (
        f"CREATE OR REPLACE FUNCTION {TABLE}_count() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN {count('postgresql')}; NOTIFY {TABLE}; RETURN NULL; END $$"
    )


def renew(connection: BaseDatabaseWrapper) -> None:
    """Let the triggers of a hub that is there already count as they do now."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(counting())
        drop_triggers(cursor, connection.vendor)
        for statement in statements(connection, cursor):
            cursor.execute(statement)


def statements(connection: BaseDatabaseWrapper, cursor: Any) -> Iterator[str]:
    """Yield the statement of each trigger; PostgreSQL also tells listeners of every line of the change log."""
    vendor = connection.vendor
    for table, (events, wanted) in COUNTED.items():
        there = {column.name for column in connection.introspection.get_table_description(cursor, table)}
        columns = [column for column in wanted if column in there]
        for event in events:
            name = f"{table}_epoch_{event}"
            if vendor == "sqlite":
                yield f"CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW BEGIN {count(vendor)}; END"
            else:
                yield f"CREATE TRIGGER {name} AFTER {event} ON {table} EXECUTE FUNCTION {TABLE}_count()"
        name, changed = f"{table}_epoch_update", differs(vendor, columns)
        if vendor == "sqlite":
            yield (
                f"CREATE TRIGGER {name} AFTER UPDATE ON {table} FOR EACH ROW WHEN {changed} BEGIN {count(vendor)}; END"
            )
        else:
            yield (
                f"CREATE TRIGGER {name} AFTER UPDATE ON {table} FOR EACH ROW WHEN ({changed})"
                f" EXECUTE FUNCTION {TABLE}_count()"
            )
    if vendor == "postgresql":
        yield f"CREATE TRIGGER contenthub_change_tell AFTER INSERT ON contenthub_change EXECUTE FUNCTION {TABLE}_tell()"


def differs(vendor: str, columns: Sequence[str]) -> str:
    """Return the condition that one of these columns changed."""
    other = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
    cast = "" if vendor == "sqlite" else "::text"
    return " OR ".join(f"OLD.{column}{cast} {other} NEW.{column}{cast}" for column in columns)


def drop_triggers(cursor: Any, vendor: str) -> None:
    """Drop the triggers; PostgreSQL wants to be told of which table."""
    for table, (events, _columns) in COUNTED.items():
        for event in (*events, "update"):
            place = f" ON {table}" if vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_epoch_{event}{place}")
    if vendor == "postgresql":
        cursor.execute("DROP TRIGGER IF EXISTS contenthub_change_tell ON contenthub_change")


def drop(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        drop_triggers(cursor, connection.vendor)
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP FUNCTION IF EXISTS {TABLE}_count(), {TABLE}_tell()")
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
