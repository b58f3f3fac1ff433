"""Look at the channels now."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone, translation

from channels.models import Channel
from contenthub.dispatch.watch.board import row_of
from contenthub.dispatch.watch.judging import judge_and_keep
from contenthub.dispatch.watch.policy import policy_of
from contenthub.dispatch.watch.rounds import look_further
from contenthub.dispatch.watch.tables import ChannelWatch
from contenthub.management.commands.produce import chosen_channels


class Command(BaseCommand):
    """`manage.py watch [--json] [--channel K]`: look at every channel, and say whether it lives."""

    help = "Look at the channels now. Exit code 1 when one is drifting, silent, a zombie or a revenant."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--channel", metavar="KEY", help="only this channel (default: every channel)")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        key = options["channel"]
        channels = chosen_channels(key) if key else list(Channel.objects.order_by("key"))
        with translation.override("en"):
            rows = [row_of(watch_now(channel)) for channel in channels]
        if options["json"]:
            self.stdout.write(json.dumps({"channels": rows}, ensure_ascii=False))
        else:
            for row in rows:
                self.describe(row)
        if any(row["trouble"] for row in rows):
            raise SystemExit(1)

    def describe(self, row: dict[str, Any]) -> None:
        style = self.style.ERROR if row["trouble"] else self.style.SUCCESS
        share = "" if row["share"] is None else f"  {100 * row['share']:.0f} % current"
        self.stdout.write(style(f"{row['channel']:<20} {row['state']:<9}") + f"{share}  {row['reason']} {row['next']}")


def watch_now(channel: Channel) -> ChannelWatch:
    """Look at all of a channel at once, and judge it."""
    now = timezone.now()
    watch, _new = ChannelWatch.objects.get_or_create(channel=channel, defaults={"began_at": now, "since": now})
    watch.round_at = None
    while not look_further(channel, watch, timezone.now()):
        pass
    now = timezone.now()
    judge_and_keep(channel, now)
    next_at = now + policy_of(channel).every
    ChannelWatch.objects.filter(pk=watch.pk).update(round_at=None, site=watch.site, next_at=next_at)
    return ChannelWatch.objects.select_related("channel__owner").get(pk=watch.pk)
