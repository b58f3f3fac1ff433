"""Set up an organisation without demo content."""

from typing import Any

from django.core.management.base import BaseCommand

from contenthub.install import install


class Command(BaseCommand):
    """`manage.py init`: database, languages, roles, content models, the operator's account."""

    help = "Set up an organisation: database, languages, roles, content models, operator. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        operator = install(lambda line: self.stdout.write(line))
        self.stdout.write(self.style.SUCCESS("The hub is set up."))
        if not operator.has_usable_password():
            self.stdout.write(f"Give the operator a password: manage.py changepassword {operator.username}")
        self.stdout.write("Then start it: manage.py serve")
