"""The database itself refuses to change what was published, on SQLite and on PostgreSQL."""

from collections.abc import Sequence

from django.db.backends.base.base import BaseDatabaseWrapper

MESSAGE = "what was published is never changed"
FROZEN = {
    "contenthub_dependency": ("update", "delete"),
    "contenthub_change": ("update", "delete"),
    "contenthub_redaction": ("update", "delete"),
    "contenthub_ending": ("update", "delete"),
    "contenthub_decision": ("delete",),
    "contenthub_snapshot": ("delete",),
    "content_models_modelversion": ("update", "delete"),
    "content_models_factversion": ("update", "delete"),
}
"""Table -> what is refused. Snapshots and decisions have update rules of their own, below."""

SNAPSHOT_COLUMNS = (
    *("uuid", "locale", "number", "key", "model", "model_version", "subject", "title", "digest", "owner"),
    *("review_by", "format", "decision_id", "published_at"),
)
DECISION_COLUMNS = (
    *("kind", "what", "uuid", "locale", "digest", "actor_name", "mandate", "reason", "at"),
    *("slot", '"grant"', "details", "previous", "seal"),
)

SNAPSHOT_UPDATE = (
    "NOT EXISTS (SELECT 1 FROM contenthub_redaction WHERE snapshot_id = OLD.id)"
    " OR NEW.body NOT LIKE '{\"redacted\"%' OR "
)
"""A snapshot may change only when its redaction stands, and then only body and findings."""

UNSIGNED = "NOT EXISTS (SELECT 1 FROM contenthub_decision WHERE id = NEW.decision_id AND digest = NEW.digest)"
"""A snapshot without a decision on exactly its content."""


def differs(columns: Sequence[str]) -> str:
    return " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)


def rules() -> list[tuple[str, str, str, str, str]]:
    """Return (name, table, event, condition, message) of every trigger."""
    found = [(f"{table}_{event}", table, event, "", MESSAGE) for table, events in FROZEN.items() for event in events]
    found += [
        (
            "contenthub_snapshot_update",
            "contenthub_snapshot",
            "update",
            SNAPSHOT_UPDATE + differs(SNAPSHOT_COLUMNS),
            MESSAGE,
        ),
        ("contenthub_decision_update", "contenthub_decision", "update", differs(DECISION_COLUMNS), MESSAGE),
        ("contenthub_snapshot_signed", "contenthub_snapshot", "insert", UNSIGNED, "a snapshot needs a decision"),
    ]
    return found


def create(connection: BaseDatabaseWrapper, only: str = "") -> None:
    """Create the rules of all tables that are there, or of one: some came later, by a migration of their own."""
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for rule in rules():
            if rule[1] in there and only in ("", rule[1]):
                for statement in _statements(connection.vendor, *rule):
                    cursor.execute(statement)


def drop(connection: BaseDatabaseWrapper) -> None:
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for name, table, *_rest in rules():
            if table in there:
                on = "" if connection.vendor == "sqlite" else f" ON {table}"
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def _statements(vendor: str, name: str, table: str, event: str, condition: str, message: str) -> list[str]:
    if vendor == "sqlite":
        when = f"WHEN {condition.replace('IS DISTINCT FROM', 'IS NOT')} " if condition else ""
        return [
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {when}"
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        ]
    guard = (
        f"IF {condition} THEN RAISE EXCEPTION '{message}'; END IF;" if condition else f"RAISE EXCEPTION '{message}';"
    )
    row = "OLD" if event == "delete" else "NEW"
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
        f" AS $$ BEGIN {guard} RETURN {row}; END $$",
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]
