"""The only signal receivers of the hub.

Wagtail mails about its workflows while the transaction is still open: a mail could go out about something that is then
rolled back, and a slow mail server would hold the database. Our notices say the same, after the commit.
"""

from typing import Any

from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

MAILERS = (
    (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
    (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
    (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
    (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
)


def stay_silent(**_kwargs: Any) -> None:
    """Stand where Wagtail's mailer would: of two receivers with the same name, the first to connect stays."""


def connect() -> None:
    for signal, sender, name in MAILERS:
        signal.disconnect(sender=sender, dispatch_uid=name)
        signal.connect(stay_silent, sender=sender, dispatch_uid=name)
