"""The workflow that every item, fact and content model goes through: one task, built from mandates each time."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.locks import WorkflowLock
from wagtail.models import Task, TaskState, Workflow, WorkflowContentType, WorkflowTask

from content_models.models import ContentModel, Fact, Item
from contenthub.governance.approvals import Approval
from contenthub.governance.asking import begin, open_slots_of, waiting_for
from contenthub.governance.signing import decide

NAME = gettext_lazy("Approval")


class SignOffLock(WorkflowLock):
    """Locked for everybody: what is being signed does not change under the hands of those who sign."""

    def for_user(self, user: Any) -> bool:
        return True

    def get_message(self, user: Any) -> Any:
        approval = self.object.current_workflow_task_state
        if not isinstance(approval, Approval):
            return super().get_message(user)
        return format_html(
            '{} {} <a href="{}">{}</a>',
            _("This is waiting for approval, so nobody can change it."),
            _("To change it, ask for changes or cancel the workflow."),
            reverse("contenthub_decision", args=[approval.pk]),
            _("See who decides"),
        )

    def get_locked_by(self, user: Any, can_lock: bool = False) -> str:
        return _("Locked while it is being decided about")

    def get_description(self, user: Any, can_lock: bool = False) -> str:
        return _("To change it, ask for changes or cancel the workflow.")


class MandateTask(Task):
    """The subject decides, then every channel that has a say signs off, all at once. Who: the mandates tell."""

    task_state_class = Approval
    lock_class = SignOffLock

    class Meta:
        app_label = "contenthub"
        verbose_name = gettext_lazy("approval by mandate")
        verbose_name_plural = gettext_lazy("approvals by mandate")

    def __str__(self) -> str:
        return str(self.name)

    @classmethod
    def get_description(cls) -> Any:
        return _("Whoever has the mandate for the subject decides, then whoever signs off for each channel")

    @transaction.atomic
    def start(self, workflow_state: Any, user: Any = None) -> Any:
        """Begin an approval; problems send it back at once. A resubmission must not see the revision of before."""
        workflow_state.content_object.refresh_from_db(fields=["latest_revision"])
        return begin(self, workflow_state, user, timezone.now())

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        return True

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        approval = obj.current_workflow_task_state
        if not isinstance(approval, Approval) or not open_slots_of(approval, user, timezone.now()):
            return []
        return [
            ("reject", _("Ask for changes"), True),
            ("approve", _("Approve"), False),
            ("approve", _("Approve with a remark"), True),
        ]

    def on_action(self, task_state: Any, user: Any, action_name: str, **kwargs: Any) -> None:
        verdict = {"approve": "approve", "reject": "changes"}[action_name]
        decide(task_state, user, verdict, kwargs.get("comment", ""), timezone.now())

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> models.QuerySet[TaskState]:
        found: models.QuerySet[TaskState] = TaskState.objects.filter(
            pk__in=[approval.pk for approval in waiting_for(user, timezone.now())]
        )
        return found


def install_workflow() -> None:
    """Let items, facts and content models go through the one workflow; what is set up already stays."""
    if MandateTask.objects.exists():
        return
    task = MandateTask.objects.create(name=str(NAME))
    workflow = Workflow.objects.create(name=str(NAME))
    WorkflowTask.objects.create(workflow=workflow, task=task)
    for model in (Item, Fact, ContentModel):
        content_type = ContentType.objects.get_for_model(model)
        WorkflowContentType.objects.get_or_create(content_type=content_type, defaults={"workflow": workflow})
