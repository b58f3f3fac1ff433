"""A sign of life of the workers, which others may ask for."""

from datetime import datetime, timedelta

from contenthub.governance.notices import Errand

NAME = "worker"
EVERY = timedelta(seconds=10)
LATE = timedelta(minutes=2)
"""Without a sign for so long, no worker is at work."""


def sign_of_life(now: datetime) -> None:
    """Say that a worker is at work; written once in a while, whatever the number of workers."""
    Errand.claim(NAME, now, now + EVERY)


def last_sign() -> datetime | None:
    """Return when a worker was last at work; None: never."""
    next_at = Errand.objects.filter(name=NAME).values_list("next_at", flat=True).first()
    return next_at - EVERY if next_at else None
