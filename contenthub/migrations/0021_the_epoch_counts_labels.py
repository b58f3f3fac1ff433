"""The epoch grows when a fact gets a name in another language."""

from typing import Any

from django.db import migrations

from contenthub.publishing import epoch


def again(_apps: Any, editor: Any) -> None:
    epoch.renew(editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("contenthub", "0020_search_keeps_every_word"),
        ("content_models", "0004_facts_are_called_something_in_each_language"),
    ]
    operations = [migrations.RunPython(again, migrations.RunPython.noop)]
