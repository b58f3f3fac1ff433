"""The Django app that holds the tables of the channels."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChannelsConfig(AppConfig):
    """Channels: who asks for content, with which stored queries and which tokens."""

    name = "channels"
    verbose_name = _("Channels")
    default_auto_field = "django.db.models.BigAutoField"
