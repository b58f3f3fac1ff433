"""Search on SQLite finds other forms of a word: the full text gets columns with stems."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from contenthub.publishing import fulltext

BATCH = 500


def add_stems(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the table anew with what stands in it; a new hub has it like this already."""
    database = editor.connection
    if database.vendor != "sqlite":
        return
    with database.cursor() as cursor:
        cursor.execute(f"SELECT name FROM pragma_table_info('{fulltext.TABLE}')")
        if ("stems",) in cursor.fetchall():
            return
        cursor.execute(f"ALTER TABLE {fulltext.TABLE} RENAME TO contenthub_fulltext_before")
    fulltext.create(database)
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT f.rowid, p.locale, f.title, f.words FROM contenthub_fulltext_before f"
            " JOIN contenthub_publication p ON p.id = f.rowid ORDER BY f.rowid"
        )
        while rows := cursor.fetchmany(BATCH):
            fulltext.replace(rows)
        cursor.execute("DROP TABLE contenthub_fulltext_before")


class Migration(migrations.Migration):
    dependencies = [("contenthub", "0013_watch_over_channels")]
    operations = [migrations.RunPython(add_stems, migrations.RunPython.noop)]
