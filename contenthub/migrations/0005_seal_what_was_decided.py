"""Decisions taken before the log was sealed are sealed now, in their order."""

from types import SimpleNamespace

from django.db import migrations

from contenthub.publishing import triggers
from contenthub.publishing.decisions import SEALED, seal_of


def seal(apps, editor):
    decisions = apps.get_model("contenthub", "Decision")
    triggers.drop(editor.connection)
    before, count = "", 0
    for row in decisions.objects.order_by("pk").iterator():
        said = SimpleNamespace(at=row.at, **{name: getattr(row, name) for name in SEALED})
        after = seal_of(said, before)
        decisions.objects.filter(pk=row.pk).update(previous=before, seal=after)
        before, count = after, count + 1
    apps.get_model("contenthub", "LogHead").objects.update_or_create(pk=1, defaults={"seal": before, "count": count})
    triggers.create(editor.connection)


class Migration(migrations.Migration):
    dependencies = [("contenthub", "0004_mandates_approvals_and_a_sealed_log")]
    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]
