"""Import content from elsewhere."""

import json
import tomllib
from argparse import ArgumentParser
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from contenthub.importing.formats import formats
from contenthub.importing.media import Media
from contenthub.importing.records import Reading
from contenthub.importing.report import Report
from contenthub.importing.save import Importer
from contenthub.importing.source import source_of
from contenthub.install import make_operator
from contenthub.management.actors import add_actor, find_actor
from contenthub.management.progress import telling

COUNTS = ("read", "created", "updated", "unchanged", "published", "withdrawn", "facts", "pictures", "models")
SELDOM = ("pictures", "models")


class Command(BaseCommand):
    """`manage.py import_content PATH --format F`: read files, save drafts, publish them if asked."""

    help = "Import content. A second import of the same files changes nothing. Exit code 1 when a file failed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="a file, or a folder with files")
        parser.add_argument("--format", choices=sorted(formats()), required=True, help="what the files are")
        parser.add_argument("--publish", action="store_true", help="publish what was imported, through the gate")
        parser.add_argument("--dry-run", action="store_true", help="do everything, tell what came of it, keep nothing")
        parser.add_argument("--locale", default=settings.HUB_LOCALES[0], help="the language of content that names none")
        parser.add_argument("--model", default="", help="the content model of content that names none")
        parser.add_argument("--mapping", type=Path, help="a TOML file that says what becomes of a table's columns")
        parser.add_argument("--media", type=Path, help="a folder with the pictures of the site, as it keeps them")
        parser.add_argument(
            "--fetch-media", action="store_true", help="fetch pictures of which only an address is given"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        add_actor(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["path"]
        if not path.exists():
            raise CommandError(f"{path} does not exist. Name a file, or a folder with files.")
        if options["media"] is not None and not options["media"].is_dir():
            raise CommandError(f"{options['media']} is no folder. Name the folder with the pictures.")
        with transaction.atomic() if options["dry_run"] else nullcontext():
            report = self.run(path, options)
            if options["dry_run"]:
                transaction.set_rollback(True)
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))
        else:
            self.describe(report, dry=options["dry_run"])
        if report.failed:
            raise SystemExit(1)

    def run(self, path: Path, options: dict[str, Any]) -> Report:
        actor = find_actor(options["actor"]) or make_operator()
        media = Media(
            beside=path if path.is_dir() else path.parent,
            folder=options["media"],
            kept=Path(settings.VAR_DIR) / "fetched" if options["fetch_media"] else None,
        )
        source = source_of(path, options["locale"], options["model"], mapping_in(options["mapping"]), media)
        with telling() as tell:
            reading: Reading = formats()[options["format"]](source)
            pictures, dry = list(media.found.values()), options["dry_run"]
            return Importer(reading, actor, publish=options["publish"], tell=tell, pictures=pictures, dry=dry).run()

    def describe(self, report: Report, *, dry: bool) -> None:
        told = [(name, getattr(report, name)) for name in COUNTS]
        counts = ", ".join(f"{count} {name}" for name, count in told if count or name not in SELDOM)
        self.stdout.write(f"{counts}{' (dry run: nothing was kept)' if dry else ''}")
        for row in report.duplicates:
            self.stdout.write(f"  {row['file']}: the same content as {row['same_as']}, left out")
        for what, (count, places) in sorted(left_out(report).items()):
            where = places[0] if len(places) == 1 else f"{places[0]} and {len(places) - 1} more"
            self.stdout.write(f"  left out {count} x {what}: {where}")
        for row in report.failed:
            self.stdout.write(self.style.ERROR(f"  {row['file']}: {row['reason']}"))


def left_out(report: Report) -> dict[str, tuple[int, list[str]]]:
    """Return what was left out -> (how often, where), for a person to read; `--json` gives every row."""
    found: dict[str, tuple[int, list[str]]] = {}
    for row in report.dropped:
        what, _colon, named = row["what"].partition(": ")
        count, places = found.get(what, (0, []))
        found[what] = (count + row["count"], [*places, f"{row['file']} ({named})" if named else row["file"]])
    return found


def mapping_in(path: Path | None) -> dict[str, Any]:
    """Return what a mapping file says; nothing without one. Raises CommandError."""
    if path is None:
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CommandError(f"{path} cannot be used as a mapping: {error}") from error
