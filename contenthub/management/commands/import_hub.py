"""Fill an empty hub from an archive."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from contenthub.archive.read import ArchiveError, read_archive
from contenthub.management.progress import telling


class Command(BaseCommand):
    """`manage.py import_hub FILE [--check]`: verify an archive as a whole, then write it, or nothing of it."""

    help = "Fill an empty, migrated database from an archive of export_hub. Exit code 1 when nothing was written."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the archive")
        parser.add_argument("--check", action="store_true", help="only verify that it is whole and fits this hub")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with telling() as say:
                counts = read_archive(options["file"], say, only_check=options["check"])
        except ArchiveError as problem:
            raise CommandError(str(problem)) from problem
        rows = sum(count for name, count in counts.items() if name != "media")
        done = "verified" if options["check"] else "written"
        self.stdout.write(self.style.SUCCESS(f"{rows} rows and {counts['media']} files {done}."))
        if not options["check"]:
            call_command("update_index", verbosity=0)
            self.stdout.write("Set passwords (manage.py changepassword NAME) and make tokens for the channels anew.")
