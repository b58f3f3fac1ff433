"""The only signal receivers of the hub.

Wagtail mails about its workflows while the transaction is still open: a mail could go out about something that is then
rolled back, and a slow mail server would hold the database. Our notices say the same, after the commit.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.backends.signals import connection_created
from django.db.models.signals import m2m_changed
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from contenthub import audit
from contenthub.logs import SlowQueries

slow_queries = SlowQueries(settings.HUB_SLOW_QUERY_MS)

MAILERS = (
    (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
    (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
    (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
    (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
)


def stay_silent(**_kwargs: Any) -> None:
    """Stand where Wagtail's mailer would: of two receivers with the same name, the first to connect stays."""


def connect() -> None:
    silence_mailers()
    watch_rights()
    if settings.HUB_SLOW_QUERY_MS:
        connection_created.connect(slow_queries.attend)


def watch_rights() -> None:
    """Keep a log of who signs in and of who may do what."""
    user_logged_in.connect(audit.signed_in)
    user_logged_out.connect(audit.signed_out)
    user_login_failed.connect(audit.failed)
    for table in audit.watched():
        m2m_changed.connect(audit.rights_changed, sender=table)


def silence_mailers() -> None:
    for signal, sender, name in MAILERS:
        signal.disconnect(sender=sender, dispatch_uid=name)
        signal.connect(stay_silent, sender=sender, dispatch_uid=name)
