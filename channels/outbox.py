"""The outbox: effects leave the hub after commit, at least once, always under the same key.

    put      in the transaction of the cause; the key decides that there is one
    claim    by one UPDATE; what was claimed is held until the lease ends, then anybody may take it over
    send     begin (is it still mine? one attempt more), carry, settle: sent, due again later, or a dead letter
    replay   a dead letter becomes due again, under its old key

A worker may die between any two of these steps. What it held is claimed again when the lease ends, so an effect may
happen twice, and never under two keys. Time and chance are arguments.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import F, Q

from channels.circuits import left_alone
from channels.models import Channel
from channels.shipments import KEY_LENGTH, Shipment
from channels.transports.base import TransportError

LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 12
FIRST_DELAY = timedelta(seconds=10)
LONGEST_DELAY = timedelta(hours=4)

KEEP = timedelta(days=90)
"""For so long it is known what was sent."""

Chance = Callable[[], float]
"""A number from 0 up to 1, such as `random.random`."""
Step = Callable[[str, object], None]
"""Called with the name of each step that was just done, and with what; a test ends the process there."""
Carry = Callable[[], None]
"""Does the outside effect, or raises TransportError."""

_ALL = Q()

logger = logging.getLogger(__name__)


def draft(
    channel: Channel,
    transport: str,
    key: str,
    *,
    now: datetime,
    target: str = "",
    payload: Mapping[str, Any] | None = None,
) -> Shipment:
    """Return a shipment that is not stored yet. Raises ValueError for a key that cannot be stored."""
    if not key or len(key) > KEY_LENGTH:
        raise ValueError(f"The key of a shipment has 1 to {KEY_LENGTH} characters; this one has {len(key)}.")
    return Shipment(
        channel=channel,
        transport=transport,
        key=key,
        target=target,
        payload=dict(payload or {}),
        due_at=now,
        created_at=now,
    )


def put(*shipments: Shipment) -> None:
    """Store shipments with what causes them; a key that is there already stays as it is.

    Raises RuntimeError outside a transaction: a cause that is rolled back must take its shipments with it.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("Put shipments in the transaction of what causes them: with transaction.atomic(): …")
    Shipment.objects.bulk_create(shipments, batch_size=500, ignore_conflicts=True)


def claim(now: datetime, worker: str, *, limit: int = 20, lease: timedelta = LEASE, only: Q = _ALL) -> list[Shipment]:
    """Take up to `limit` shipments that are due, the oldest first; each goes to one worker.

    A channel that another worker is busy with waits, so that its shipments leave one after the other; a paused
    channel waits until it is no longer; a target whose circuit is open is left alone. Shipments to one target keep
    their order: one behind another that is to be tried again waits for it.
    """
    busy = Shipment.objects.filter(status=Shipment.Status.CLAIMED, claimed_until__gt=now).exclude(claimed_by=worker)
    found = Shipment.objects.claimable(now).filter(only).exclude(channel__in=busy.values("channel"))
    found = found.exclude(channel__status=Channel.Status.PAUSED)
    if (alone := left_alone(now)) is not None:
        found = found.exclude(alone)
    found = found.exclude(Shipment.objects.held_up(now))
    keys = list(found.order_by("pk").values_list("pk", flat=True)[:limit])
    if not keys:
        return []
    until = now + lease
    Shipment.objects.claimable(now).filter(pk__in=keys).update(
        status=Shipment.Status.CLAIMED, claimed_by=worker, claimed_until=until
    )
    mine = Shipment.objects.filter(status=Shipment.Status.CLAIMED, claimed_by=worker, claimed_until=until)
    return list(mine.filter(pk__in=keys).select_related("channel").order_by("pk"))


def begin(shipments: Sequence[Shipment], now: datetime, *, lease: timedelta = LEASE) -> list[Shipment]:
    """Start an attempt of claimed shipments. Return those that are still this worker's; the others were taken over."""
    for spent in (one for one in shipments if one.attempts >= MAX_ATTEMPTS):
        bury(spent, spent.last_error or "Every worker that tried ended before it was done.")
    fresh = [one for one in shipments if one.attempts < MAX_ATTEMPTS]
    if not fresh:
        return []
    until = now + lease
    held = Shipment.objects.held(fresh).update(attempts=F("attempts") + 1, claimed_until=until)
    if held == len(fresh):
        for one in fresh:  # only who holds a shipment counts its attempts
            one.attempts, one.claimed_until = one.attempts + 1, until
        return sorted(fresh, key=lambda one: one.pk)
    return list(Shipment.objects.held(fresh).filter(claimed_until=until).select_related("channel").order_by("pk"))


def renew(shipments: Sequence[Shipment], now: datetime, *, lease: timedelta = LEASE) -> None:
    """Hold what takes longer for another lease."""
    Shipment.objects.held(shipments).update(claimed_until=now + lease)


def release(shipments: Sequence[Shipment]) -> None:
    """Give back what was claimed and not begun."""
    Shipment.objects.held(shipments).update(status=Shipment.Status.DUE, claimed_until=None, claimed_by="")


def send(
    shipment: Shipment,
    carry: Carry,
    now: datetime,
    *,
    chance: Chance,
    step: Step = lambda _name, _what: None,
    lease: timedelta = LEASE,
) -> bool:
    """Carry one claimed shipment out. True when it was sent; otherwise it is due later, dead, or another worker's."""
    begun = begin([shipment], now, lease=lease)
    if not begun:
        return False
    step("begun", shipment.key)
    try:
        carry()
    except Exception as error:  # noqa: BLE001 (a transport may raise anything: kept with the shipment, and tried again)
        fail(begun[0], error, now, chance=chance)
        step("failed", shipment.key)
        return False
    step("carried", shipment.key)
    settle(begun, now)
    step("settled", shipment.key)
    return True


def settle(shipments: Sequence[Shipment], now: datetime) -> None:
    """Mark shipments sent, all at once, as far as this worker still holds them."""
    Shipment.objects.held(shipments).update(
        status=Shipment.Status.SENT, sent_at=now, claimed_until=None, last_error="", permanent=False
    )


def fail(shipment: Shipment, error: Exception, now: datetime, *, chance: Chance) -> None:
    """Make a shipment due again after a while, or a dead letter when that is of no use."""
    message = str(error) if isinstance(error, TransportError) else f"{type(error).__name__}: {error}"
    permanent = isinstance(error, TransportError) and error.permanent
    if permanent or shipment.attempts >= MAX_ATTEMPTS:
        bury(shipment, message, permanent=permanent)
        return
    due_at = now + delay(shipment.attempts, chance())
    logger.info("%s: attempt %d failed, next at %s: %s", shipment.key, shipment.attempts, due_at, message)
    Shipment.objects.held([shipment]).update(
        status=Shipment.Status.DUE, due_at=due_at, claimed_until=None, last_error=message
    )


def bury(shipment: Shipment, message: str, *, permanent: bool = False) -> None:
    """Make a shipment a dead letter."""
    logger.error("%s: given up after %d attempts: %s", shipment.key, shipment.attempts, message)
    Shipment.objects.held([shipment]).update(
        status=Shipment.Status.FAILED, claimed_until=None, last_error=message, permanent=permanent
    )


def delay(attempts: int, chance: float) -> timedelta:
    """Return how long to wait after so many attempts: doubling, half of it by chance, so that not all come at once.

    >>> delay(1, 0.0), delay(3, 0.5)
    (datetime.timedelta(seconds=5), datetime.timedelta(seconds=30))
    """
    whole = min(FIRST_DELAY * 2 ** min(attempts - 1, 20), LONGEST_DELAY)
    return whole * (0.5 + chance / 2)


def forget_old(now: datetime) -> int:
    """Delete what was sent long ago; a dead letter stays until somebody sees to it. Return how many rows."""
    return Shipment.objects.filter(status=Shipment.Status.SENT, sent_at__lt=now - KEEP).delete()[0]


def replay(now: datetime, pk: int | None = None) -> int:
    """Make one dead letter, or all, due again under the old key. Return how many there were."""
    dead = Shipment.objects.filter(status=Shipment.Status.FAILED, **({} if pk is None else {"pk": pk}))
    return dead.update(status=Shipment.Status.DUE, due_at=now, attempts=0, permanent=False, claimed_by="")
