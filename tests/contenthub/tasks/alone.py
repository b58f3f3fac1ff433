"""Run a function of `town`, or of `module:name`, in this process: `python -m tests.contenthub.tasks.alone lives`."""

import json
import os
import sys
from importlib import import_module

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contenthub.settings")
    django.setup()
    module, _, name = sys.argv[1].rpartition(":")
    found = getattr(import_module(module or "tests.contenthub.tasks.town"), name)()
    sys.stdout.write(json.dumps(found) + "\n")
