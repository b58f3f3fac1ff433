#!/usr/bin/env python3
"""Run a management command of the Content Hub."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db import OperationalError, ProgrammingError

INTERRUPTED = 130
"""The exit code that shells give to what an interrupt ended."""


def main() -> None:
    """Run the command line; a database that is not set up or not there, and an interrupt, are no traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contenthub.settings")
    try:
        execute_from_command_line(sys.argv)
    except (OperationalError, ProgrammingError) as error:
        if "--traceback" in sys.argv:
            raise
        advice = "Set the hub up first: manage.py init. Is it set up? Then see whether DATABASE_URL is right."
        raise SystemExit(f"The database cannot answer: {str(error).strip()}\n{advice}") from error
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted.\n")
        raise SystemExit(INTERRUPTED) from None


if __name__ == "__main__":
    main()
