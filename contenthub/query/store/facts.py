"""A fact over time: every published version, and which of them holds at a moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from contenthub.query.store.loaded import LoadedFact

EVERYBODY = "all"
OUT_OF_REACH = "none"


@dataclass(frozen=True, slots=True)
class Version:
    """One published value with its validity; `value` null says: from here on there is no value."""

    number: int
    value: Any
    valid_from: datetime | None
    valid_until: datetime | None
    published_at: datetime

    def holds(self, at: datetime) -> bool:
        begun = self.published_at <= at and (self.valid_from is None or self.valid_from <= at)
        return begun and (self.valid_until is None or at < self.valid_until)


@dataclass(slots=True)
class FactLine:
    """A fact with all its versions. One version is always the same object, so that what was made of it can be kept."""

    uuid: str
    key: str
    kind: str
    label: str
    labels: Mapping[str, str]
    versions: list[Version]
    reach: str = ""
    """Whether a channel may ask for the fact by itself: `EVERYBODY`, by its scopes (empty), or `OUT_OF_REACH`."""
    made: dict[int, LoadedFact] = field(default_factory=dict)
    answer: tuple[datetime, datetime | None, LoadedFact | None] | None = None
    """(from, until, the fact then), of the moment asked last."""

    def at(self, now: datetime) -> tuple[LoadedFact | None, datetime | None]:
        """Return the fact as it holds at a moment, and until when that stays so (None: no end is known)."""
        known = self.answer
        if known is None or now < known[0] or (known[1] is not None and now >= known[1]):
            holding = [one for one in self.versions if one.holds(now)]
            newest = max(holding, key=lambda one: (one.published_at, one.number), default=None)
            known = self.answer = (now, self._next(now), self._fact(newest) if newest else None)
        return known[2], known[1]

    def _next(self, now: datetime) -> datetime | None:
        moments = [m for one in self.versions for m in (one.valid_from, one.valid_until, one.published_at) if m]
        return min((moment for moment in moments if moment > now), default=None)

    def _fact(self, version: Version) -> LoadedFact:
        if version.number not in self.made:
            self.made[version.number] = LoadedFact(
                self.uuid,
                self.key,
                self.kind,
                self.label,
                self.labels,
                version.number,
                version.value,
                version.valid_from,
                version.valid_until,
            )
        return self.made[version.number]
