"""The WSGI application that `manage.py serve` runs: that of `contenthub.wsgi`, with what the first request of a process
would wait for done before it comes."""

import gc
import logging
from threading import Thread

from django.db import connections
from django.urls import get_resolver

from contenthub.wsgi import application

__all__ = ["application"]

logger = logging.getLogger(__name__)

LONGEST = 10.0
"""Seconds after which requests are taken all the same: a database may accept a connection and answer nothing."""


def warm_up() -> None:
    """Import what addresses lead to, and build the schema. What fails now is told to whoever asks for it."""
    from contenthub.query import registry

    try:
        len(get_resolver().url_patterns)
        registry.current()
    except Exception as error:  # noqa: BLE001 (whatever it is, the rest of the hub is there to mend it)
        logger.warning("The schema is left to the first request: %s", error)
    finally:
        connections.close_all()


thread = Thread(target=warm_up, name="contenthub-warm-up", daemon=True)
thread.start()
thread.join(LONGEST)
gc.collect()
gc.freeze()  # what is there now stays: no later look for garbage goes through it
