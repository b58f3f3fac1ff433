"""Check everything published with the rules of today."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from rich.progress import Progress

from channels.models import Channel
from content_models.models import Subject
from contenthub.governance.audit import check_published, published
from contenthub.tone.finding import Finding
from contenthub.tone.kept.ruling import current_ruling
from contenthub.tone.report import as_json, as_sarif, count_by_level


class Command(BaseCommand):
    """Print what the rules in use find in what is live. Ends with 1 when an error is left that nobody waived."""

    help = "Check everything that is published with the rules for the tone of voice."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--channel", metavar="KEY", help="With the rules for this channel.")
        parser.add_argument("--subject", default="", metavar="KEY", help="Only this subject and what is below it.")
        parser.add_argument("--locale", default="", help="Only this language.")
        output = parser.add_mutually_exclusive_group()
        output.add_argument("--json", action="store_true", help="Print a JSON list.")
        output.add_argument("--sarif", action="store_true", help="Print a SARIF 2.1.0 log.")

    def handle(self, *args: Any, subject: str, locale: str, **options: Any) -> None:
        """Do what was asked."""
        ruling = current_ruling()
        for problem in ruling.broken:
            self.stderr.write(self.style.WARNING(f"Left out: {problem}"))
        try:
            rows = published(subject=subject, locale=locale)
        except Subject.DoesNotExist as problem:
            raise CommandError(f"There is no subject “{subject}”.") from problem
        kinds = self.kinds(options["channel"])
        found: dict[str, list[Finding]] = {}
        blocking = 0
        with Progress(transient=True, disable=not sys.stderr.isatty()) as progress:
            bar = progress.add_task("Checking", total=rows.count())
            for row, verdict in check_published(rows, timezone.now(), channels=kinds, ruling=ruling):
                found[f"{row.locale}/{row.key}"] = [one.finding for one in verdict.judged if one.state != "waived"]
                blocking += len(verdict.blocking)
                progress.advance(bar)
        self.show(found, options, str(ruling.version))
        if blocking:
            sys.exit(1)

    def kinds(self, key: str | None) -> frozenset[str] | None:
        """Return the kind of one channel, None for all in use. Raises CommandError."""
        if key is None:
            return None
        channel = Channel.objects.filter(key=key).first()
        if channel is None:
            raise CommandError(f"There is no channel “{key}”.")
        return frozenset({channel.kind})

    def show(self, found: dict[str, list[Finding]], options: dict[str, Any], version: str) -> None:
        """Print the findings as was asked."""
        if options["json"]:
            self.stdout.write(json.dumps(as_json(found), ensure_ascii=False, indent=1))
        elif options["sarif"]:
            self.stdout.write(json.dumps(as_sarif(found, version), ensure_ascii=False, indent=1))
        else:
            for where, findings in found.items():
                for one in findings:
                    self.stdout.write(f"{where} {one.path}: {one.level}: {one.message} [{one.check}]")
            counts = count_by_level(one for findings in found.values() for one in findings)
            told = ", ".join(f"{number} {level}" for level, number in counts.items())
            self.stdout.write(f"{len(found)} items checked: {told}.")
