"""Prove that the channels agree with what is published."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from channels.transports.files import FilesError
from contenthub.dispatch.consistency.check import CURRENT, Agreement, check_channel, total
from contenthub.dispatch.consistency.expected import Expectations
from contenthub.management.commands.produce import chosen_channels

SHOWN = 20
"""Disagreements of a channel that are printed; --json gives all."""


class Command(BaseCommand):
    """`manage.py check_consistency`: read every output back, and compare it with what is published."""

    help = (
        "Read the text of every output of every channel, and check that each fact has its value of today everywhere and"
        " an old value nowhere, that titles and required sections are there and that stamps agree. Exit code 1 if not."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--channel", metavar="KEY", help="only this channel (default: every channel in use)")
        parser.add_argument("--item", metavar="KEY", default="", help="only this item, by key or uuid")
        parser.add_argument("--out", type=Path, help="folder with the outputs (default: HUB_OUTPUT_DIR)")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = (options["out"] or settings.HUB_OUTPUT_DIR).resolve()
        expectations = Expectations(timezone.now())
        try:
            found = [
                check_channel(channel, folder / channel.key, expectations, item=options["item"])
                for channel in chosen_channels(options["channel"])
            ]
        except FilesError as error:
            raise CommandError(str(error)) from error
        if options["item"] and not any(one.verdicts for one in found):
            raise CommandError(f"No channel carries an item {options['item']!r}. Give its key or its uuid.")
        if options["json"]:
            holds = all(one.holds for one in found)
            report = {"holds": holds, **total(found), "channels": [one.as_json() for one in found]}
            self.stdout.write(json.dumps(report, ensure_ascii=False))
        else:
            for one in found:
                self.describe(one)
        if not all(one.holds for one in found):
            raise SystemExit(1)

    def describe(self, agreement: Agreement) -> None:
        counts = ", ".join(
            f"{number} {state}" for state, number in agreement.counts.items() if number or state == CURRENT
        )
        style = self.style.SUCCESS if agreement.holds else self.style.ERROR
        self.stdout.write(style(f"{agreement.channel}: {counts}; {agreement.facts} facts looked for"))
        disagreeing = [one for one in agreement.verdicts if one.state != CURRENT]
        for one in disagreeing[:SHOWN]:
            where = one.path or f"{one.title} ({one.locale})"
            self.stdout.write(f"  {one.state} {where}: {'; '.join(one.reasons)}")
        if len(disagreeing) > SHOWN:
            self.stdout.write(f"  and {len(disagreeing) - SHOWN} more: --json gives all")
