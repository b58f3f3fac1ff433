"""Emergency publication: one person, a reason, a second person told at once, and a review within a set time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content_models.door import PublicationRefused
from content_models.problem import Problem
from contenthub.governance.gate import Gate
from contenthub.governance.mandates import Mandate
from contenthub.governance.notices import notify
from contenthub.governance.rights import Person
from contenthub.publishing.decisions import Decision, record
from contenthub.publishing.intake import Intake
from contenthub.users import User


class EmergencyReview(models.Model):
    """What somebody let through alone, and what a second person says about it afterwards."""

    class Verdict(models.TextChoices):
        WAITING = "waiting", gettext_lazy("waiting")
        AGREED = "agreed", gettext_lazy("agreed")
        OBJECTED = "objected", gettext_lazy("objected")

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="review")
    title = models.CharField(max_length=200)
    subject_path = models.CharField(max_length=500, default="/")
    second = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    due_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True, db_index=True)
    verdict = models.CharField(max_length=10, choices=Verdict.choices, default=Verdict.WAITING)
    remark = models.TextField(blank=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "contenthub"
        verbose_name = gettext_lazy("review of an emergency")
        verbose_name_plural = gettext_lazy("reviews of emergencies")
        ordering = ["due_at"]

    def __str__(self) -> str:
        return self.title


def ask_review(published: Sequence[tuple[Intake, Decision]], now: datetime) -> None:
    """Demand a review of each emergency publication, and tell the second person at once."""
    for intake, decision in published:
        gate = Gate(decision.actor, now)
        grant = gate.book.grant(decision.grant)
        second = second_person(gate, intake.subject_path, decision.actor)
        due = now + timedelta(days=grant.days if grant else 1)
        review = EmergencyReview.objects.create(
            decision=decision,
            title=intake.item.title,
            subject_path=intake.subject_path,
            second_id=second.pk if second else None,
            due_at=due,
            next_at=due,
        )
        if second:
            address = f"/admin/decisions/emergency/{review.pk}/"
            said = f"{decision.actor_name}: {decision.reason}"
            notify([second], "emergency", f"emergency:{review.pk}", review.title, text=said, address=address, now=now)


def reviewers(gate: Gate, path: str, first: Any) -> list[Person]:
    """Return who may review, in the order in which they are asked: never the person who published."""
    found: dict[int, Person] = {}
    for right in (Mandate.Decision.CONTENT, Mandate.Decision.EMERGENCY):
        for person in gate.book.seat(right, path).people([], steps=9):
            found.setdefault(person.pk, person)
    operators = User.objects.filter(is_superuser=True, is_active=True).order_by("pk")
    for one in operators:
        found.setdefault(one.pk, Person(one.pk, one.get_full_name() or one.get_username()))
    return [person for pk, person in found.items() if first is None or pk != first.pk]


def second_person(gate: Gate, path: str, first: Any) -> Person | None:
    return next(iter(reviewers(gate, path, first)), None)


@transaction.atomic
def review_emergency(review: EmergencyReview, actor: Any, verdict: str, remark: str, now: datetime) -> Decision:
    """Record what the second person says. Raises PublicationRefused for the first one, strangers and repeats."""
    decision = review.decision
    allowed = {one.pk for one in reviewers(Gate(actor, now), review.subject_path, decision.actor)}
    problem = None
    if verdict not in (EmergencyReview.Verdict.AGREED, EmergencyReview.Verdict.OBJECTED):
        problem = Problem("verdict", _("Agree or object."), code="verdict")
    elif verdict == EmergencyReview.Verdict.OBJECTED and not remark.strip():
        problem = Problem("remark", _("Say what is wrong."), code="required")
    elif actor is None or actor.pk not in allowed:
        hint = _("Somebody who decides about this subject, other than the person who published, reviews it.")
        problem = Problem("", _("You may not review this."), hint, "mandate")
    if problem:
        raise PublicationRefused({review.title: [problem]})
    mine = EmergencyReview.objects.filter(pk=review.pk, verdict=EmergencyReview.Verdict.WAITING)
    if not mine.update(verdict=verdict, remark=remark, reviewed_by=actor, reviewed_at=now, next_at=None):
        raise PublicationRefused({review.title: [Problem("", _("This was reviewed already."), code="decided")]})
    row = Decision(
        kind="review",
        what=decision.what,
        uuid=decision.uuid,
        locale=decision.locale,
        digest=decision.digest,
        actor=actor,
        actor_name=str(actor),
        mandate="",
        reason=remark,
        details={"verdict": verdict, "emergency": decision.pk},
        at=now,
    )
    record([row])
    return row
