"""The board: every channel with its verdict, for people, as JSON, and as metrics."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from channels.models import Channel
from channels.verdict import State
from contenthub.dispatch.watch.judging import MONTH, quantile, samples
from contenthub.dispatch.watch.tables import TROUBLE, ChannelWatch
from contenthub.dispatch.watch.words import next_step, reason_words

ORDER = [State.REVENANT, State.ZOMBIE, State.SILENT, State.DRIFTING, State.LATE, State.NEW, State.ALIVE, State.RETIRED]


def watches() -> list[ChannelWatch]:
    """Return the watch over every channel, the worst first; one that was never judged is new."""
    known = {one.channel_id: one for one in ChannelWatch.objects.select_related("channel__owner")}
    rows = Channel.objects.select_related("owner").order_by("name")
    found = [known.get(one.pk) or ChannelWatch(channel=one, state=State.NEW.value) for one in rows]
    return sorted(found, key=lambda one: ORDER.index(State(one.state)))


def row_of(watch: ChannelWatch) -> dict[str, Any]:
    """Return one line of the board as plain data; times in ISO 8601, durations in seconds."""
    channel = watch.channel
    return {
        "channel": channel.key,
        "name": channel.name,
        "state": watch.state,
        "trouble": watch.state in TROUBLE,
        "reason": reason_words(watch.reason),
        "next": next_step(watch.state),
        "since": moment(watch.since) if watch.judged_at else None,
        "owner": str(channel.owner) if channel.owner else None,
        "last_sign": moment(watch.last_sign),
        "lag_seconds": watch.lag.total_seconds(),
        "snapshots_behind": watch.snapshots,
        "share": watch.share,
        "places": watch.places,
        "judged_at": moment(watch.judged_at),
    }


def moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def board(now: datetime) -> list[dict[str, Any]]:
    """Return all lines, each with how long publications took to become visible in the last month."""
    return [row_of(one) | visible_in(one.channel, now) for one in watches()]


def visible_in(channel: Channel, now: datetime) -> dict[str, Any]:
    """Return within which time half, and 95 of 100, publications became visible on a channel."""
    waits = samples(channel, now - MONTH, now) if channel.pk else []
    return {"visible_p50": seconds(quantile(waits, 0.5)), "visible_p95": seconds(quantile(waits, 0.95))}


def seconds(wait: timedelta | None) -> float | None:
    return None if wait is None else wait.total_seconds()


METRICS = (
    ("contenthub_channel_state", "1 for the state that a channel is in."),
    ("contenthub_channel_share", "Share of the places seen that show what is published."),
    (
        "contenthub_channel_lag_seconds",
        "For how long the place furthest behind should have shown something else.",
    ),
    ("contenthub_channel_last_sign_timestamp_seconds", "When the channel gave its last sign of life."),
    ("contenthub_channel_visible_seconds", "Time from publication to visible, over 30 days."),
)


def metrics(now: datetime) -> str:
    """Return the board in the text format of Prometheus, version 0.0.4."""
    found: dict[str, list[str]] = {name: [] for name, _help in METRICS}
    for watch in watches():
        label = f'channel="{escaped(watch.channel.key)}"'
        for state in State:
            found["contenthub_channel_state"].append(f'{{{label},state="{state}"}} {int(watch.state == state)}')
        if watch.share is not None:
            found["contenthub_channel_share"].append(f"{{{label}}} {watch.share:.6g}")
        found["contenthub_channel_lag_seconds"].append(f"{{{label}}} {watch.lag.total_seconds():.0f}")
        if watch.last_sign:
            at = watch.last_sign.timestamp()
            found["contenthub_channel_last_sign_timestamp_seconds"].append(f"{{{label}}} {at:.3f}")
        waits = samples(watch.channel, now - MONTH, now)
        for part in (0.5, 0.95):
            if (wait := quantile(waits, part)) is not None:
                line = f'{{{label},quantile="{part}"}} {wait.total_seconds():.3f}'
                found["contenthub_channel_visible_seconds"].append(line)
    return "".join(_metric(name, words, found[name]) for name, words in METRICS)


def _metric(name: str, words: str, lines: Iterable[str]) -> str:
    return "".join([f"# HELP {name} {words}\n# TYPE {name} gauge\n", *(f"{name}{line}\n" for line in lines)])


def escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
