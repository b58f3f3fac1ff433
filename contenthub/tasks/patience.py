"""Not trying again at once what just went wrong; kept by one worker for as long as it lives."""

from dataclasses import dataclass, field
from datetime import datetime

from channels.outbox import Chance, delay


@dataclass
class Patience:
    """What went wrong, how often, and until when to leave it alone."""

    until: dict[str, datetime] = field(default_factory=dict)
    times: dict[str, int] = field(default_factory=dict)

    def waits(self, what: str, now: datetime) -> bool:
        """Tell whether this should be left alone for now."""
        return what in self.until and now < self.until[what]

    def lose(self, what: str, now: datetime, chance: Chance) -> None:
        """Leave this alone, each time longer."""
        self.times[what] = self.times.get(what, 0) + 1
        self.until[what] = now + delay(self.times[what], chance())
