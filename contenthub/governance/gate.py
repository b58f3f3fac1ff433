"""The gate: may this person take this decision about this subject, and in which mandate?"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from content_models.problem import Problem
from contenthub.governance.mandates import Mandate

PUBLISHER = {
    Mandate.Decision.CONTENT: "content_models.publish_item",
    Mandate.Decision.WITHDRAW: "content_models.publish_item",
    Mandate.Decision.FACTS: "content_models.publish_fact",
    Mandate.Decision.MODELS: "content_models.publish_contentmodel",
    Mandate.Decision.IMPORT: "content_models.publish_item",
}
"""The permission that stands in where a subject has no mandate: the publisher role."""


@dataclass(frozen=True)
class Permit:
    """The right by which a decision was taken, in words for the record."""

    mandate: str


class Held(NamedTuple):
    """A valid mandate: who holds it, and the path of its subject (None: everything)."""

    mandate: int
    user: int
    name: str
    path: str | None


HELD = ("pk", "user_id", "user__username", "subject__path")


class Gate:
    """Answers for one person at one moment; asks the database once per kind of decision, not once per item."""

    def __init__(self, actor: Any, now: datetime) -> None:
        self.actor = actor
        self.now = now
        self._mandates: dict[str, list[Held]] = {}

    def ask(self, decision: Mandate.Decision, subject_path: str) -> Permit | Problem:
        """Return the permit, or the problem that keeps the door shut."""
        if self.actor is None or not self.actor.is_active:
            hint = _("Sign in, or name the person with --actor.")
            return Problem("", _("Nobody takes this decision."), hint, "actor")
        nearest = self._nearest(decision, subject_path)
        mine = [held for held in nearest if held.user == self.actor.pk]
        if mine:
            return Permit(str(Mandate.objects.select_related("user", "subject").get(pk=mine[0].mandate)))
        if nearest:
            names = ", ".join(sorted({held.name for held in nearest}))
            hint = _("Ask %s.") % names
            return Problem("", _("You have no mandate for this subject."), hint, "mandate")
        if self.actor.has_perm(PUBLISHER[decision]):
            return Permit("publisher role")
        hint = _("Ask somebody with the publisher role.")
        return Problem("", _("You may not take this decision."), hint, "permission")

    def _nearest(self, decision: Mandate.Decision, subject_path: str) -> list[Held]:
        """Return the mandates of the nearest subject that has any: the subject itself, else upwards."""
        above = [held for held in self._valid(decision) if subject_path.startswith(held.path or "/")]
        longest = max((len(held.path or "/") for held in above), default=0)
        return [held for held in above if len(held.path or "/") == longest]

    def _valid(self, decision: Mandate.Decision) -> list[Held]:
        if decision not in self._mandates:
            today = timezone.localdate(self.now)
            rows = (
                Mandate.objects.filter(decision=decision, user__is_active=True, channel__isnull=True)
                .filter(Q(valid_from__isnull=True) | Q(valid_from__lte=today))
                .filter(Q(valid_until__isnull=True) | Q(valid_until__gte=today))
                .order_by("pk")
            )
            self._mandates[decision] = [Held(*row) for row in rows.values_list(*HELD)]
        return self._mandates[decision]
