"""Withholding: what the subject decided not to send to one channel, written down per snapshot."""

from collections.abc import Sequence
from datetime import datetime

from channels.models import Channel
from contenthub.publishing.decisions import Decision
from contenthub.publishing.scopes import Withholding
from contenthub.publishing.snapshots import Snapshot


def write_withholdings(snapshots: Sequence[Snapshot], decisions: Sequence[Decision], now: datetime) -> None:
    """Withhold each snapshot from the channels for which its decision rests on a withholding instead of a sign-off."""
    wanted = [
        (snapshot, one["slot"].partition(":")[2], one["decision"])
        for snapshot, decision in zip(snapshots, decisions, strict=True)
        for one in decision.details.get("slots", ())
        if one["kind"] == "withhold"
    ]
    if not wanted:
        return
    channels = {channel.key: channel for channel in Channel.objects.filter(key__in=[key for _s, key, _d in wanted])}
    reasons = Decision.objects.in_bulk([pk for _s, _k, pk in wanted])
    Withholding.objects.bulk_create(
        Withholding(
            channel=channels[key],
            uuid=snapshot.uuid,
            locale=snapshot.locale,
            number=snapshot.number,
            because=reasons[pk].reason,
            decided_by=reasons[pk].actor_name,
            at=now,
        )
        for snapshot, key, pk in wanted
    )
