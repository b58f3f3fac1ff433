"""Produce the channels."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from channels.models import Channel
from contenthub.dispatch.produce import Report
from contenthub.dispatch.several import processors, produce_several


class Command(BaseCommand):
    """`manage.py produce`: run the stored queries of the channels, render, write the files."""

    help = "Produce channels into files. Exit code 1 when an item failed; the others are produced all the same."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--channel", metavar="KEY", help="only this channel (default: every channel in use)")
        parser.add_argument("--item", metavar="KEY", default="", help="only this item, by key or uuid")
        parser.add_argument("--out", type=Path, help="folder (default: HUB_OUTPUT_DIR); each channel gets one inside")
        parser.add_argument(
            "--processes",
            type=int,
            default=processors(),
            metavar="N",
            help="how many channels are produced at once (default: as many as there are processors)",
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = (options["out"] or settings.HUB_OUTPUT_DIR).resolve()
        channels = chosen_channels(options["channel"])
        reports = produce_all(channels, folder, options["item"], options["processes"], quiet=options["json"])
        if options["json"]:
            self.stdout.write(json.dumps({"channels": [report.as_json() for report in reports]}, ensure_ascii=False))
        else:
            for report in reports:
                self.describe(report)
        if any(report.failed for report in reports):
            raise SystemExit(1)

    def describe(self, report: Report) -> None:
        files = report.files
        self.stdout.write(
            f"{report.channel}: {report.items} items, {len(files.written)} files written,"
            f" {len(files.unchanged)} unchanged, {len(files.removed)} removed -> {report.folder}"
        )
        for path in files.missing:
            self.stdout.write(self.style.WARNING(f"  {path}: the image could not be read"))
        for path, finding in report.findings:
            self.stdout.write(f"  {finding.level} {path}: {finding.message}")
        for failure in report.failed:
            self.stdout.write(self.style.ERROR(f"  failed {failure.item} ({failure.locale}): {failure.reason}"))


def chosen_channels(key: str | None) -> list[Channel]:
    """Return the channel asked for, or every channel in use. Raises CommandError."""
    if not key:
        return list(Channel.objects.exclude(status__in=[Channel.Status.RETIRED, Channel.Status.PAUSED]))
    channel = Channel.objects.filter(key=key).first()
    if channel is None:
        known = ", ".join(Channel.objects.values_list("key", flat=True)) or "none yet"
        raise CommandError(f"There is no channel {key!r}. Channels: {known}.")
    return [channel]


def produce_all(channels: list[Channel], folder: Path, item: str, processes: int, *, quiet: bool) -> list[Report]:
    """Produce channels with a progress bar each; a channel that cannot be produced is reported."""
    columns = (TextColumn("{task.description:<14}"), BarColumn(), MofNCompleteColumn())
    # What a process that is forked off prints must not wait for the bar of this one.
    apart: dict[str, Any] = {"redirect_stdout": False, "redirect_stderr": False}
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=quiet, **apart) as progress:
        tasks = {channel.key: progress.add_task(channel.key, total=None) for channel in channels}

        def tell(key: str, done: int, everything: int) -> None:
            progress.update(tasks[key], completed=done, total=everything)

        return produce_several(channels, folder, tell, item=item, processes=processes)
