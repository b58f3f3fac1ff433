"""How much work a token may cause: answers that are kept are free, others are counted by their cost."""

from dataclasses import dataclass, field
from threading import Lock

MINUTE = 60.0
MOST_TOKENS = 10_000


@dataclass
class Rate:
    """A bucket for each token, which fills up again within a minute. Each process counts for itself."""

    buckets: dict[int, tuple[float, float]] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def take(self, token: int, points: float, per_minute: int, now: float) -> float:
        """Take points from a token's bucket. Return 0, or after how many seconds it may ask again.

        What is there is taken even when it is too little, so that one large question is not refused for ever.
        """
        with self.lock:
            left, before = self.buckets.get(token, (float(per_minute), now))
            left = min(float(per_minute), left + (now - before) * per_minute / MINUTE)
            if left <= 0:
                self.buckets[token] = (left, now)
                return (1 - left) * MINUTE / per_minute
            if len(self.buckets) >= MOST_TOKENS and token not in self.buckets:
                self.buckets.pop(next(iter(self.buckets)))
            self.buckets[token] = (left - points, now)
            return 0.0


rate = Rate()
