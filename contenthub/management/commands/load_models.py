"""Load model packs."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from content_models.door import PublicationRefused
from content_models.presets import preset_paths
from contenthub.install import make_operator
from contenthub.management.actors import add_actor, find_actor
from contenthub.packs import PackError, load_models, pack_paths, read_pack


class Command(BaseCommand):
    """`manage.py load_models [PATH …]`: content models from TOML, through the same gate as an editor's."""

    help = "Load content models from TOML model packs (default: the packs that come with the hub) and publish them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="*", type=Path, help="TOML files, or folders with them")
        parser.add_argument("--reason", default="", help="confirms a change that breaks queries or items; is logged")
        add_actor(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        actor = find_actor(options["actor"]) or make_operator()
        try:
            paths = pack_paths(options["paths"]) if options["paths"] else preset_paths()
            report = load_models([read_pack(path) for path in paths], actor, options["reason"])
        except (PackError, PublicationRefused) as error:
            raise CommandError(f"No content model was loaded.\n{error}") from error
        for name in ("created", "updated", "unchanged"):
            keys = getattr(report, name)
            self.stdout.write(f"{name}: {len(keys)}  {' '.join(keys)}".rstrip())
