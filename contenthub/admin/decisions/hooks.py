"""Where Wagtail's admin meets the screens about decisions."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.home import UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel
from wagtail.admin.widgets.button import Button
from wagtail.models import WorkflowMixin
from wagtail.snippets.action_menu import ActionMenuItem
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from content_models.models import Fact, Item
from contenthub.admin.decisions.approval import ApprovalView
from contenthub.admin.decisions.desk import OverdueView, WaitingPanel, WaitingView
from contenthub.admin.decisions.emergency import EmergencyPublishView, EmergencyView, may_publish
from contenthub.admin.decisions.log import LogView, WhyView
from contenthub.admin.decisions.mandates import CellView, MandateViewSet, MatrixView, note_change
from contenthub.admin.decisions.preferences import PreferencePanel
from contenthub.admin.decisions.sentback import first_of
from contenthub.governance.approvals import Approval
from contenthub.governance.gate import Gate
from contenthub.governance.mandates import Mandate


class Guarded(MenuItem):
    """A menu item for those with a permission."""

    def __init__(self, label: Any, name: str, icon: str, order: int, permission: str) -> None:
        super().__init__(label, reverse(name), name=name, icon_name=icon, order=order)
        self.permission = permission

    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm(self.permission))


class DecisionGroup(SnippetViewSetGroup):
    """The menu of those who decide."""

    menu_label = gettext_lazy("Decisions")
    menu_icon = "key"
    menu_order = 55
    items = (MandateViewSet,)

    def get_submenu_items(self) -> list[Any]:
        enter, see = "wagtailadmin.access_admin", "content_models.view_item"
        return [
            Guarded(gettext_lazy("Waiting"), "contenthub_waiting", "clipboard-list", 1, enter),
            Guarded(gettext_lazy("Who decides"), "contenthub_matrix", "table", 2, "contenthub.view_mandate"),
            *super().get_submenu_items(),
            Guarded(gettext_lazy("Log of decisions"), "contenthub_log", "history", 4, see),
            Guarded(gettext_lazy("Why is this live?"), "contenthub_why", "help", 5, see),
            Guarded(gettext_lazy("To be reviewed"), "contenthub_overdue", "calendar-alt", 6, see),
        ]


class SeeDecision(ActionMenuItem):
    """In the editor of something that is being decided about: the way to the decision."""

    name = "action-see-decision"
    label = gettext_lazy("Go to the decision")
    icon_name = "key"
    order = 5

    def is_shown(self, context: Any) -> bool:
        instance = context.get("instance")
        running = isinstance(instance, WorkflowMixin) and context["view"] == "edit"
        return running and isinstance(instance.current_workflow_task_state, Approval)

    def get_url(self, parent_context: Any) -> str:
        approval = parent_context["instance"].current_workflow_task_state
        return reverse("contenthub_decision", args=[approval.pk])


class PublishInEmergency(ActionMenuItem):
    """In the editor of an item, for who has a mandate for emergencies: last in the menu."""

    name = "action-emergency"
    label = gettext_lazy("Publish in an emergency")
    icon_name = "warning"
    order = 9000

    def is_shown(self, context: Any) -> bool:
        instance = context.get("instance")
        if not isinstance(instance, Item) or context["view"] != "edit" or not instance.has_unpublished_changes:
            return False
        return may_publish(context["request"].user, instance)

    def get_url(self, parent_context: Any) -> str:
        return reverse("contenthub_emergency_publish", args=[parent_context["instance"].pk])


def decision_urls() -> list[Any]:
    publish_now = EmergencyPublishView.as_view()
    return [
        path("decisions/", WaitingView.as_view(), name="contenthub_waiting"),
        path("decisions/<int:pk>/", ApprovalView.as_view(), name="contenthub_decision"),
        path("decisions/emergency/<int:pk>/", EmergencyView.as_view(), name="contenthub_emergency"),
        path("decisions/emergency/publish/<int:pk>/", publish_now, name="contenthub_emergency_publish"),
        path("decisions/mandates/", MatrixView.as_view(), name="contenthub_matrix"),
        path("decisions/mandates/cell/", CellView.as_view(), name="contenthub_matrix_cell"),
        path("decisions/log/", LogView.as_view(), name="contenthub_log"),
        path("decisions/why/", WhyView.as_view(), name="contenthub_why"),
        path("decisions/overdue/", OverdueView.as_view(), name="contenthub_overdue"),
    ]


def add_panels(_request: Any, panels: list[Any]) -> None:
    """Put what waits for decisions in the place of Wagtail's panels, which know of no slots."""
    panels[:] = [one for one in panels if not isinstance(one, REPLACED)] + [WaitingPanel()]


REPLACED = (WorkflowObjectsToModeratePanel, UserObjectsInWorkflowModerationPanel)


def hide_publish(menu_items: list[Any], request: Any, context: Any) -> None:
    """Take "Publish" away where others have to decide: it would only be refused."""
    instance = context.get("instance")
    if not isinstance(instance, Item | Fact) or not instance.subject:
        return
    right = Mandate.Decision.CONTENT if isinstance(instance, Item) else Mandate.Decision.FACTS
    seat = Gate(request.user, timezone.now()).book.seat(right, instance.subject.path)
    if seat.demanded and not seat.right_of(request.user.pk, steps=9):
        menu_items[:] = [one for one in menu_items if one.name != "action-publish"]


def say_sent_back(request: Any, instance: Any) -> None:
    """Tell the author at once when what was just submitted did not pass the automatic checks."""
    if not isinstance(instance, WorkflowMixin) or "action-submit" not in request.POST:
        return
    if (first := first_of(instance)) is not None:
        messages.error(request, _("The draft is kept, and nobody has been asked yet. First: %s") % first)


def why_button(snippet: Any, user: Any, _next_url: str | None = None) -> Iterator[Button]:
    """In the list of items: from what is live back to who let it through."""
    if isinstance(snippet, Item) and snippet.live and user.has_perm("content_models.view_item"):
        url = f"{reverse('contenthub_why')}?item={snippet.pk}"
        yield Button(_("Why is this live?"), url, icon_name="help", priority=26)


def note(action: str) -> Any:
    """Return a hook that writes a changed mandate into the log."""

    def hook(request: Any, changed: Any) -> None:
        for one in changed if isinstance(changed, list | tuple) else [changed]:
            if isinstance(one, Mandate):
                note_change(one, request.user, action, timezone.now())

    return hook


def register_all() -> None:
    """Tell Wagtail of everything here."""
    hooks.register("register_admin_urls", decision_urls)
    hooks.register("construct_homepage_panels", add_panels)
    hooks.register("construct_snippet_action_menu", hide_publish)
    hooks.register("register_snippet_action_menu_item", lambda _model: SeeDecision())
    hooks.register("register_snippet_action_menu_item", lambda _model: PublishInEmergency())
    hooks.register("register_snippet_listing_buttons", why_button)
    hooks.register("register_account_settings_panel", PreferencePanel)
    hooks.register("after_create_snippet", say_sent_back)
    hooks.register("after_edit_snippet", say_sent_back)
    for action in ("create", "edit"):
        hooks.register(f"after_{action}_snippet", note(action))
    hooks.register("before_delete_snippet", note_deletion)


def note_deletion(request: Any, instances: Any) -> None:
    """Write into the log that mandates are taken away, when that was confirmed."""
    if request.method == "POST":
        note("delete")(request, list(instances) if not isinstance(instances, Mandate) else instances)
