"""A submission that does not pass the automatic checks: the author stays in the editor and is told what is first."""

from typing import Any

from wagtail.models import WorkflowState


def first_of(instance: Any) -> str | None:
    """Return what has to be solved before anybody is asked; None when the submission went through."""
    state = instance.current_workflow_state
    if state and state.status == WorkflowState.STATUS_NEEDS_CHANGES and state.current_task_state:
        return str(state.current_task_state.comment)
    return None


class StaysWhenSentBack:
    """For the views of a form that is submitted: no word of success, and no leaving."""

    object: Any
    action: str

    @property
    def _sent_back(self) -> bool:
        return self.action == "submit" and first_of(self.object) is not None

    def get_success_message(self, *args: Any) -> Any:
        return None if self._sent_back else super().get_success_message(*args)  # type: ignore[misc]

    def get_success_url(self) -> Any:
        return self.get_edit_url() if self._sent_back else super().get_success_url()  # type: ignore[misc,attr-defined]
