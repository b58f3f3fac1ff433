"""The epoch grows by a number that nobody knows beforehand, so that no two histories of a hub share one."""

from typing import Any

from django.db import migrations

from contenthub.publishing import epoch


def again(apps: Any, editor: Any) -> None:
    epoch.renew(editor.connection)


class Migration(migrations.Migration):
    dependencies = [("contenthub", "0015_what_readers_say")]
    operations = [migrations.RunPython(again, migrations.RunPython.noop)]
