"""The WSGI application that `manage.py serve` runs: that of `contenthub.wsgi`, with what the first request of a process
would wait for done before it comes."""

import gc
import logging

from django.db import DatabaseError, connections
from django.urls import get_resolver

from contenthub.wsgi import application

__all__ = ["application"]

logger = logging.getLogger(__name__)


def warm_up() -> None:
    """Import what addresses lead to, and build the schema. What cannot be read now is read by who asks for it."""
    from contenthub.query import registry

    len(get_resolver().url_patterns)
    try:
        registry.current()
    except DatabaseError as error:
        logger.warning("The schema is built by the first request: %s", error)
    finally:
        connections.close_all()
    gc.collect()
    gc.freeze()  # what is there now stays: no later look for garbage goes through it


warm_up()
