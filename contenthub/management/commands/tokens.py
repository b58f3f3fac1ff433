"""Tokens of a channel: made, listed, changed for new ones, ended."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from channels.models import SCOPES, Channel, Token


class Command(BaseCommand):
    """`manage.py tokens CHANNEL [--issue LABEL | --rotate ID | --revoke ID]`."""

    help = "List the tokens of a channel, or make, rotate or revoke one. A secret is shown once, when it is made."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("channel", help="the key of the channel")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--issue", metavar="LABEL", help="make a token; the label says who has it")
        what.add_argument("--rotate", metavar="ID", type=int, help="make a new one for this one, which ends later")
        what.add_argument("--revoke", metavar="ID", type=int, help="end a token now")
        parser.add_argument(
            "--scope", action="append", default=[], choices=SCOPES, help="what it may do besides asking"
        )
        parser.add_argument("--days", type=int, help="for how long it holds (default: until it is revoked)")
        parser.add_argument("--overlap", metavar="HOURS", type=int, default=24, help="how long the old one holds on")

    def handle(self, *args: Any, **options: Any) -> None:
        channel = Channel.objects.filter(key=options["channel"]).first()
        if channel is None:
            known = ", ".join(Channel.objects.values_list("key", flat=True)) or "none yet"
            raise CommandError(f"There is no channel {options['channel']!r}. There are: {known}.")
        now = timezone.now()
        until = now + timedelta(days=options["days"]) if options["days"] else None
        if options["issue"]:
            self.show(*Token.issue(channel, options["issue"][:120], options["scope"], expires_at=until))
        elif options["rotate"]:
            old = self.find(channel, options["rotate"])
            self.show(*Token.issue(channel, old.label, old.scopes, expires_at=until or old.expires_at))
            end = now + timedelta(hours=options["overlap"])
            old.expires_at = min(old.expires_at or end, end)
            old.save(update_fields=["expires_at"])
        elif options["revoke"]:
            old = self.find(channel, options["revoke"])
            old.revoked_at = old.revoked_at or now
            old.save(update_fields=["revoked_at"])
            self.stdout.write(f"Token {old.pk} ({old.label}) has ended.")
        else:
            self.list(channel)

    def find(self, channel: Channel, pk: int) -> Token:
        found = channel.tokens.filter(pk=pk).first()
        if found is None:
            raise CommandError(f"{channel.key} has no token {pk}. List them: manage.py tokens {channel.key}.")
        return found

    def show(self, token: Token, secret: str) -> None:
        self.stdout.write(f"Token {token.pk} ({token.label}). This is its secret; it is not shown again:\n{secret}")

    def list(self, channel: Channel) -> None:
        now = timezone.now()
        for one in channel.tokens.order_by("pk"):
            state = "valid" if one.is_valid(now) else "ended"
            until = f" until {one.expires_at:%Y-%m-%d %H:%M}" if one.expires_at and state == "valid" else ""
            used = f"{one.last_used_at:%Y-%m-%d}" if one.last_used_at else "never"
            scopes = ", ".join(one.scopes) or "none"
            self.stdout.write(f"{one.pk}  {one.label}  {state}{until}  scopes: {scopes}  last used: {used}")
