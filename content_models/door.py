"""The door: publishing leaves content_models through here, and the hub stands behind it.

content_models must not import the hub, so the hub registers its door when it starts. As long as nobody has,
nothing can be published: there is no way around the gate, not even a forgotten one.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from content_models.problem import Problem


class PublicationRefused(Exception):
    """The gate refused: `problems` lists every reason per object; nothing was written."""

    publishable: Any = None
    """What was refused, when it was one object."""

    def __init__(self, problems: Mapping[str, Sequence[Problem]]) -> None:
        self.problems = {name: list(found) for name, found in problems.items()}
        super().__init__(self.as_text())

    def as_text(self) -> str:
        """Return one line per reason: what, where and what to do."""
        lines = [
            f"{name}: {problem.path + ': ' if problem.path else ''}{problem.message} {problem.hint}".strip()
            for name, found in self.problems.items()
            for problem in found
        ]
        return "\n".join(lines)


class Door(Protocol):
    """What the hub promises to the objects that are published."""

    def publish(self, publishable: Any, revision: Any, *, actor: Any, options: Mapping[str, Any]) -> None:
        """Publish (or schedule) the revision. Raises PublicationRefused."""

    def withdraw(self, publishable: Any, *, actor: Any, expired: bool, options: Mapping[str, Any]) -> None:
        """Take an object offline. Raises PublicationRefused."""

    def reasons_to_keep(self, publishable: Any) -> list[Problem]:
        """Return why the object cannot be deleted; an empty list means that it can."""


_doors: list[Door] = []


class NoDoor(RuntimeError):
    """Nothing can be published: no hub has registered a door."""


def register(door: Door) -> None:
    _doors[:] = [door]


def door() -> Door:
    if not _doors:
        raise NoDoor("No door is registered: publishing needs the contenthub app.")
    return _doors[0]


def publish_what_was_signed(workflow_state: Any, user: Any = None) -> None:
    """Publish the revision that the workflow was about, not what was written since; Wagtail calls this at its end."""
    workflow_state.current_task_state.revision.publish(user=user)
