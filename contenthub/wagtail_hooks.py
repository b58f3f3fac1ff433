"""What the hub adds to the Wagtail admin."""

from collections.abc import Iterator
from typing import Any

from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet

from content_models.models import ContentModel, Item
from contenthub import audit
from contenthub.admin import asseen, feedback, home
from contenthub.admin.agreement import OutputsView
from contenthub.admin.board import hooks as board
from contenthub.admin.bulk import PublishTogether
from contenthub.admin.channels.definition import ChannelDefinitionView
from contenthub.admin.channels.proposal import ProposalView
from contenthub.admin.channels.viewset import definition_button
from contenthub.admin.channels.workbench import WorkbenchView, trial
from contenthub.admin.convert import ConvertView
from contenthub.admin.decisions import hooks as decisions
from contenthub.admin.menu import WriteMenuItem
from contenthub.admin.outputs import ItemOutputsView
from contenthub.admin.preview.models import ModelImpactView
from contenthub.admin.remarks import remarks
from contenthub.admin.secondstep import account
from contenthub.admin.tone import hooks as tone
from contenthub.admin.uses import ListedView, WhereUsedView
from contenthub.admin.viewsets import ChannelGroup, ContentGroup
from contenthub.tasks.history import register_log_actions

register_snippet(ContentGroup)
register_snippet(ChannelGroup)
register_snippet(decisions.DecisionGroup)
decisions.register_all()
tone.register_all()
board.register_all()
feedback.register_all()
asseen.register_all()
account.register_all()
home.register_all()
hooks.register("register_log_actions", register_log_actions)
hooks.register("register_log_actions", audit.register_actions)

HIDDEN = {"explorer", "snippets", "documents"}
"""Parts of Wagtail that are about pages, which this hub does not have."""
HIDDEN_REPORTS = {"aging-pages", "locked-pages", "page-types-usage", "workflows", "workflow-tasks"}
"""About pages too; and what waits for a decision stands under *Decisions*, with who decides."""


@hooks.register("construct_reports_menu")
def hide_reports(_request: Any, menu_items: list[Any]) -> None:
    menu_items[:] = [item for item in menu_items if item.name not in HIDDEN_REPORTS]


@hooks.register("construct_main_menu")
def hide_pages(_request: Any, menu_items: list[Any]) -> None:
    menu_items[:] = [item for item in menu_items if item.name not in HIDDEN]


@hooks.register("register_admin_urls")
def output_urls() -> list[Any]:
    return [
        path("outputs/", OutputsView.as_view(), name="contenthub_outputs"),
        path("outputs/<int:pk>/", ItemOutputsView.as_view(), name="contenthub_item_outputs"),
        path("model-impact/<int:pk>/", ModelImpactView.as_view(), name="contenthub_model_impact"),
        path("channels/<int:pk>/workbench/", WorkbenchView.as_view(), name="contenthub_channel_workbench"),
        path("channels/<int:pk>/trial/", trial, name="contenthub_channel_trial"),
        path("channels/<int:pk>/definition/", ChannelDefinitionView.as_view(), name="contenthub_channel_definition"),
        path("decisions/proposals/<int:pk>/", ProposalView.as_view(), name="contenthub_proposal"),
        path("remarks/<int:pk>/", remarks, name="contenthub_remarks"),
        path("model-convert/<int:pk>/", ConvertView.as_view(), name="contenthub_convert"),
        path("where-used/<slug:kind>/<int:pk>/", ListedView.as_view(), name="contenthub_listed"),
        path("where-used/<slug:kind>/<uuid:uuid>/", WhereUsedView.as_view(), name="contenthub_where_used"),
    ]


@hooks.register("insert_editor_js")
def watch_closely() -> str:
    return format_html('<script src="{}"></script>', versioned_static("contenthub/watch.js"))


@hooks.register("register_reports_menu_item")
def outputs_menu_item() -> MenuItem:
    url = reverse("contenthub_outputs")
    return MenuItem(_("Outputs by channel"), url, name="contenthub_outputs", icon_name="mail", order=100)


@hooks.register("register_snippet_listing_buttons")
def outputs_button(snippet: Any, _user: Any, _next_url: str | None = None) -> Iterator[Button]:
    if isinstance(snippet, Item):
        url = reverse("contenthub_item_outputs", args=[snippet.pk])
        yield Button(_("Outputs"), url, icon_name="mail", priority=25)
    if isinstance(snippet, ContentModel):
        url = reverse("contenthub_model_impact", args=[snippet.pk])
        yield Button(_("What this changes"), url, icon_name="warning", priority=25)
        url = reverse("contenthub_convert", args=[snippet.pk])
        yield Button(_("Carry a field over"), url, icon_name="form", priority=27)


@hooks.register("register_admin_menu_item")
def models_menu_item() -> MenuItem:
    return WriteMenuItem()


hooks.register("register_snippet_listing_buttons", definition_button)
hooks.register("register_bulk_action", PublishTogether)
