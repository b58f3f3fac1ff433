"""Register the stored documents of a channel from files, or check those that there are."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from channels.models import Channel, ChannelQuery
from contenthub.query.stored import problems_of


class Command(BaseCommand):
    """`manage.py documents CHANNEL [FILE …]`: what is registered is valid, or nothing is."""

    help = "Register .graphql files as stored documents of a channel, each under its file's name; or list and check."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("channel", help="The key of a channel.")
        parser.add_argument("files", nargs="*", type=Path, help="Files with one query each; none: list what there is.")
        parser.add_argument("--check", action="store_true", help="Only say what is wrong; register nothing.")

    def handle(self, *args: Any, channel: str, files: list[Path], check: bool, **options: Any) -> None:
        """Do what was asked."""
        found = Channel.objects.filter(key=channel).first()
        if found is None:
            keys = ", ".join(Channel.objects.values_list("key", flat=True)) or "none"
            raise CommandError(f"There is no channel {channel!r}. There are: {keys}.")
        texts = {file.stem: read(file) for file in files}
        if not files:
            texts = dict(found.queries.values_list("name", "text"))
        wrong = {name: problems for name, text in texts.items() if (problems := problems_of(found, text))}
        for name, problems in wrong.items():
            for problem in problems:
                self.stderr.write(self.style.ERROR(f"{name}: {problem}"))
        if wrong:
            raise CommandError(f"{len(wrong)} of {len(texts)} documents cannot be answered; nothing was registered.")
        if files and not check:
            register(found, texts)
        for name, digest in found.queries.order_by("name").values_list("name", "digest"):
            self.stdout.write(f"{name:20} sha256:{digest}")


def read(file: Path) -> str:
    """Return the text of a file. Raises CommandError."""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{file} cannot be read: {error}.") from error


@transaction.atomic
def register(channel: Channel, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        ChannelQuery.objects.filter(channel=channel, name=name).delete()
        ChannelQuery.objects.create(channel=channel, name=name, text=text)
