"""Circuit breakers: a target that fails again and again is left alone for a while, and then tried once.

A target is where shipments of one transport go together: the host of a call, the mail server. While its circuit is open
nothing is claimed for it, so nothing is lost and no attempt is spent.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

FAILURES = 5
"""So many failures in a row open the circuit."""
FIRST = timedelta(minutes=1)
LONGEST = timedelta(hours=1)


class Circuit(models.Model):
    """What is known of one target: how often in a row it failed, and until when it is left alone."""

    transport = models.CharField(_("transport"), max_length=40)
    origin = models.CharField(_("target"), max_length=300, blank=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    open_until = models.DateTimeField(_("left alone until"), null=True)

    class Meta:
        verbose_name = _("circuit breaker")
        verbose_name_plural = _("circuit breakers")
        constraints = [models.UniqueConstraint(fields=["transport", "origin"], name="circuit_target")]

    def __str__(self) -> str:
        return f"{self.transport} {self.origin}"


def origin_of(target: str) -> str:
    """Return what of a target can be down: the place of an address; nothing of a mailbox, whose server is shared."""
    parts = urlsplit(target)
    return f"{parts.scheme}://{parts.netloc}"[:300] if parts.netloc else ""


def note_failure(transport: str, target: str, now: datetime) -> None:
    """Count a failure of the target itself; enough in a row open its circuit, each time for longer."""
    origin = origin_of(target)
    Circuit.objects.get_or_create(transport=transport, origin=origin)
    mine = Circuit.objects.filter(transport=transport, origin=origin)
    mine.update(failures=F("failures") + 1)
    failures = mine.values_list("failures", flat=True).get()
    if failures >= FAILURES:
        mine.update(open_until=now + min(FIRST * 2 ** min(failures - FAILURES, 20), LONGEST))


def note_success(transport: str, target: str) -> None:
    """Close the circuit of a target that took something."""
    Circuit.objects.filter(transport=transport, origin=origin_of(target), failures__gt=0).update(
        failures=0, open_until=None
    )


def failing() -> set[tuple[str, str]]:
    """Return the targets that failed last time, as (transport, origin)."""
    return set(Circuit.objects.filter(failures__gt=0).values_list("transport", "origin"))


def left_alone(now: datetime) -> Q | None:
    """Return the shipments that wait for an open circuit; None when none is open."""
    found: Q | None = None
    for transport, origin in Circuit.objects.filter(open_until__gt=now).values_list("transport", "origin"):
        one = Q(transport=transport, target__startswith=origin)
        found = one if found is None else found | one
    return found
