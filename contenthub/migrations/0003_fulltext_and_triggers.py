"""What Django's models cannot say: full text, and that what was published never changes."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from contenthub.publishing import fulltext, triggers


def create(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    fulltext.create(editor.connection)
    triggers.create(editor.connection)


def drop(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    triggers.drop(editor.connection)
    fulltext.drop(editor.connection)


class Migration(migrations.Migration):
    dependencies = [("contenthub", "0002_publishing"), ("content_models", "0001_authoring")]
    operations = [migrations.RunPython(create, drop)]
