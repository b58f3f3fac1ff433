"""The epoch by which caches learn of what the change log does not tell, and indexes for lists of any model."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from contenthub.publishing import epoch


def create(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    epoch.create(editor.connection)


def drop(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    epoch.drop(editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("contenthub", "0005_seal_what_was_decided"),
        ("channels", "0002_shipments"),
        ("content_models", "0001_authoring"),
    ]
    operations = [
        migrations.AddIndex(
            "publication", models.Index(fields=["locale", "-published_at", "-id"], name="publication_newest")
        ),
        migrations.AddIndex(
            "publication", models.Index(fields=["locale", "model", "title", "id"], name="publication_model_title")
        ),
        migrations.RunPython(create, drop),
    ]
