"""Search on PostgreSQL finds what it finds on SQLite: documents are written anew, without its dictionaries.

In transactions of their own, so that the version before goes on publishing; its searches find what is written anew.
"""

from django.db import migrations, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from contenthub.publishing import fulltext

BATCH = 500


def write_anew(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    database, last = editor.connection, 0
    if database.vendor != "postgresql":
        return
    while True:
        with transaction.atomic(using=database.alias), database.cursor() as cursor:
            cursor.execute(
                "SELECT f.rowid, p.locale, f.title, f.words FROM contenthub_fulltext f JOIN contenthub_publication p"
                " ON p.id = f.rowid WHERE f.rowid > %s ORDER BY f.rowid LIMIT %s FOR UPDATE OF f",
                [last, BATCH],
            )
            rows = cursor.fetchall()
            fulltext.write_documents(rows)
        if not rows:
            return
        last = rows[-1][0]


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("contenthub", "0019_recovery_codes")]
    operations = [migrations.RunPython(write_anew, migrations.RunPython.noop)]
