"""Look for holes and conflicts in the mandates."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone, translation

from channels.models import Channel
from contenthub.dispatch.changing import changed_around_the_gate
from contenthub.governance.matrix import worth_saying
from contenthub.governance.overview import overview


class Command(BaseCommand):
    """`manage.py check_mandates [--json]`: who is missing, inactive, or alone under four eyes."""

    help = "Look for holes and conflicts in the mandates. Exit code 1 when something keeps a decision from being taken."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("en"):
            _columns, cells = overview(timezone.now())
            found = worth_saying([cell for row in cells for cell in row])
            rows = [
                {
                    "subject": cell.row.path,
                    "decision": cell.column.decision,
                    "channel": cell.column.channel,
                    "code": mark.code,
                    "serious": mark.serious,
                    "message": str(mark.words),
                }
                for cell, mark in found
            ]
            rows += [row_of(channel) for channel in Channel.objects.all() if changed_around_the_gate(channel)]
        serious = [row for row in rows if row["serious"]]
        if options["json"]:
            self.stdout.write(json.dumps({"serious": len(serious), "findings": rows}, ensure_ascii=False))
        else:
            self.describe(rows, len(serious))
        if serious:
            raise SystemExit(1)

    def describe(self, rows: list[dict[str, Any]], serious: int) -> None:
        if not rows:
            self.stdout.write(self.style.SUCCESS("Everybody who has to decide can: no holes, no conflicts."))
            return
        for row in rows:
            where = f"{row['subject']}  {row['decision']}{' on ' + row['channel'] if row['channel'] else ''}"
            line = f"{where}: {row['message']}"
            self.stdout.write(self.style.ERROR(line) if row["serious"] else line)
        self.stdout.write(f"{serious} serious of {len(rows)}. Change them in the admin under Decisions › Mandates.")


def row_of(channel: Channel) -> dict[str, Any]:
    """Return what is said of a channel that is other than was decided."""
    return {
        "subject": "/",
        "decision": "channel",
        "channel": channel.key,
        "code": "around",
        "serious": True,
        "message": "Its queries or settings are other than was last decided. Change them in the admin or by command.",
    }
