"""Keeping processes running side by side: the web server, which must live, and workers, which are started again."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from time import monotonic

from contenthub.tasks.stop import Stop

LOOK = 0.1
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
HEALTHY = 60.0
"""Seconds a worker must have lived for its next death to count as the first."""
GRACE = 20.0
"""Seconds that processes get to end by themselves."""
DIE_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of prctl(2)."""

Say = Callable[[str], None]


class Worker:
    """A process that is started again when it ends, each time later as long as it keeps ending."""

    def __init__(self, command: Sequence[str]) -> None:
        self.command = command
        self.pause = FIRST_PAUSE
        self.due = 0.0
        self.start()

    def start(self) -> None:
        self.process, self.started = start(self.command), monotonic()

    def look(self, say: Say) -> None:
        """Start the process again when it has ended and its pause is over."""
        code = self.process.poll()
        if code is None:
            return
        if not self.due:
            end([self.process])
            self.pause = FIRST_PAUSE if monotonic() - self.started > HEALTHY else self.pause
            say(f"The worker ended (exit code {code}). It is started again in {self.pause:.0f} s.")
            self.due, self.pause = monotonic() + self.pause, min(self.pause * 2, LONGEST_PAUSE)
        elif monotonic() >= self.due:
            self.due = 0.0
            self.start()


def supervise(server: Sequence[str], workers: Sequence[Sequence[str]], stop: Stop, say: Say) -> int:
    """Run the server and the workers until asked to stop (0), or until the server ends (its code, never 0)."""
    web = start(server)
    crew = [Worker(command) for command in workers]
    try:
        while not stop.wait(LOOK):
            if (code := web.poll()) is not None:
                say(f"The web server ended (exit code {code}).")
                return code if code > 0 else 1
            for worker in crew:
                worker.look(say)
        return 0
    finally:
        end([web, *(worker.process for worker in crew)])


def start(command: Sequence[str]) -> "subprocess.Popen[bytes]":
    """Start a process, in a group with its own children, that is asked to end when this one is killed."""
    return subprocess.Popen(command, preexec_fn=_end_with_parent, process_group=0)  # noqa: S603 (our own arguments)


def _end_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)


def end(processes: "Sequence[subprocess.Popen[bytes]]") -> None:
    """Ask all to end, together; kill what does not within the grace, and the children that a dead one left."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    last = monotonic() + GRACE
    for process in processes:
        try:
            process.wait(max(0.0, last - monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
