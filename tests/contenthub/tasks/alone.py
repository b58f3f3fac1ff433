"""Run a function of `town` in this process, on a hub of its own: `python -m tests.contenthub.tasks.alone lives`."""

import json
import os
import sys
from importlib import import_module

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contenthub.settings")
    django.setup()
    found = getattr(import_module("tests.contenthub.tasks.town"), sys.argv[1])()
    sys.stdout.write(json.dumps(found) + "\n")
