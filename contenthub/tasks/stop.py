"""Stopping when asked to: SIGTERM and SIGINT end a wait at once, and work after what is in hand."""

import os
import select
import signal
from types import FrameType

SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Stop:
    """Whether this process was asked to end. Make one per process, in its main thread."""

    def __init__(self) -> None:
        self.asked = False
        self._out, self._in = os.pipe()
        for number in SIGNALS:
            signal.signal(number, self._ask)

    def __call__(self) -> bool:
        return self.asked

    def wait(self, seconds: float) -> bool:
        """Wait so long, or until asked to stop. Return whether it was asked."""
        if not self.asked:
            select.select([self._out], [], [], seconds)
        return self.asked

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self.asked = True
        os.write(self._in, b".")
