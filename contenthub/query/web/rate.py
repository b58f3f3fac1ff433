"""How much work a token may cause: answers that are kept are free, others are counted.

With Redis all processes count together; while it is gone, and without it, each counts for itself.
"""

from dataclasses import dataclass, field
from threading import Lock

from contenthub.shared import remote

MINUTE = 60.0
MOST_TOKENS = 10_000

TAKE = """
local moment = redis.call('TIME')
local now = moment[1] + moment[2] / 1000000
local most, points = tonumber(ARGV[1]), tonumber(ARGV[2])
local known = redis.call('HMGET', KEYS[1], 'left', 'at')
local left = most
if known[1] then left = math.min(most, known[1] + math.max(0, now - known[2]) * most / 60) end
local granted = 0
if left > 0 then
  left = left - points
  granted = 1
end
redis.call('HSET', KEYS[1], 'left', tostring(left), 'at', tostring(now))
redis.call('EXPIRE', KEYS[1], 120)
return {granted, tostring(left)}
"""
"""Takes points from a bucket by the clock of Redis, in one step. Answers whether it could, and what is left."""


@dataclass
class Rate:
    """A bucket for each token, or for each mark of a caller without one, which fills up again within a minute."""

    buckets: dict[int | str, tuple[float, float]] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def take(self, token: int | str, points: float, per_minute: int, now: float) -> float:
        """Take points from a token's bucket. Return 0, or after how many seconds it may ask again.

        What is there is taken even when it is too little, so that one large question is not refused for ever.
        """
        there = remote()
        found = there.run(f"rate:{token}", TAKE, per_minute, points) if there is not None else None
        if found is None:
            return self._take(token, points, per_minute, now)
        return 0.0 if found[0] else (1 - float(found[1])) * MINUTE / per_minute

    def _take(self, token: int | str, points: float, per_minute: int, now: float) -> float:
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
