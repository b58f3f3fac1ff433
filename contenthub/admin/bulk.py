"""Publishing several items together, so that items that refer to each other can go live at once."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from content_models.models import Item
from contenthub.flow import publish_many


class PublishTogether(SnippetBulkAction):
    """The newest version of every chosen item, all or none."""

    display_name = _("Publish together")
    aria_label = _("Publish the selected items together")
    action_type = "publish_together"
    template_name = "contenthub/admin/publish_together.html"
    action_priority = 10
    models = [Item]

    def check_perm(self, snippet: Item) -> bool:
        return bool(self.request.user.has_perm("content_models.change_item"))

    @classmethod
    def execute_action(cls, objects: list[Item], user: Any = None, **kwargs: Any) -> tuple[int, int]:
        """Publish through the one door. Raises PublicationRefused; then nothing was published."""
        revisions = [item.get_latest_revision() or item.save_revision(user=user) for item in objects]
        publish_many(revisions, user)
        return len(objects), 0

    def get_execution_context(self) -> dict[str, Any]:
        return {**super().get_execution_context(), "user": self.request.user}

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        return (
            ngettext("%d item has been published.", "%d items have been published.", num_parent_objects)
            % num_parent_objects
        )
