"""Sightings: what was seen of a channel, and when; and windows in which nobody need look.

A sighting is a *run*: what looked the same each time is one row, from the first time to the last, with how often. So
the table grows with what changes, not with how often somebody looks. A pull or a ping has no address: it proves that
the channel's program runs; of those there is one row a day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

KEEP = timedelta(days=90)
"""What is over is kept for so long."""
MOST_TEXT = 20_000
"""Signs of a text that are kept, to show it beside what ought to stand there."""
AT_A_TIME = 500


class Sighting(models.Model):
    """One run of sightings of one address of a channel, all alike. `code`: of HTTP, empty when there was no answer."""

    class Way(models.TextChoices):
        """How it was seen: the channel asked, the channel told, the hub looked."""

        PULL = "pull", _("it asked for content")
        REPORT = "report", _("it reported")
        PROBE = "probe", _("the hub looked")

    channel = models.ForeignKey(
        "channels.Channel", verbose_name=_("channel"), on_delete=models.CASCADE, related_name="sightings"
    )
    way = models.CharField(_("way"), max_length=8, choices=Way)
    address = models.CharField(_("address"), max_length=400, blank=True)
    online = models.BooleanField(_("online"), default=True)
    code = models.PositiveSmallIntegerField(_("status"), null=True)
    stamp = models.TextField(_("stamp"), blank=True)
    text = models.TextField(_("text"), blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    etag = models.CharField(max_length=300, blank=True)
    modified = models.CharField(max_length=60, blank=True)
    current = models.BooleanField(_("the newest"), default=True)
    first_at = models.DateTimeField(_("first seen"))
    last_at = models.DateTimeField(_("last seen"))
    prior_at = models.DateTimeField(_("seen before that"), null=True)
    count = models.PositiveIntegerField(_("times"), default=1)
    after = models.DurationField(
        _("after"), null=True, help_text=_("How long after publication it was first seen, for what was current then.")
    )

    class Meta:
        verbose_name = _("sighting")
        verbose_name_plural = _("sightings")
        indexes = [models.Index(fields=["channel", "current", "last_at"], name="sighting_current")]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "way", "address"],
                condition=models.Q(current=True) & ~models.Q(address=""),
                name="sighting_newest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel}: {self.address or self.way} {self.last_at:%Y-%m-%d %H:%M}"


class Maintenance(models.Model):
    """A time in which a channel may be away without anybody being alarmed."""

    channel = models.ForeignKey(
        "channels.Channel", verbose_name=_("channel"), on_delete=models.CASCADE, related_name="maintenance"
    )
    start = models.DateTimeField(_("from"))
    end = models.DateTimeField(_("until"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("maintenance window")
        verbose_name_plural = _("maintenance windows")
        ordering = ["start"]

    def __str__(self) -> str:
        return f"{self.channel}: {self.start:%Y-%m-%d %H:%M} – {self.end:%Y-%m-%d %H:%M}"


@dataclass(frozen=True)
class Glimpse:
    """What was seen of one address just now. `unchanged`: the channel said that it is as it was (HTTP 304)."""

    address: str
    online: bool = True
    code: int | None = None
    stamp: str = ""
    text: str = ""
    reason: str = ""
    etag: str = ""
    modified: str = ""
    unchanged: bool = False


@transaction.atomic
def note(channel: int, way: str, glimpses: Iterable[Glimpse], now: datetime) -> list[Sighting]:
    """Keep what was seen: the run goes on, or a new one begins. Return the runs that are new."""
    seen = {one.address: one for one in glimpses}
    channels: Any = Sighting._meta.get_field("channel").related_model
    channels.objects.select_for_update().filter(pk=channel).first()
    known = newest_of(channel, way, seen)
    same: list[Sighting] = []
    new: list[Sighting] = []
    for address, one in seen.items():
        run = known.get(address)
        if run is not None and (one.unchanged or alike(run, one)):
            run.prior_at, run.last_at, run.count = run.last_at, max(run.last_at, now), run.count + 1
            if not one.unchanged:
                run.etag, run.modified, run.text = one.etag, one.modified, one.text[:MOST_TEXT]
            same.append(run)
        elif not one.unchanged:
            new.append(run_of(channel, way, one, now))
    Sighting.objects.bulk_update(
        same, ["last_at", "prior_at", "count", "etag", "modified", "text"], batch_size=AT_A_TIME
    )
    over = [run.pk for address, run in known.items() if address in {one.address for one in new}]
    for start in range(0, len(over), AT_A_TIME):
        Sighting.objects.filter(pk__in=over[start : start + AT_A_TIME]).update(current=False, text="")
    return Sighting.objects.bulk_create(new, batch_size=AT_A_TIME)


GOES_ON = ["last_at", "prior_at", "count", "etag", "modified", "text"]


def newest_of(channel: int, way: str, addresses: Iterable[str]) -> dict[str, Sighting]:
    """Return the newest run of each of these addresses."""
    wanted, found = list(addresses), dict[str, Sighting]()
    for start in range(0, len(wanted), AT_A_TIME):
        rows = Sighting.objects.filter(channel=channel, way=way, current=True)
        found |= {row.address: row for row in rows.filter(address__in=wanted[start : start + AT_A_TIME])}
    return found


def alike(run: Sighting, one: Glimpse) -> bool:
    return (run.online, run.stamp) == (one.online, one.stamp)


def run_of(channel: int, way: str, one: Glimpse, now: datetime) -> Sighting:
    return Sighting(
        channel_id=channel,
        way=way,
        address=one.address[:400],
        online=one.online,
        code=one.code,
        stamp=one.stamp,
        text=one.text[:MOST_TEXT],
        reason=one.reason[:300],
        etag=one.etag[:300],
        modified=one.modified[:60],
        first_at=now,
        last_at=now,
    )


def note_sign(channel: int, way: str, now: datetime, count: int = 1) -> None:
    """Keep a sign of life without an address: one row a day."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    today = Sighting.objects.filter(channel=channel, way=way, address="", first_at__gte=midnight)
    if not today.update(last_at=now, count=F("count") + count):
        Sighting.objects.create(channel_id=channel, way=way, first_at=now, last_at=now, count=count)


def forget_old(now: datetime) -> int:
    """Delete what is over and old. Return how many rows; the newest of each address always stays."""
    over = models.Q(current=False) | models.Q(address="")
    return Sighting.objects.filter(over, last_at__lt=now - KEEP).delete()[0]
