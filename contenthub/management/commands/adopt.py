"""Compare a channel that the hub never fed with what is published."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from channels.http import HttpError, checked
from channels.probe import Pace
from contenthub.dispatch.watch.policy import Policy
from contenthub.dispatch.watch.rounds import fetcher
from contenthub.importing.adopt.crawl import NobodyThere, crawl
from contenthub.importing.adopt.report import Seen, report

MOST = 2_000


class Command(BaseCommand):
    """`manage.py adopt URL`: which of our content a site shows, and which of our facts it contradicts."""

    help = "Crawl a site, match its pages to items and compare its facts with ours. Changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("url", metavar="URL", help="where to begin, such as https://www.example.org/")
        parser.add_argument("--pages", type=int, default=100, help=f"pages at most (default 100, {MOST} at most)")
        parser.add_argument("--locale", default=settings.HUB_LOCALES[0], help="language (default: the first)")
        parser.add_argument("--private", action="store_true", help="the site stands within your own walls")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["pages"] <= MOST:
            raise CommandError(f"--pages: choose a number from 1 to {MOST}.")
        url = options["url"] if urlsplit(options["url"]).path else f"{options['url']}/"
        policy = Policy(address=url, allow_private=options["private"])
        try:
            checked(url)
            pages = crawl(url, fetcher(policy), Pace(policy.per_second), most=options["pages"])
            rows = list(report(pages, options["locale"], timezone.now()))
        except (HttpError, NobodyThere) as problem:
            raise CommandError(f"{url} could not be looked at. {problem}") from problem
        if options["json"]:
            self.stdout.write(json.dumps({"pages": [asdict(row) for row in rows]}, ensure_ascii=False))
            return
        for row in rows:
            self.describe(row)
        matched = sum(row.item is not None for row in rows)
        wrong = sum(len(row.contradictions) for row in rows)
        self.stdout.write(f"{len(rows)} pages, {matched} about content of the hub, {wrong} facts contradicted.")

    def describe(self, row: Seen) -> None:
        about = f"{row.item['title']} ({row.item['score']} %)" if row.item else "nothing that the hub knows"
        self.stdout.write(f"{row.url}\n  “{row.title}” is about {about}{'; it carries a stamp' if row.stamped else ''}")
        for one in row.contradictions:
            note = " (a former value)" if one["before"] else ""
            self.stdout.write(
                self.style.ERROR(f"  {one['label']}: it says {one['theirs']}{note}, the hub {one['ours']}")
            )
