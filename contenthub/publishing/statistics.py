"""What the database knows of how much there is: PostgreSQL plans by it, and learns it by itself only after minutes."""

from django.db import connection

from contenthub.publishing import fulltext

MUCH = 1000
"""Rows that came at once, from which on it is told at once."""


def learn(rows: int) -> None:
    """Let PostgreSQL count its tables anew, when so many rows came at once that its plans are of another hub.

    SQLite is told by the statements themselves in which order to read tables.
    """
    if rows < MUCH or connection.vendor != "postgresql":
        return
    tables = [*connection.introspection.django_table_names(only_existing=True, include_views=False), fulltext.TABLE]
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(map(connection.ops.quote_name, sorted(tables)))}")
