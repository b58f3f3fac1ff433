"""What the worker writes into an item's history."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter

REFUSED = "contenthub.schedule.refused"


class RefusedSchedule(LogFormatter):
    """A scheduled publication that the gate refused at its moment: the schedule is gone, the reason stays."""

    label = _("Scheduled publication refused")
    message = _("The scheduled publication was refused, and the schedule cancelled.")

    def format_comment(self, log_entry: Any) -> str:
        return str(log_entry.data.get("reason", ""))


def register_log_actions(actions: Any) -> None:
    """Make the hub's own actions known to Wagtail's history."""
    actions.register_action(REFUSED)(RefusedSchedule)
