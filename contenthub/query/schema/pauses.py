"""Building a schema in pieces, so that requests go on in between."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock, local
from time import monotonic, sleep

from django.core.files import locks

WORK = 0.0005
REST = 0.002
"""Seconds of work, and of rest after it, where a build gives way."""
PATIENCE = 0.5
"""Seconds for which one build waits, in all, until requests that are on their way are answered."""
TURN = 0.5
"""Seconds for which one process waits for others, so that they do not all build at the same time."""
WAIT = 0.005

_here = local()


class Requests:
    """How many requests are on their way in this process."""

    def __init__(self) -> None:
        self.number, self.lock = 0, Lock()

    def __enter__(self) -> None:
        with self.lock:
            self.number += 1

    def __exit__(self, *_error: object) -> None:
        with self.lock:
            self.number -= 1


requests = Requests()


@contextmanager
def giving_way() -> Iterator[None]:
    """Let what this thread builds inside rest again and again, so that a request waits a moment at a time."""
    _here.since, _here.patience = monotonic(), PATIENCE
    try:
        yield
    finally:
        _here.since = None


@contextmanager
def in_turn(file: Path) -> Iterator[None]:
    """Wait until no other process of this machine is inside with this file; `TURN` seconds at most."""
    try:
        lock = file.open("w")
    except OSError:
        yield
        return
    with lock:
        until = monotonic() + TURN
        with suppress(OSError):  # a file system that knows no locks
            while not locks.lock(lock, locks.LOCK_EX | locks.LOCK_NB) and monotonic() < until:
                sleep(WAIT)
        yield


def pause() -> None:
    """Rest, when this thread gives way and has worked for long enough; longer while a request is on its way."""
    since = getattr(_here, "since", None)
    if since is None or monotonic() - since < WORK:
        return
    sleep(REST)
    began = monotonic()
    while requests.number and monotonic() - began < _here.patience:
        sleep(REST)
    _here.since = monotonic()
    _here.patience -= _here.since - began
