"""A sign of life of the workers, which others may ask for."""

from datetime import datetime, timedelta

from django.db.models import Q

from contenthub.governance.notices import Errand

NAME = "worker"
EVERY = timedelta(seconds=10)
LATE = timedelta(minutes=2)
"""Without a sign for so long, no worker is at work."""


def sign_of_life(now: datetime) -> None:
    """Say that a worker is at work; written once in a while, whatever the number of workers."""
    row, made = Errand.objects.get_or_create(name=NAME, defaults={"next_at": now})
    if not made and now - row.next_at >= EVERY:
        Errand.objects.filter(Q(next_at__lt=now), pk=row.pk).update(next_at=now)


def last_sign() -> datetime | None:
    """Return when a worker was last at work; None: never."""
    return Errand.objects.filter(name=NAME).values_list("next_at", flat=True).first()
