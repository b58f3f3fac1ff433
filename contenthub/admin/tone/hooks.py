"""Where Wagtail's admin meets the tone of voice."""

from __future__ import annotations

from typing import Any

from django.urls import path
from wagtail import hooks

from contenthub.admin.tone.check import CheckOnCreate, CheckOnEdit


def tone_urls() -> list[Any]:
    return [
        path("tone/check/", CheckOnCreate.as_view(), name="contenthub_tone_add"),
        path("tone/check/<str:pk>/", CheckOnEdit.as_view(), name="contenthub_tone_edit"),
    ]


def register_all() -> None:
    """Tell Wagtail of everything here."""
    hooks.register("register_admin_urls", tone_urls)
