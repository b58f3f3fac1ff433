"""Letting somebody in again who lost the device of the second step, and the recovery codes."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from contenthub.admin.secondstep import device
from contenthub.users import User


class Command(BaseCommand):
    """`manage.py reset_totp NAME`."""

    help = "Take away somebody's device and recovery codes, and end their sessions; their password stays."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="the user name")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["name"]).first()
        if user is None:
            raise CommandError(f"There is nobody with the user name {options['name']!r}.")
        if not device.remove(user, "reset"):
            self.stdout.write(f"{user} has no device: nothing was changed.")
            return
        ended = 0
        for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
            if session.get_decoded().get("_auth_user_id") == str(user.pk):
                session.delete()
                ended += 1
        self.stdout.write(f"{user} has no device any more, and signs in with the password. Sessions ended: {ended}.")
