"""How fast to look: so many requests a second of one channel, evenly, over all threads."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock


@dataclass
class Pace:
    """Lets `per_second` requests through (0: as many as come). A visitor's delay in robots.txt makes it slower."""

    per_second: float = 5.0
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    lock: Lock = field(default_factory=Lock)
    free_at: float = 0.0

    def wait(self) -> None:
        """Wait for the next turn."""
        if self.per_second <= 0:
            return
        with self.lock:
            now = self.clock()
            turn = max(now, self.free_at)
            self.free_at = turn + 1 / self.per_second
        if turn > now:
            self.sleep(turn - now)

    def slow_down(self, delay: float) -> None:
        """Keep at least so many seconds between two requests."""
        if delay > 0 and (self.per_second <= 0 or 1 / delay < self.per_second):
            self.per_second = 1 / delay
