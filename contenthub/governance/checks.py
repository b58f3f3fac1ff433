"""The automatic step before anybody is asked: checks that run when something is submitted.

A check is a plain function of a submission that returns problems; any problem sends the submission back to its author.
The hub's own check comes first: what could not be published is not put before people. The tone of voice is another.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from channels.models import Channel
from content_models.problem import Problem
from contenthub.governance.gate import Thing
from contenthub.governance.things import item_thing, other_thing, problems_of, submitted_intake
from contenthub.publishing.intake import Intake
from contenthub.publishing.resolve import resolve


@dataclass(frozen=True)
class Submission:
    """What is submitted: `intake` for an item, `publishable` for a fact or a content model."""

    what: str
    thing: Thing
    publishable: Any
    intake: Intake | None
    at: datetime


Check = Callable[[Submission], Sequence[Problem]]
Look = Callable[[Channel, Submission], Sequence[Problem]]

_checks: list[Check] = []
_looks: list[Look] = []


def register(check: Check) -> None:
    """Add a check, once; it runs at each submission after those before it."""
    if check not in _checks:
        _checks.append(check)


def register_look(look: Look) -> None:
    """Add a look at what a channel would show, once; it is taken before somebody signs off for that channel."""
    if look not in _looks:
        _looks.append(look)


def read_submission(revision: Any, now: datetime) -> tuple[Submission, list[Problem]]:
    """Return a revision as a submission, with everything that would keep it from being published."""
    publishable = revision.as_object()
    if publishable._meta.model_name == "item":
        intake = submitted_intake(revision)
        go_live = intake.item.go_live_at
        resolve([intake], max(now, go_live) if go_live else now)
        return Submission("item", item_thing(intake), intake.item, intake, now), intake.problems
    thing = other_thing(revision, publishable)
    return Submission(thing.matter.what, thing, publishable, None, now), problems_of(publishable)


def check(submission: Submission) -> list[Problem]:
    """Return the problems that the registered checks find."""
    return [problem for one in _checks for problem in one(submission)]


def look_at(channel: Channel, submission: Submission) -> list[Problem]:
    """Return what is wrong with a submission on a channel."""
    return [problem for one in _looks for problem in one(channel, submission)]
