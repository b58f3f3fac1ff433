"""What a worker works with: a name, a clock, chance, the ways out; all of it given, so that a test gives its own."""

import os
import random
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.utils import timezone

from channels.outbox import LEASE, Chance, Step
from channels.transports.base import Transport
from channels.transports.index import transports
from contenthub.tasks.patience import Patience


def worker_name() -> str:
    """Return a name that no other worker has, also not an earlier one with the same process id."""
    return f"{socket.gethostname()[:50]}:{os.getpid()}:{uuid4().hex[:8]}"


def output_folder() -> Path:
    return Path(settings.HUB_OUTPUT_DIR)


def no_step(_name: str, _what: object) -> None:
    """Go on."""


@dataclass(frozen=True)
class Shift:
    """One worker's time at work.

    `step` is called with the name of each step done, and with what; `stopped` tells whether to end.
    """

    worker: str = field(default_factory=worker_name)
    clock: Callable[[], datetime] = timezone.now
    chance: Chance = random.random
    step: Step = no_step
    stopped: Callable[[], bool] = bool
    lease: timedelta = LEASE
    transports: Mapping[str, Transport] = field(default_factory=transports)
    folder: Path = field(default_factory=output_folder)
    patience: Patience = field(default_factory=Patience)


@dataclass
class Tally:
    """What was done, in numbers."""

    published: int = 0
    expired: int = 0
    refused: int = 0
    noted: int = 0
    sent: int = 0
    failed: int = 0
    told: int = 0
    looked: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        mine, theirs = vars(self), vars(other)
        return Tally(**{name: mine[name] + theirs[name] for name in mine})

    def __bool__(self) -> bool:
        return any(vars(self).values())
