"""Facts that are found while reading: checked by their kind, one for one place in the source."""

from collections.abc import Mapping
from typing import Any

from content_models.facts import fact_kind
from content_models.labels import LONGEST
from contenthub.importing.identity import fact_key_of, uuid_of
from contenthub.importing.records import ImportedFact, Losses


class Facts:
    """The facts of one import."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.found: dict[str, ImportedFact] = {}
        self.keys: dict[str, str] = {}

    def add(
        self,
        kind: str,
        value: Any,
        *,
        file: str,
        id: str,
        owner: str,
        name: str,
        label: str,
        dropped: Losses,
        labels: Mapping[str, str] | None = None,
    ) -> str | None:
        """Return the uuid of a fact; None for no value, and for one that its kind refuses, which counts as a loss.

        `id` says where in the source it stands, `owner` whose it is, `name` what it is of that.
        """
        checked = fact_kind(kind)
        if value in ("", None):
            return None
        problems = checked.check(value)
        if problems:
            dropped[f"{name}: {problems[0].message}"] += 1
            return None
        uuid = uuid_of(self.origin, id)
        self.found[uuid] = ImportedFact(
            file=file,
            uuid=uuid,
            key=self.free_key(fact_key_of(owner, name), uuid),
            kind=kind,
            label=label[:LONGEST],
            timeline=[{"value": checked.normalise(value), "valid_from": None, "valid_until": None}],
            source=f"{self.origin} {id}"[:300],
            labels={code: text[:LONGEST] for code, text in (labels or {}).items() if text},
        )
        return uuid

    def free_key(self, key: str, uuid: str) -> str:
        if self.keys.setdefault(key, uuid) == uuid:
            return key
        return fact_key_of(key, uuid[:8])

    def all(self) -> list[ImportedFact]:
        return list(self.found.values())
