"""A breaker: stands before something that may be gone, so that not everybody waits for it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from typing import TypeVar

logger = logging.getLogger(__name__)

T = TypeVar("T")
PAUSE = 5.0
"""Seconds for which nobody asks after it did not answer."""


@dataclass
class Breaker:
    """Remembers that `name` did not answer; `errors` are what it raises then, `returns` how often it came back."""

    name: str
    errors: tuple[type[Exception], ...]
    is_open: bool = False
    again: float = 0.0
    returns: int = 0
    lock: Lock = field(default_factory=Lock)

    def ask(self, work: Callable[[], T], instead: T) -> T:
        """Return what `work` returns, or `instead` when there is no answer."""
        was_open, returns = self.is_open, self.returns
        if was_open and not self._may_try():
            return instead
        try:
            found = work()
        except self.errors as error:
            self._went(error, returns)
            return instead
        if was_open:  # not what was on its way when it went
            self._came_back()
        return found

    def _may_try(self) -> bool:
        """Return whether this caller is the one who looks whether it is back."""
        with self.lock:
            now = monotonic()
            if now < self.again:
                return False
            self.again = now + PAUSE
            return True

    def _went(self, error: Exception, returns: int) -> None:
        with self.lock:
            if returns != self.returns:  # it came back while this was on its way
                return
            was_open, self.is_open, self.again = self.is_open, True, monotonic() + PAUSE
        if not was_open:
            logger.warning("%s does not answer (%s): until it does, each process keeps its own.", self.name, error)

    def _came_back(self) -> None:
        with self.lock:
            was_open, self.is_open = self.is_open, False
            self.returns += was_open
        if was_open:
            logger.warning("%s answers again.", self.name)
