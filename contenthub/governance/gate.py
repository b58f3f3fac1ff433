"""The gate: may this person take this decision about this subject; and are all decisions there that content needs?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import CharField, UUIDField
from django.utils.translation import gettext as _

from channels.models import Channel
from content_models.models import Subject
from content_models.problem import Problem
from contenthub.governance.book import read_book
from contenthub.governance.demands import Carrier, Demand, Matter, Signature, carriers_of, demands_of, holds
from contenthub.governance.mandates import Mandate
from contenthub.governance.rights import Book, Seat
from contenthub.publishing.decisions import SIGNATURES, VOIDS, Decision
from contenthub.publishing.prepared import Prepared
from contenthub.publishing.scopes import ChannelScope
from contenthub.users import User

Right = Mandate.Decision

PUBLISHER = {
    Right.CONTENT: "content_models.publish_item",
    Right.WITHDRAW: "content_models.publish_item",
    Right.IMPORT: "content_models.publish_item",
    Right.FACTS: "content_models.publish_fact",
    Right.MODELS: "content_models.publish_contentmodel",
    Right.TONE: "contenthub.change_mandate",
    Right.WAIVE: "content_models.publish_item",
    Right.CHANNEL: "channels.change_channel",
    Right.RETIRE: "channels.change_channel",
}
"""The permission that stands in where a subject has no mandate: the publisher role. `emergency` has none."""

STAND_IN = "publisher role"


@dataclass(frozen=True)
class Permit:
    """The right by which a decision was taken, in words for the record; `slots`: every signature it rests on."""

    mandate: str
    grant: int | None = None
    slots: Sequence[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Thing:
    """Exactly what is to be let through: which content, and who wrote it since it was published last."""

    matter: Matter
    uuid: str
    locale: str
    digest: str
    authors: frozenset[int] = frozenset()


def read_carriers() -> list[Carrier]:
    """Return the channels that are not retired, with what each carries, by name."""
    channels = list(Channel.objects.exclude(status=Channel.Status.RETIRED).order_by("name"))
    scopes = list(ChannelScope.objects.order_by("pk"))
    wanted = [one.subject for one in scopes if one.subject]
    paths = dict(Subject.objects.filter(uuid__in=wanted).values_list("uuid", "path")) if wanted else {}
    return carriers_of(channels, scopes, paths)


class Gate:
    """Answers for one person at one moment; asks the database once per kind of question, not once per item."""

    def __init__(self, actor: Any, now: datetime, *, lock: bool = False) -> None:
        self.actor = actor
        self.now = now
        self._lock = lock

    @cached_property
    def book(self) -> Book:
        return read_book(self.now, lock=self._lock)

    @cached_property
    def carriers(self) -> list[Carrier]:
        if not any(grant.decision == Right.SIGNOFF for grant in self.book.grants):
            return []
        return read_carriers()

    def demands(self, matter: Matter) -> list[Demand]:
        return demands_of(matter, self.book, self.carriers if matter.what == "item" else ())

    def ask(
        self, decision: str, subject_path: str, channel: str | None = None, authors: Iterable[int] = ()
    ) -> Permit | Problem:
        """Return the permit of this person for one decision, or the problem that keeps the door shut."""
        if self.actor is None or not self.actor.is_active:
            hint = _("Sign in, or name the person with --actor.")
            return Problem("", _("Nobody takes this decision."), hint, "actor")
        seat = self.book.seat(decision, subject_path, channel)
        if not seat.demanded:
            return self._stand_in(Right(decision), subject_path)
        if grant := seat.right_of(self.actor.pk, authors):
            return Permit(grant.words, grant.pk)
        return refusal(seat, self.actor.pk, frozenset(authors))

    def _stand_in(self, decision: Right, subject_path: str) -> Permit | Problem:
        """Let the publisher role decide where nobody has a mandate: but not import over the heads of who has one."""
        if decision == Right.IMPORT and self.book.seat(Right.CONTENT, subject_path).demanded:
            hint = _("Give somebody a mandate for imports, or import without publishing and submit.")
            return Problem(
                "", _("Somebody decides about this subject, so an import needs its own mandate."), hint, "mandate"
            )
        if decision in PUBLISHER and self.actor.has_perm(PUBLISHER[decision]):
            return Permit(STAND_IN)
        if decision not in PUBLISHER:
            hint = _("Somebody has to be given a mandate for this first.")
            return Problem("", _("Nobody has a mandate for this."), hint, "mandate")
        hint = _("Ask somebody with the publisher role.")
        return Problem("", _("You may not take this decision."), hint, "permission")

    def let_through(self, thing: Thing) -> Permit | list[Problem]:
        """Return the permit for content on which every decision stands, else a problem per decision that is missing.

        A slot is filled by a signature on exactly this content, or by the actor, who decides here and now.
        """
        signatures = signatures_on(thing)
        filled: list[dict[str, Any]] = []
        missing: list[Problem] = []
        mine: Permit | None = None
        for demand in self.demands(thing.matter):
            signed = signatures.get(demand.slot)
            if signed and self._holds(demand, signed, thing):
                filled.append({"slot": demand.slot, "kind": signed.kind, "by": signed.name, "decision": signed.pk})
                continue
            answer = self.ask(demand.decision, thing.matter.path, demand.channel, thing.authors)
            if isinstance(answer, Permit):
                mine = mine or answer
                filled.append({"slot": demand.slot, "kind": "now", "by": str(self.actor), "mandate": answer.mandate})
            else:
                missing.append(named(answer, demand))
        return missing or Permit(mine.mandate if mine else _all_signed(filled), mine.grant if mine else None, filled)

    def _holds(self, demand: Demand, signed: Signature, thing: Thing) -> bool:
        if signed.grant is None and not demand.seat.demanded:
            person = User.objects.filter(pk=signed.person or 0).first()
            right = PUBLISHER[Right(demand.decision)]
            return bool(person and person.is_active and person.has_perm(right))
        return holds(demand, signed, self.book, thing.matter.path, thing.authors)


def _all_signed(filled: Sequence[dict[str, Any]]) -> str:
    return ", ".join(dict.fromkeys(one["by"] for one in filled))[:200]


def named(problem: Problem, demand: Demand) -> Problem:
    """Return a problem that says which channel it is about."""
    if demand.channel is None:
        return problem
    message = _("The channel “%s” has not signed this off.") % demand.name
    return Problem("", message, problem.hint, problem.code)


def refusal(seat: Seat, person: int, authors: frozenset[int]) -> Problem:
    """Return why somebody may not decide, and who may."""
    able = seat.people(authors)
    hint = _("Ask %s.") % ", ".join(sorted(one.name for one in able))
    if not able:
        hint = _("Nobody else may: give somebody a mandate, or name a deputy.")
    if person in authors and seat.right_of(person):
        return Problem("", _("You wrote this yourself, so somebody else decides (four eyes)."), hint, "four_eyes")
    return Problem("", _("You have no mandate for this subject."), hint, "mandate")


def signatures_on(thing: Thing) -> dict[str, Signature]:
    """Return by slot the signatures on exactly this content that nothing has used up or made void since."""
    found: dict[str, Signature] = {}
    for kind, digest, slot, actor, grant, name, pk, reason in SIGNED(thing.uuid, thing.locale):
        if kind in VOIDS:
            break
        if digest == thing.digest:
            found.setdefault(slot, Signature(slot, kind, actor, grant, name, pk, reason))
    return found


SIGNED = Prepared(
    lambda uuid, locale: (
        Decision.objects.filter(uuid=uuid, locale=locale, kind__in=[*SIGNATURES, *VOIDS])
        .order_by("-pk")
        .values_list("kind", "digest", "slot", "actor_id", "grant", "actor_name", "pk", "reason")[:500]
    ),
    *(UUIDField(), CharField()),
)
