"""Bring rules for the tone of voice into the hub: its own packs, packs of your own, Vale styles."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from content_models.door import PublicationRefused
from contenthub.governance.ruling import load_packs
from contenthub.install import make_operator
from contenthub.management.actors import add_actor, find_actor
from contenthub.tone.packs import definitions, own_definitions
from contenthub.tone.rule import RuleError


class Command(BaseCommand):
    """Load packs, all or nothing. A rule that somebody changed in the admin stays as it is."""

    help = "Load rule packs (TOML) for the tone of voice; without a file, those that come with the hub."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="Rule packs, .toml.")
        add_actor(parser)

    def handle(self, *args: Any, files: list[Path], actor: str | None, **options: Any) -> None:
        """Do what was asked."""
        try:
            found = [one for file in files for one in definitions(file.read_text("utf-8"), file.name)]
            counts = load_packs(
                found if files else own_definitions(), find_actor(actor) or make_operator(), timezone.now()
            )
        except (RuleError, OSError, UnicodeDecodeError) as problem:
            raise CommandError(str(problem)) from problem
        except PublicationRefused as refusal:
            lines = [f"{name}: {one.message}" for name, found in refusal.problems.items() for one in found]
            raise CommandError("\n".join(lines)) from refusal
        self.stdout.write(", ".join(f"{number} {outcome}" for outcome, number in counts.items()) + ".")
