"""Where Wagtail's admin meets the tone of voice."""

from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from contenthub.admin.decisions.hooks import Guarded
from contenthub.admin.tone.bands import BandsView
from contenthub.admin.tone.check import CheckOnCreate, CheckOnEdit
from contenthub.admin.tone.profile import ProfileView
from contenthub.admin.tone.rules import RulesView, RuleView
from contenthub.admin.tone.waivers import WaiversView


def tone_urls() -> list[Any]:
    return [
        path("tone/profile/", ProfileView.as_view(), name="contenthub_tone_profile"),
        path("tone/bands/", BandsView.as_view(), name="contenthub_tone_bands"),
        path("tone/waivers/", WaiversView.as_view(), name="contenthub_tone_waivers"),
        path("tone/rules/", RulesView.as_view(), name="contenthub_tone_rules"),
        path("tone/rules/add/", RuleView.as_view(), name="contenthub_tone_rule_add"),
        path("tone/rules/<int:pk>/", RuleView.as_view(), name="contenthub_tone_rule"),
        path("tone/check/", CheckOnCreate.as_view(), name="contenthub_tone_add"),
        path("tone/check/<str:pk>/", CheckOnEdit.as_view(), name="contenthub_tone_edit"),
    ]


def register_all() -> None:
    """Tell Wagtail of everything here."""
    hooks.register("register_admin_urls", tone_urls)
    hooks.register("register_settings_menu_item", rules_item)
    hooks.register("register_reports_menu_item", profile_item)
    hooks.register("register_reports_menu_item", waivers_item)


def rules_item() -> Guarded:
    return Guarded(_("Tone rules"), "contenthub_tone_rules", "comment", 50, "content_models.view_item")


def profile_item() -> Guarded:
    return Guarded(_("How it sounds"), "contenthub_tone_profile", "comment", 120, "content_models.view_item")


def waivers_item() -> Guarded:
    return Guarded(_("Let stand"), "contenthub_tone_waivers", "comment", 121, "content_models.view_item")
