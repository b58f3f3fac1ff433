"""The time that one request may take: a statement that runs longer is stopped, and its request with it.

One thread of each process watches whoever is asking. Stopping happens under the same lock as ending, so it cannot hit
what a connection does next for somebody else.
"""

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Condition, Thread, local
from time import monotonic
from typing import Any

from django.db import DatabaseError, connection

from contenthub.query.errors import TimedOut

logger = logging.getLogger(__name__)

NEVER = float("inf")


@dataclass
class Guard:
    """Stops what runs past its end. `running` maps a number to (end, stop)."""

    running: dict[int, tuple[float, Callable[[], Any]]] = field(default_factory=dict)
    lock: Condition = field(default_factory=Condition)
    thread: Thread | None = None
    number: int = 0
    wakes: float = NEVER

    def enter(self, ends: float, stop: Callable[[], Any]) -> int:
        with self.lock:
            self.number += 1
            self.running[self.number] = (ends, stop)
            if self.thread is None or not self.thread.is_alive():
                self.thread = Thread(target=self._run, name="contenthub-deadline", daemon=True)
                self.thread.start()
            elif ends < self.wakes:
                self.lock.notify()
            return self.number

    def leave(self, number: int) -> None:
        with self.lock:
            self.running.pop(number, None)

    def _run(self) -> None:
        with self.lock:
            while True:
                self.wakes = min((ends for ends, _stop in self.running.values()), default=NEVER)
                self.lock.wait(None if self.wakes == NEVER else max(0.0, self.wakes - monotonic()))
                now = monotonic()
                for number, (ends, stop) in list(self.running.items()):
                    if ends <= now:
                        del self.running[number]
                        try:
                            stop()
                        except (DatabaseError, sqlite3.Error):
                            logger.warning(
                                "A statement could not be stopped; its connection may be gone.", exc_info=True
                            )


guard = Guard()
_here = local()


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Give everything that this thread reads inside `seconds` to end. Afterwards statements raise TimedOut."""
    ends, before = monotonic() + seconds, getattr(_here, "ends", NEVER)
    _here.ends = min(ends, before)
    raw = connection.connection
    number = None if raw is None else guard.enter(_here.ends, stopping(raw))
    try:
        yield
    finally:
        if number is not None:
            guard.leave(number)
        _here.ends = before


def has_passed() -> bool:
    """Return whether the time of the request that this thread answers is over."""
    return monotonic() >= getattr(_here, "ends", NEVER)


def check() -> None:
    """Raise TimedOut when the time is over."""
    if has_passed():
        raise TimedOut


def stopping(raw: Any) -> Callable[[], Any]:
    """Return how a statement that runs on a connection is stopped from another thread."""
    found: Callable[[], Any] = raw.interrupt if connection.vendor == "sqlite" else raw.cancel_safe
    return found
