"""The WSGI application that a web server runs: answers that are kept before Django, everything else through it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contenthub.settings")
django_application = get_wsgi_application()

from contenthub.query.web import FastPath  # noqa: E402 (the settings must stand first)

application = FastPath(django_application)
