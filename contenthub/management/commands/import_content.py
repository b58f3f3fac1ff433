"""Import content from elsewhere."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from contenthub.importing import govuk, vergunningcheck
from contenthub.importing.save import Importer, Report
from contenthub.install import make_operator
from contenthub.management.actors import add_actor, find_actor

FORMATS = {"govuk": govuk.read_folder, "vergunningcheck": vergunningcheck.read_folder}


class Command(BaseCommand):
    """`manage.py import_content PATH --format govuk [--publish]`: read files, save drafts, publish them if asked."""

    help = "Import content. A second import of the same files changes nothing. Exit code 1 when a file failed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="a file, or a folder with files")
        parser.add_argument("--format", choices=sorted(FORMATS), required=True, help="what the files are")
        parser.add_argument("--publish", action="store_true", help="publish what was imported, through the gate")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        add_actor(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["path"]
        if not path.exists():
            raise CommandError(f"{path} does not exist. Name a file, or a folder with files.")
        actor = find_actor(options["actor"]) or make_operator()
        reading = FORMATS[options["format"]](path)
        report = Importer(reading, actor, publish=options["publish"]).run()
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))
        else:
            self.describe(report)
        if report.failed:
            raise SystemExit(1)

    def describe(self, report: Report) -> None:
        counts = ("read", "created", "updated", "unchanged", "published", "withdrawn", "facts")
        self.stdout.write(", ".join(f"{getattr(report, name)} {name}" for name in counts))
        for row in report.duplicates:
            self.stdout.write(f"  {row['file']}: the same content as {row['same_as']}, left out")
        for row in report.dropped:
            self.stdout.write(f"  {row['file']}: left out {row['count']} x {row['what']}")
        for row in report.failed:
            self.stdout.write(self.style.ERROR(f"  {row['file']}: {row['reason']}"))
