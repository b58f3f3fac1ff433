"""Give a channel a new secret for calls."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from channels.secrets import rotate
from contenthub.management.commands.produce import chosen_channels


class Command(BaseCommand):
    """`manage.py rotate_secret CHANNEL [--overlap HOURS]`: a new secret; the former one stays good for a while."""

    help = "Make a new secret for the calls to a channel and print it. Until the former one ends, both sign."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("channel", metavar="CHANNEL", help="key of the channel")
        parser.add_argument("--overlap", type=int, default=24, metavar="HOURS", help="hours (default 24; 0: at once)")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 0 <= options["overlap"] <= 24 * 365:
            raise CommandError("--overlap: choose hours from 0 to 8760.")
        (channel,) = chosen_channels(options["channel"])
        self.stdout.write(rotate(channel.pk, timezone.now(), timedelta(hours=options["overlap"])))
