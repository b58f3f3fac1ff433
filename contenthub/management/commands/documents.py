"""Register the stored documents of a channel from files, or check those that there are."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from channels.models import Channel
from content_models.door import PublicationRefused
from contenthub import flow
from contenthub.dispatch.changing import change_channel, definition_of
from contenthub.governance.proposals import APPROVE, Proposal
from contenthub.install import make_operator
from contenthub.management.actors import add_actor, find_actor
from contenthub.query.stored import problems_of


class Command(BaseCommand):
    """`manage.py documents CHANNEL [FILE …]`: what is registered is valid and was decided about, or nothing is."""

    help = "Register .graphql files as stored documents of a channel, each under its file's name; or list and check."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("channel", help="The key of a channel.")
        parser.add_argument("files", nargs="*", type=Path, help="Files with one query each; none: list what there is.")
        parser.add_argument("--check", action="store_true", help="Only say what is wrong; register nothing.")
        parser.add_argument("--approve", type=int, metavar="NUMBER", help="Decide for a proposal that waits.")
        parser.add_argument("--reason", default="", help="Stands in the log of decisions.")
        add_actor(parser)

    def handle(self, *args: Any, channel: str, files: list[Path], check: bool, **options: Any) -> None:
        """Do what was asked."""
        found = Channel.objects.filter(key=channel).first()
        if found is None:
            keys = ", ".join(Channel.objects.values_list("key", flat=True)) or "none"
            raise CommandError(f"There is no channel {channel!r}. There are: {keys}.")
        texts = {file.stem: read(file) for file in files}
        if not files:
            texts = dict(found.queries.values_list("name", "text"))
        self.check_all(found, texts)
        if (files or options["approve"]) and not check:
            actor = find_actor(options["actor"]) or make_operator()
            try:
                if options["approve"]:
                    self.approve(found, options["approve"], actor, options["reason"])
                else:
                    self.register(found, texts, actor, options["reason"])
            except PublicationRefused as refusal:
                raise CommandError(f"Nothing was registered.\n{refusal}") from refusal
        for name, digest in found.queries.order_by("name").values_list("name", "digest"):
            self.stdout.write(f"{name:20} sha256:{digest}")

    def check_all(self, channel: Channel, texts: dict[str, str]) -> None:
        wrong = {name: problems for name, text in texts.items() if (problems := problems_of(channel, text))}
        for name, problems in wrong.items():
            for problem in problems:
                self.stderr.write(self.style.ERROR(f"{name}: {problem}"))
        if wrong:
            raise CommandError(f"{len(wrong)} of {len(texts)} documents cannot be answered; nothing was registered.")

    def register(self, channel: Channel, texts: dict[str, str], actor: Any, reason: str) -> None:
        now = definition_of(channel)
        after = {**now, "queries": {**now["queries"], **texts}}
        proposal = change_channel(channel, after, actor, reason, timezone.now())
        if proposal and proposal.is_waiting:
            self.stdout.write(
                f"Proposed as number {proposal.pk}; nothing is registered until somebody else decides:"
                f" in the admin, or with --approve {proposal.pk} --actor USER."
            )

    def approve(self, channel: Channel, number: int, actor: Any, reason: str) -> None:
        proposal = Proposal.objects.filter(pk=number, channel=channel).first()
        if proposal is None:
            raise CommandError(f"Channel {channel.key!r} has no proposal {number}.")
        flow.decide(proposal, actor, APPROVE, reason, timezone.now())


def read(file: Path) -> str:
    """Return the text of a file. Raises CommandError."""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{file} cannot be read: {error}.") from error
