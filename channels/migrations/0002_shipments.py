"""Make the outbox: shipments, and how far each channel has followed what changed."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0001_channel_query_token"),
    ]

    operations = [
        migrations.CreateModel(
            name="Cursor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveBigIntegerField(default=0, verbose_name="last change")),
                ("moment", models.DateTimeField(verbose_name="up to")),
                (
                    "channel",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cursor",
                        to="channels.channel",
                        verbose_name="channel",
                    ),
                ),
            ],
            options={
                "verbose_name": "cursor",
                "verbose_name_plural": "cursors",
            },
        ),
        migrations.CreateModel(
            name="Shipment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("transport", models.CharField(max_length=40, verbose_name="transport")),
                ("target", models.CharField(blank=True, max_length=300, verbose_name="target")),
                ("payload", models.JSONField(default=dict, verbose_name="payload")),
                ("key", models.CharField(max_length=250, unique=True, verbose_name="key")),
                (
                    "status",
                    models.CharField(
                        choices=[("due", "due"), ("claimed", "being sent"), ("sent", "sent"), ("failed", "failed")],
                        default="due",
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                ("due_at", models.DateTimeField(verbose_name="due")),
                ("claimed_by", models.CharField(blank=True, max_length=100, verbose_name="claimed by")),
                ("claimed_until", models.DateTimeField(null=True, verbose_name="claimed until")),
                ("last_error", models.TextField(blank=True, verbose_name="last error")),
                (
                    "permanent",
                    models.BooleanField(
                        default=False, help_text="Trying again would not help.", verbose_name="permanent"
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="created")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="sent")),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shipments",
                        to="channels.channel",
                        verbose_name="channel",
                    ),
                ),
            ],
            options={
                "verbose_name": "shipment",
                "verbose_name_plural": "shipments",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["status", "due_at"], name="shipment_due"),
                    models.Index(fields=["status", "claimed_until"], name="shipment_lease"),
                ],
            },
        ),
    ]
