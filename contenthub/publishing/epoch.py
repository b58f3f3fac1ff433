"""The epoch: a number that grows with every change that answers depend on and the change log does not tell.

Channels, their queries, tokens, scopes and withholdings, subjects, and what a fact is called. The database counts by
triggers, so that no way of writing can be forgotten; caches that see another number forget everything.
"""

from collections.abc import Iterator, Mapping, Sequence

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "contenthub_epoch"
COUNT = f"UPDATE {TABLE} SET number = number + 1"  # noqa: S608 (a constant)
ALWAYS = ("insert", "delete")

COUNTED: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    "channels_channel": (ALWAYS, ("key", "name", "kind", "status", "base_url", "locales", "settings")),
    "channels_channelquery": (ALWAYS, ("channel_id", "name", "text", "digest")),
    "channels_token": (ALWAYS, ("channel_id", "label", "digest", "scopes", "expires_at", "revoked_at")),
    "contenthub_channelscope": (ALWAYS, ("channel_id", "subject", "model", "locale")),
    "contenthub_withholding": (ALWAYS, ("channel_id", "uuid", "locale", "number")),
    "content_models_subject": (ALWAYS, ("uuid", "key", "title", "titles", "path", "parent_id")),
    "content_models_fact": ((), ("uuid", "key", "kind", "label", "subject_id")),
}
"""Table -> on which events, and with a change of which columns, the epoch grows."""


def create(connection: BaseDatabaseWrapper) -> None:
    """Create the table with its one row, and the triggers."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {TABLE} (number bigint NOT NULL)")
        cursor.execute(f"INSERT INTO {TABLE} (number) VALUES (0)")  # noqa: S608
        if connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE FUNCTION {TABLE}_count() RETURNS trigger LANGUAGE plpgsql AS"
                f" $$ BEGIN {COUNT}; NOTIFY {TABLE}; RETURN NULL; END $$"
            )
            cursor.execute(
                f"CREATE FUNCTION {TABLE}_tell() RETURNS trigger LANGUAGE plpgsql AS"
                f" $$ BEGIN NOTIFY {TABLE}; RETURN NULL; END $$"
            )
        for statement in statements(connection.vendor):
            cursor.execute(statement)


def statements(vendor: str) -> Iterator[str]:
    """Yield the statement of each trigger; PostgreSQL also tells listeners of every line of the change log."""
    for table, (events, columns) in COUNTED.items():
        for event in events:
            name = f"{table}_epoch_{event}"
            if vendor == "sqlite":
                yield f"CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW BEGIN {COUNT}; END"
            else:
                yield f"CREATE TRIGGER {name} AFTER {event} ON {table} EXECUTE FUNCTION {TABLE}_count()"
        name, changed = f"{table}_epoch_update", differs(vendor, columns)
        if vendor == "sqlite":
            yield f"CREATE TRIGGER {name} AFTER UPDATE ON {table} FOR EACH ROW WHEN {changed} BEGIN {COUNT}; END"
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


def drop(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        for table, (events, _columns) in COUNTED.items():
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            for event in (*events, "update"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_epoch_{event}{on}")
        if connection.vendor == "postgresql":
            cursor.execute("DROP TRIGGER IF EXISTS contenthub_change_tell ON contenthub_change")
            cursor.execute(f"DROP FUNCTION IF EXISTS {TABLE}_count(), {TABLE}_tell()")
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
