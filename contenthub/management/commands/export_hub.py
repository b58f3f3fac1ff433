"""Write the whole hub into one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from contenthub.archive.write import write_archive
from contenthub.management.progress import telling


class Command(BaseCommand):
    """`manage.py export_hub FILE`: models, items with their history, facts, snapshots, decisions, channels, media."""

    help = "Write the hub into a file, while it is in use. Passwords, tokens and other secrets stay here."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the archive to write, such as hub.zip; not one that exists")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if path.exists():
            raise CommandError(f"{path} is there already. Name another file.")
        if not path.parent.is_dir():
            raise CommandError(f"The folder {path.parent} does not exist.")
        with telling() as say:
            counts = write_archive(path, say)
        rows = sum(count for name, count in counts.items() if name != "media")
        size = path.stat().st_size / 1e6
        self.stdout.write(self.style.SUCCESS(f"{path}: {rows} rows, {counts['media']} files, {size:.1f} MB."))
        self.stdout.write("Secrets are not in it: after import, set passwords and make tokens anew.")
