"""How and when each snapshot ended: what was shown in its place at any moment since."""

import django.db.models.deletion
from django.db import migrations, models

from contenthub.publishing import triggers

STATUSES = [
    ("live", "live"),
    ("withdrawn", "withdrawn"),
    ("gone", "gone"),
    ("replaced", "replaced"),
    ("expired", "expired"),
]


def fill(apps, editor):
    """Write the endings that the change log tells; what readers were told stands with what is ended now alone."""
    change, snapshot = apps.get_model("contenthub", "Change"), apps.get_model("contenthub", "Snapshot")
    publication, ending = apps.get_model("contenthub", "Publication"), apps.get_model("contenthub", "Ending")
    known = {status for status, _name in STATUSES}
    for line in change.objects.filter(what="withdrawn").order_by("seq").iterator():
        ended = snapshot.objects.filter(uuid=line.uuid, locale=line.locale, number=line.number).first()
        status = line.cause.partition(":")[0]
        if ended is None or status not in known:
            continue
        now = publication.objects.filter(snapshot=ended, status=status).first()
        told = {"notice": now.notice, "replaced_by": now.replaced_by} if now else {}
        ending.objects.create(snapshot=ended, status=status, at=line.at, **told)


def freeze(apps, editor):
    triggers.create(editor.connection, "contenthub_ending")


class Migration(migrations.Migration):
    dependencies = [("contenthub", "0016_an_epoch_of_its_own")]

    operations = [
        migrations.CreateModel(
            name="Ending",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("status", models.CharField(choices=STATUSES, max_length=10)),
                ("notice", models.TextField(blank=True)),
                ("replaced_by", models.UUIDField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "snapshot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="endings", to="contenthub.snapshot"
                    ),
                ),
            ],
            options={"verbose_name": "ending", "verbose_name_plural": "endings"},
        ),
        migrations.RunPython(freeze, migrations.RunPython.noop),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
