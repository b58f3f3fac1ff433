"""Verify that the log of decisions is what was written."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from contenthub.publishing.chain import broken_links
from contenthub.publishing.decisions import LogHead


class Command(BaseCommand):
    """`manage.py verify_log [--json]`: every row follows from the one before it, and none is missing."""

    help = "Verify the seals of the decision log. Exit code 1, and the rows, when it was changed behind the hub's back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        broken = list(broken_links())
        head = LogHead.objects.filter(pk=1).first()
        count, seal = (head.count, head.seal) if head else (0, "")
        if options["json"]:
            rows = [{"row": pk, "problem": problem} for pk, problem in broken]
            self.stdout.write(json.dumps({"decisions": count, "seal": seal, "broken": rows}))
        elif broken:
            for pk, problem in broken:
                self.stdout.write(self.style.ERROR(f"Decision {pk} {problem}."))
            self.stdout.write(f"{len(broken)} of {count} decisions do not verify. Compare them with a backup.")
        else:
            self.stdout.write(self.style.SUCCESS(f"{count} decisions verified. The last seal is {seal or 'none yet'}."))
            self.stdout.write("Keep that seal outside the hub: it proves later that nothing before it was changed.")
        if broken:
            raise SystemExit(1)
