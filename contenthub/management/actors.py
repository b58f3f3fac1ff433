"""Naming the person in whose name a command works."""

from argparse import ArgumentParser

from django.core.management.base import CommandError

from contenthub.users import User


def add_actor(parser: ArgumentParser) -> None:
    parser.add_argument("--actor", metavar="USER", help="in whose name (default: the operator)")


def find_actor(username: str | None) -> User | None:
    """Return the named user, None when none was named. Raises CommandError when there is no such active user."""
    if not username:
        return None
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise CommandError(f"There is no active user called {username!r}. Name another with --actor.")
    return user
