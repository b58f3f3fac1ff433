"""The response: bytes, and what caches on the way may do with them."""

from collections.abc import Collection
from functools import lru_cache

from django.conf import settings

from contenthub.query.kept.answers import WORTH_PACKING, Headers, Kept
from contenthub.query.kept.schedule import next_scheduled
from contenthub.query.question import Answer
from contenthub.query.web.asked import PREVIEW, RESPONSE

STATUS = {"TOKEN_REFUSED": 401, "ADHOC_REFUSED": 403, "CHANNEL_RETIRED": 403, "RATE_LIMITED": 429, "TIMED_OUT": 503}
"""Refusals with a status of their own, whatever the media type."""

MOST_KEYS = 100
"""Surrogate keys of one answer; one with more has the key `many`, which every purge names."""
MANY = "many"
EVERYTHING = "hub"
"""The key that every answer has."""
VARY = f"Accept, Accept-Encoding, Authorization, {PREVIEW}"


def status_of(answered: Answer, media_type: str) -> int:
    if answered.executed:
        return 200
    return STATUS.get(answered.code or "", 400 if media_type == RESPONSE else 200)


@lru_cache(maxsize=512)
def encoding_of(accepted: str) -> str:
    """Return the encoding to answer in, of those that a client accepts: br, gzip or none (empty)."""
    found = {}
    for part in accepted.lower().split(","):
        name, _, weight = part.strip().partition(";")
        quality = weight.strip().removeprefix("q=") or "1"
        found[name.strip()] = quality.strip("0.") != ""
    return next((name for name in ("br", "gzip") if found.get(name)), "")


def body_of(kept: Kept, accepted: str) -> tuple[bytes, str, str]:
    """Return the bytes to send, their encoding, and their entity tag."""
    encoding = encoding_of(accepted) if len(kept.body) >= WORTH_PACKING else ""
    etag = f'"{kept.etag}-{encoding}"' if encoding else f'"{kept.etag}"'
    return kept.bytes_for(encoding), encoding, etag


def max_age(kept: Kept, now: float) -> int:
    """Return for how many seconds an answer may be used without asking, up to the next moment that changes it."""
    ends = min(kept.until, next_scheduled(now))
    return max(0, min(settings.HUB_MAX_AGE, int(ends - now) if ends != float("inf") else settings.HUB_MAX_AGE))


def cache_headers(kept: Kept, now: float, *, shared: bool) -> Headers:
    """Return the headers for caches. `shared`: the answer holds nothing that only this caller may see."""
    if not shared:
        return [("Cache-Control", "private, no-cache"), ("Vary", VARY)]
    age = ("Cache-Control", f"public, max-age={max_age(kept, now)}, must-revalidate")
    return [age, ("Surrogate-Key", surrogate_keys(kept.tags)), ("Vary", VARY)]


def surrogate_keys(tags: Collection[str]) -> str:
    """Return the keys by which a cache can be told that an answer no longer holds."""
    named = [MANY] if len(tags) > MOST_KEYS else sorted(tag for tag in tags if " " not in tag)
    return " ".join([EVERYTHING, *named])


def matches(etag: str, given: str) -> bool:
    """Return whether a caller has just these bytes; a tag that a proxy made weak is as good."""
    return bool(given) and etag in [one.strip().removeprefix("W/") for one in given.split(",")]


def cross_origin(origin: str) -> Headers:
    """Return the headers by which a browser lets a page of another origin read the answer."""
    allowed = settings.HUB_CORS_ORIGINS
    if not allowed:
        return []
    if not origin or not ("*" in allowed or origin in allowed):
        return [("Vary", "Origin")]
    return [
        ("Access-Control-Allow-Origin", origin),
        ("Access-Control-Expose-Headers", "ETag, Retry-After"),
        ("Vary", "Origin"),
    ]


def preflight(origin: str) -> Headers:
    """Return the headers that answer a browser's question beforehand."""
    return [
        *cross_origin(origin),
        ("Access-Control-Allow-Methods", "GET, POST"),
        ("Access-Control-Allow-Headers", "Authorization, Content-Type, If-None-Match"),
        ("Access-Control-Max-Age", "86400"),
    ]
