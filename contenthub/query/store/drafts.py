"""Drafts laid over what is published, for one request: a preview reads these, and everything else as it is."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from contenthub.query.store.loaded import Loaded, LoadedFact


@dataclass(frozen=True)
class Drafts:
    """Items by (uuid, locale) and facts by uuid, as they would be read once published."""

    items: Mapping[tuple[str, str], Loaded] = field(default_factory=dict)
    facts: Mapping[str, LoadedFact] = field(default_factory=dict)
    facts_at: Callable[[datetime], Mapping[str, LoadedFact]] | None = None
    """The facts as they would be read at another moment."""

    def at(self, moment: datetime) -> "Drafts":
        """Return these drafts as they would be read at a moment."""
        return self if self.facts_at is None else replace(self, facts=self.facts_at(moment))

    def __bool__(self) -> bool:
        return bool(self.items or self.facts)

    def where(self, keep: Callable[[Loaded], bool]) -> "Drafts":
        """Return these drafts with only the items that are to be kept."""
        return replace(self, items={name: item for name, item in self.items.items() if keep(item)})

    def matching(self, languages: Iterable[str], *, uuid: str | None, key: str | None) -> dict[str, Loaded]:
        """Return the draft with this uuid or key, by locale."""
        wanted = set(languages)
        return {
            item.locale: item
            for item in self.items.values()
            if item.locale in wanted and (item.uuid == uuid if uuid is not None else item.key == key)
        }

    def of(self, uuids: Iterable[str]) -> list[Loaded]:
        """Return the drafts of these items, in every language."""
        wanted = set(uuids)
        return [item for item in self.items.values() if item.uuid in wanted]


NONE = Drafts()
