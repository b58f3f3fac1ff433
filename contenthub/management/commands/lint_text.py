"""Check texts that stand in files, with any rules: no database is asked."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from content_models.facts.language.locales import tag_here
from contenthub.tone.finding import Finding, Level
from contenthub.tone.lint import lint_source
from contenthub.tone.load import load_rules, load_vocabulary, with_vocabulary
from contenthub.tone.markup import READERS
from contenthub.tone.report import as_json, as_sarif, count_by_level
from contenthub.tone.rule import RuleError
from contenthub.tone.ruleset import RuleSet

SUFFIXES = {".md": "md", ".markdown": "md", ".html": "html", ".htm": "html"}
MOST = 10 * 1024 * 1024
"""Bytes of a file that is read; a larger one is no text that somebody wrote."""


class Command(BaseCommand):
    """Print what the rules have to say about files. Ends with 1 when there is an error among it."""

    help = "Check texts in files with the rules of the hub, a pack, or Vale styles."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="A text; - reads the standard input.")
        parser.add_argument("--rules", nargs="+", type=Path, default=[], metavar="PATH", help="Packs, styles, folders.")
        parser.add_argument("--locale", default="nl", help="The language of the texts (nl).")
        parser.add_argument(
            "--markup", choices=sorted(READERS), help="How the texts are written; by suffix if left out."
        )
        parser.add_argument(
            "--level", default="suggestion", choices=[one.label for one in Level], help="The least level."
        )
        output = parser.add_mutually_exclusive_group()
        output.add_argument("--json", action="store_true", help="Print a JSON list.")
        output.add_argument("--sarif", action="store_true", help="Print a SARIF 2.1.0 log.")

    def handle(self, *args: Any, files: list[str], rules: list[Path], **options: Any) -> None:
        """Do what was asked."""
        ready = compiled(rules)
        found: dict[str, list[Finding]] = {}
        for name in files:
            text = read(name)
            markup = options["markup"] or SUFFIXES.get(Path(name).suffix.lower(), "txt")
            least = Level.of(options["level"])
            verdict = lint_source(READERS[markup](text), ready, language=tag_here(options["locale"]), least=least)
            found[name] = list(verdict.findings)
            for slow in verdict.slow:
                self.stderr.write(self.style.WARNING(f"{slow} took too long on {name} and was left out."))
        counts = count_by_level(one for findings in found.values() for one in findings)
        if options["json"]:
            self.stdout.write(json.dumps(as_json(found), ensure_ascii=False, indent=1))
        elif options["sarif"]:
            self.stdout.write(json.dumps(as_sarif(found, ready.version), ensure_ascii=False, indent=1))
        else:
            self.show(found, counts)
        if counts["error"]:
            sys.exit(1)

    def show(self, found: dict[str, list[Finding]], counts: dict[str, int]) -> None:
        """Print the findings by file, and their number."""
        for name, findings in found.items():
            for one in findings:
                self.stdout.write(f"{name}:{one.line}:{one.column}: {one.level}: {one.message} [{one.check}]")
        told = ", ".join(plural(number, level) for level, number in counts.items())
        self.stdout.write(f"{told} in {plural(len(found), 'file')}.")


def plural(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def compiled(paths: list[Path]) -> RuleSet:
    """Return the rules of the paths, ready. Raises CommandError."""
    try:
        vocabulary = load_vocabulary(paths)
        return RuleSet(with_vocabulary(load_rules(paths), vocabulary), vocabulary)
    except (RuleError, OSError, UnicodeDecodeError) as problem:
        raise CommandError(str(problem)) from problem


def read(name: str) -> str:
    """Return the text of a file. Raises CommandError."""
    if name == "-":
        return sys.stdin.read()
    path = Path(name)
    try:
        if path.stat().st_size > MOST:
            raise CommandError(f"{name} is larger than {MOST} bytes; split it.")
        return path.read_bytes().decode("utf-8-sig")
    except OSError as problem:
        raise CommandError(f"{name} cannot be read: {problem.strerror}.") from problem
    except UnicodeDecodeError as problem:
        raise CommandError(f"{name} is not UTF-8 text: byte {problem.start} cannot be read.") from problem
