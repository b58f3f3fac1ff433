"""A submission that does not get through: the author stays in the editor and is told what is first."""

from typing import Any

from wagtail.models import WorkflowState

from contenthub.admin.decisions.missing import told


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
    produced_error_code: str
    produced_error_message: Any

    @property
    def _sent_back(self) -> bool:
        return self.action == "submit" and first_of(self.object) is not None

    def get_success_message(self, *args: Any) -> Any:
        return None if self._sent_back else super().get_success_message(*args)  # type: ignore[misc]

    def get_success_url(self) -> Any:
        return self.get_edit_url() if self._sent_back else super().get_success_url()  # type: ignore[misc,attr-defined]

    def is_valid(self, form: Any) -> bool:
        """Say of a submission what is missing and where; that it “could not be saved” is not so, for drafts are."""
        valid = bool(super().is_valid(form))  # type: ignore[misc]
        if not valid and self.action == "submit" and self.produced_error_code == "validation_error":
            self.produced_error_message = told(form)
        return valid
