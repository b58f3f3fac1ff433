"""Make the tables of channels, their stored queries and their tokens."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Channel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        max_length=60,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z][a-z0-9-]*\\Z",
                                "Use lower-case letters, digits and hyphens, and begin with a letter.",
                            )
                        ],
                        verbose_name="key",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        help_text="The key of an installed channel kind.", max_length=60, verbose_name="kind"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("new", "New"), ("active", "Active"), ("paused", "Paused"), ("retired", "Retired")],
                        default="new",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "cadence",
                    models.DurationField(
                        blank=True,
                        help_text="How often this channel asks for content at least.",
                        null=True,
                        verbose_name="cadence",
                    ),
                ),
                ("base_url", models.URLField(blank=True, default="", max_length=300, verbose_name="address")),
                (
                    "locales",
                    models.JSONField(
                        blank=True, default=list, help_text="Empty: all languages.", verbose_name="languages"
                    ),
                ),
                ("settings", models.JSONField(blank=True, default=dict, verbose_name="settings")),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="channels",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
            ],
            options={
                "verbose_name": "channel",
                "verbose_name_plural": "channels",
                "ordering": ["key"],
            },
        ),
        migrations.CreateModel(
            name="Token",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("label", models.CharField(max_length=120, verbose_name="label")),
                (
                    "digest",
                    models.CharField(
                        editable=False,
                        help_text="Empty: usable in the hub only.",
                        max_length=64,
                        null=True,
                        unique=True,
                        verbose_name="digest",
                    ),
                ),
                ("scopes", models.JSONField(blank=True, default=list, verbose_name="scopes")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="expires")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked")),
                ("last_used_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="last used")),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tokens",
                        to="channels.channel",
                        verbose_name="channel",
                    ),
                ),
            ],
            options={
                "verbose_name": "token",
                "verbose_name_plural": "tokens",
                "ordering": ["channel", "-created_at"],
            },
        ),
        migrations.CreateModel(
            name="ChannelQuery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("text", models.TextField(verbose_name="text")),
                ("digest", models.CharField(db_index=True, editable=False, max_length=64, verbose_name="digest")),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="queries",
                        to="channels.channel",
                        verbose_name="channel",
                    ),
                ),
            ],
            options={
                "verbose_name": "stored query",
                "verbose_name_plural": "stored queries",
                "ordering": ["channel", "name"],
                "constraints": [models.UniqueConstraint(fields=("channel", "name"), name="channels_query_name")],
            },
        ),
    ]
