"""Print the GraphQL schema, for code generation and review."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from contenthub.query import registry


class Command(BaseCommand):
    """Print or write the SDL, or compare a file with it. Equal content models always give equal bytes."""

    help = "Print the GraphQL schema of the published content models."

    def add_arguments(self, parser: CommandParser) -> None:
        target = parser.add_mutually_exclusive_group()
        target.add_argument("--out", type=Path, metavar="FILE", help="Write the schema to this file.")
        target.add_argument("--check", type=Path, metavar="FILE", help="Fail when this file is not the schema.")

    def handle(self, *args: Any, out: Path | None, check: Path | None, **options: Any) -> None:
        """Do what was asked."""
        built = registry.current().built
        for key, reason in built.quarantined.items():
            self.stderr.write(self.style.WARNING(f"{key} is left out: {reason}."))
        if check is not None:
            compare(check, built.sdl)
            self.stdout.write(f"{check} is the schema.")
        elif out is not None:
            out.write_text(built.sdl, encoding="utf-8")
            self.stdout.write(f"Wrote {out}.")
        else:
            self.stdout.write(built.sdl, ending="")


def compare(file: Path, sdl: str) -> None:
    """Raise CommandError when a file does not hold this schema."""
    try:
        held = file.read_text(encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
    if held != sdl:
        lines = zip([*held.splitlines(), ""], [*sdl.splitlines(), ""], strict=False)
        number = next((n for n, (old, new) in enumerate(lines, 1) if old != new), 1)
        raise CommandError(f"{file} differs from the schema, first in line {number}. Run export_schema --out {file}.")
