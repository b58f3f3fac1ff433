"""The worker: one round after the other over everything that is due, on any number of processes.

    schedule  revisions go live, items expire
    remind    decisions that wait are asked for again, and of somebody else; reviews fall due
    tell      people get their mail
    follow    what changed, and facts that begin or end to hold, become shipments
    ship      due shipments are produced or sent
    observe   channels are looked at and judged

Every piece claims what it does by UPDATE, in a transaction of its own; a worker may die anywhere.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import close_old_connections, connection

from contenthub.tasks.alive import sign_of_life
from contenthub.tasks.follow import begin_day, follow
from contenthub.tasks.moments import next_moment
from contenthub.tasks.observe import observe
from contenthub.tasks.remind import remind
from contenthub.tasks.schedule import expire_due, publish_due
from contenthub.tasks.shift import Shift, Tally
from contenthub.tasks.ship import ship
from contenthub.tasks.tell import tell

LONGEST = 2.0
"""Seconds between two looks when nothing is known to be due: what others write is seen this soon."""
SHORTEST = 0.02
LONGEST_TROUBLE = 30.0

Wait = Callable[[float], bool]
"""Waits so many seconds; True when it is time to stop."""

logger = logging.getLogger(__name__)


def attend(shift: Shift) -> Tally:
    """Do what was planned for a moment that has come."""
    return publish_due(shift) + expire_due(shift)


def look(shift: Shift) -> Tally:
    """Make one round; of shipments one handful, so that a moment is never missed behind a long queue."""
    done = attend(shift)
    meanwhile: list[Tally] = []
    if not shift.stopped():
        done += remind(shift) + tell(shift)
    if not shift.stopped():
        done += begin_day(shift) + follow(shift)
    if not shift.stopped():
        done += ship(shift, lambda: meanwhile.append(attend(shift)))
    if not shift.stopped():
        done += observe(shift)
    return sum(meanwhile, done)


def work_off(shift: Shift) -> Tally:
    """Make rounds until one finds nothing to do."""
    done = Tally()
    while not shift.stopped() and (found := look(shift)):
        done += found
        if found.failed and not found.published + found.expired + found.noted + found.sent + found.told:
            break
    return done


def run(shift: Shift, wait: Wait) -> None:
    """Work until told to stop. When something is wrong with a whole round, the database say, wait longer each time."""
    trouble = 0
    while not shift.stopped():
        try:
            close_old_connections()
            sign_of_life(shift.clock())
            found = look(shift)
            pause = SHORTEST if found and not found.failed else pause_until(next_moment(shift.clock()), shift.clock())
            trouble = 0
        except Exception:
            trouble += 1
            pause = min(0.5 * 2 ** min(trouble, 10), LONGEST_TROUBLE)
            logger.exception("This round could not be ended; the next is in %.0f s.", pause)
            connection.close()
        if wait(pause):
            return


def pause_until(moment: datetime | None, now: datetime) -> float:
    """Return how many seconds to wait for a moment."""
    seconds = (moment - now).total_seconds() if moment else LONGEST
    return max(SHORTEST, min(seconds, LONGEST))
