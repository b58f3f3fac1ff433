"""Shipping: what is due in the outbox is produced or handed to its transport."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.models import Q

from channels import outbox
from channels.bounces import is_dead
from channels.circuits import failing, note_failure, note_success, origin_of
from channels.models import Channel, Shipment
from channels.registry import UnknownKindError
from channels.secrets import good_secrets
from channels.transports.base import Parcel, TransportError
from contenthub.dispatch.elsewhere import send_elsewhere
from contenthub.dispatch.produce import Report, produce
from contenthub.dispatch.retire import retirement_of
from contenthub.dispatch.tombstones import write_tombstones
from contenthub.logs import telling_of
from contenthub.publishing.snapshots import Publication
from contenthub.tasks.follow import PRODUCE
from contenthub.tasks.news import Pair
from contenthub.tasks.shift import Shift, Tally

MAIL, WEBHOOK = "smtp", "webhook"
AT_A_TIME = 20
TOGETHER = 1000
"""How many shipments of one channel one run of producing may answer."""
SINGLY = 3
"""Up to so many items are produced one by one; more, and the channel is produced as a whole."""

Attend = Callable[[], None]
"""Called now and then during something long, so that what is due meanwhile does not wait."""


def ship(shift: Shift, attend: Attend) -> Tally:
    """Claim what is due and carry it out, channel by channel; what a stop leaves over is given back."""
    claimed = outbox.claim(shift.clock(), shift.worker, limit=AT_A_TIME, lease=shift.lease)
    if not claimed:
        return Tally()
    shift.step("claimed", claimed[0].key)
    tally, run = Tally(), Run(shift, failing(), good_secrets(_called(claimed), shift.clock()))
    while claimed and not shift.stopped():
        first = claimed[0]
        if first.transport == PRODUCE:
            mine, claimed = _split(claimed, first.channel_id)
            tally += produce_for(first.channel, [*mine, *_more(first.channel, shift)], shift, attend)
        else:
            claimed = claimed[1:]
            done = hand_over(first, run)
            if done.failed:
                claimed = keep_order(first, claimed)
            tally += done
    outbox.release(claimed)
    return tally


@dataclass(frozen=True)
class Run:
    """One round of the outbox. `troubled`: targets that failed before; `secrets`: by channel, for what is signed."""

    shift: Shift
    troubled: set[tuple[str, str]]
    secrets: Mapping[int, Sequence[str]]


def _called(claimed: Sequence[Shipment]) -> set[int]:
    return {one.channel_id for one in claimed if one.transport == WEBHOOK}


def _split(claimed: Sequence[Shipment], channel: int) -> tuple[list[Shipment], list[Shipment]]:
    """Part the shipments that produce one channel from the others."""
    mine = [one for one in claimed if (one.transport, one.channel_id) == (PRODUCE, channel)]
    return mine, [one for one in claimed if one not in mine]


def _more(channel: Channel, shift: Shift) -> list[Shipment]:
    """Claim whatever else one run for this channel answers as well."""
    only = Q(channel=channel, transport=PRODUCE, status=Shipment.Status.DUE)
    return outbox.claim(shift.clock(), shift.worker, limit=TOGETHER, lease=shift.lease, only=only)


def keep_order(failed: Shipment, claimed: Sequence[Shipment]) -> list[Shipment]:
    """Give back what stands behind a shipment that did not arrive, and everything for a target that is down."""
    line = (failed.channel_id, failed.transport, failed.target)
    behind = [one for one in claimed if failed.target and (one.channel_id, one.transport, one.target) == line]
    outbox.release(behind)
    return [one for one in claimed if one not in behind]


def hand_over(shipment: Shipment, run: Run) -> Tally:
    """Give one shipment to its transport."""
    shift, troubled = run.shift, run.troubled
    now, target = shift.clock(), (shipment.transport, origin_of(shipment.target))

    def carry() -> None:
        transport = shift.transports.get(shipment.transport)
        if transport is None:
            known = ", ".join(sorted(shift.transports)) or "none"
            raise TransportError(f"There is no transport {shipment.transport!r}. Known: {known}.", permanent=True)
        if shipment.transport == MAIL and is_dead(shipment.target):
            message = f"Mail to {shipment.target} came back for good. Take the bounce away first."
            raise TransportError(message, permanent=True)
        try:
            with telling_of(shipment=shipment.pk):
                transport.send(parcel_of(shipment, shift.folder, run.secrets.get(shipment.channel_id, ())))
        except TransportError as error:
            if error.down:
                note_failure(shipment.transport, shipment.target, now)
                troubled.add(target)
            raise
        if target in troubled:
            note_success(shipment.transport, shipment.target)
            troubled.discard(target)

    sent = outbox.send(shipment, carry, now, chance=shift.chance, step=shift.step, lease=shift.lease)
    return Tally(sent=int(sent), failed=int(not sent))


def parcel_of(shipment: Shipment, folder: Path, secrets: Sequence[str]) -> Parcel:
    """Return a shipment as plain data, with the bytes it names. Raises TransportError when they are others now."""
    settings = shipment.channel.settings
    if shipment.transport == WEBHOOK:
        settings = with_secrets(settings, secrets)
    return Parcel(
        key=shipment.key,
        channel=shipment.channel.key,
        target=shipment.target,
        payload=shipment.payload,
        settings=settings,
        content=_content(shipment, folder) if "path" in shipment.payload else b"",
    )


def with_secrets(settings: Mapping[str, Any], secrets: Sequence[str]) -> dict[str, Any]:
    """Return the settings of a channel with the secrets that are good now, before those that it was given by hand."""
    said = settings.get("webhook")
    hook = said if isinstance(said, dict) else {}
    given = hook.get("secrets")
    kept = [*secrets, *(given if isinstance(given, list) else [])]
    return {**settings, "webhook": {**hook, "secrets": kept}}


def _content(shipment: Shipment, folder: Path) -> bytes:
    path, sha256 = shipment.payload["path"], shipment.payload["sha256"]
    placed = shipment.channel.placements.filter(path=path, sha256=sha256).exists()
    file = folder / shipment.channel.key / path
    if not placed or not file.is_file():
        message = f"{path} is no longer what was to be sent. Send the new one instead."
        raise TransportError(message, permanent=True)
    return file.read_bytes()


def produce_for(channel: Channel, shipments: Sequence[Shipment], shift: Shift, attend: Attend) -> Tally:
    """Produce a channel once for all these shipments; an item that fails fails its own shipments."""
    now = shift.clock()
    mine = outbox.begin(shipments, now, lease=shift.lease)
    if not mine:
        return Tally()
    shift.step("begun", mine[0].key)
    try:
        failures = _run(channel, mine, shift, _Hold(mine, shift, attend, now))
    except UnknownKindError as error:
        return _fail(mine, TransportError(str(error), permanent=True), shift)
    except Exception as error:  # noqa: BLE001 (whatever stops a run: kept with the shipments, and tried again)
        return _fail(mine, error, shift)
    shift.step("carried", mine[0].key)
    arrived = [one for one in mine if not _reason(one, failures)]
    outbox.settle(arrived, shift.clock())
    shift.step("settled", mine[0].key)
    tally = Tally(sent=len(arrived))
    for one in mine:
        if reason := _reason(one, failures):
            tally += _fail([one], TransportError(reason), shift)
    return tally


def _run(channel: Channel, shipments: Sequence[Shipment], shift: Shift, hold: "_Hold") -> dict[Pair, str]:
    """Produce what the shipments ask for. Return what could not be, with the reasons."""
    if channel.status == Channel.Status.RETIRED:
        return _end(channel, shift)
    uuids = list(dict.fromkeys(one.payload.get("uuid", "") for one in shipments))
    wanted = uuids if "" not in uuids and len(uuids) <= SINGLY else [""]
    folder, failures = shift.folder / channel.key, dict[Pair, str]()
    for item in wanted:
        report = produce(channel, folder, item=item, now=shift.clock(), watch=hold)
        failures |= _failures(report)
    send_elsewhere(channel, folder)
    return failures


def _end(channel: Channel, shift: Shift) -> dict[Pair, str]:
    """Put the notices of a retired channel in the place of its pages; without a retirement nothing is done."""
    retirement = retirement_of(channel)
    if retirement is not None:
        write_tombstones(channel, shift.folder / channel.key, retirement.content)
        send_elsewhere(channel, shift.folder / channel.key)
    return {}


def _failures(report: Report) -> dict[Pair, str]:
    keys = [failure.item for failure in report.failed]
    rows = Publication.objects.filter(key__in=keys).values_list("key", "locale", "uuid") if keys else []
    uuids = {(key, locale): str(uuid) for key, locale, uuid in rows}
    return {
        (uuids.get((failure.item, failure.locale), ""), failure.locale): f"{failure.item}: {failure.reason}"
        for failure in report.failed
    }


def _reason(shipment: Shipment, failures: dict[Pair, str]) -> str:
    """Return why this shipment failed; one for the whole channel fails with any item."""
    if "uuid" not in shipment.payload:
        return "\n".join(failures.values())
    return failures.get((shipment.payload["uuid"], shipment.payload["locale"]), "")


def _fail(shipments: Sequence[Shipment], error: Exception, shift: Shift) -> Tally:
    for shipment in shipments:
        outbox.fail(shipment, error, shift.clock(), chance=shift.chance)
    shift.step("failed", shipments[0].key)
    return Tally(failed=len(shipments))


class _Hold:
    """Watches a run: holds its shipments for longer, and lets what is due meanwhile be attended to."""

    def __init__(self, shipments: Sequence[Shipment], shift: Shift, attend: Attend, now: datetime) -> None:
        self.shipments, self.shift, self.attend = shipments, shift, attend
        self.renewed = self.attended = now

    def __call__(self, _done: int, _all: int, _what: str) -> None:
        now = self.shift.clock()
        if (now - self.attended).total_seconds() >= 1:
            self.attended = now
            self.attend()
        if now - self.renewed >= self.shift.lease / 4:
            self.renewed = now
            outbox.renew(self.shipments, now, lease=self.shift.lease)
