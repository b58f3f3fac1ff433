"""Hearing of commits on PostgreSQL as they happen: a thread that waits for the database to tell, and looks."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Thread
from time import monotonic
from typing import Any

from django.db import DatabaseError, connection

from contenthub.publishing.epoch import TABLE

logger = logging.getLogger(__name__)

POLL = 0.25
"""Seconds after which to look without having been told: a safety net."""
AWAKE = 1.0
"""Seconds for which a look vouches for what is kept."""
PAUSE = 1.0


@dataclass
class Listener:
    """Runs `look` after every commit that matters. `is_awake` says whether it can be relied on now."""

    look: Callable[[], Any]
    awake_until: float = 0.0
    stopped: Event = field(default_factory=Event)
    thread: Thread | None = None

    @property
    def is_awake(self) -> bool:
        return monotonic() < self.awake_until

    def start(self) -> None:
        if self.thread is None:
            self.stopped.clear()
            self.thread = Thread(target=self._run, name="contenthub-listener", daemon=True)
            self.thread.start()

    def stop(self) -> None:
        self.stopped.set()
        if self.thread is not None:
            self.thread.join(5)
        self.thread, self.awake_until = None, 0.0

    def _run(self) -> None:
        while not self.stopped.is_set():
            database = connection.copy()
            try:
                database.ensure_connection()
                self._listen(database)
            except DatabaseError:
                logger.warning("The listener lost the database; until it is back, every request looks by itself.")
                self.stopped.wait(PAUSE)
            finally:
                self.awake_until = 0.0
                database.close()
                connection.close()

    def _listen(self, database: Any) -> None:
        raw = database.connection
        raw.autocommit = True
        raw.execute(f"LISTEN {TABLE}")
        while not self.stopped.is_set():
            if self.look() is None:
                return
            self.awake_until = monotonic() + AWAKE
            for _told in raw.notifies(timeout=POLL, stop_after=1):
                break
