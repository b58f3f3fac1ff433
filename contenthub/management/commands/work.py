"""Do what is due."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from channels import outbox
from channels.models import Shipment
from contenthub.tasks.shift import Shift, Tally
from contenthub.tasks.stop import Stop
from contenthub.tasks.worker import run, work_off


class Command(BaseCommand):
    """`manage.py work`: schedules, expiries, facts that begin or end, producing and sending."""

    help = "Work: publish what is scheduled, take offline what expires, produce and send. Stop with Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now, and end")
        parser.add_argument("--replay", metavar="ID", help="make a dead letter due again ('all': every one), and end")
        parser.add_argument("--dead", action="store_true", help="list the dead letters, and end")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dead"]:
            self.list_dead()
        elif options["replay"]:
            self.replay(options["replay"])
        else:
            self.work(once=options["once"])

    def work(self, *, once: bool) -> None:
        """Work until a signal comes, or until nothing is due. With --once, exit code 1 when something failed."""
        stop = Stop()
        shift = Shift(stopped=stop)
        if not once:
            run(shift, stop.wait)
            return
        tally = work_off(shift)
        self.stdout.write(sentence(tally))
        if tally.failed or tally.refused:
            raise SystemExit(1)

    def replay(self, which: str) -> None:
        if which != "all" and not which.isdecimal():
            raise CommandError("--replay: give the number of a dead letter, or 'all'. They are listed by --dead.")
        count = outbox.replay(timezone.now(), None if which == "all" else int(which))
        if not count and which != "all":
            raise CommandError(f"There is no dead letter {which}. They are listed by --dead.")
        self.stdout.write(f"{count} dead letter{'' if count == 1 else 's'} due again.")

    def list_dead(self) -> None:
        for one in Shipment.objects.filter(status=Shipment.Status.FAILED):
            self.stdout.write(f"{one.pk}  {one.key}  after {one.attempts} attempts: {one.last_error}")


def sentence(tally: Tally) -> str:
    """Return what was done, in words."""
    return (
        f"{tally.published} published, {tally.expired} expired, {tally.refused} refused,"
        f" {tally.noted} shipments noted, {tally.sent} sent, {tally.told} mails, {tally.looked} looks at channels,"
        f" {tally.failed} failed."
    )
