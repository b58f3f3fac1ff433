"""One request's reading: all levels breadth first, one statement a level, then one for everything small."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q

from channels.models import Channel
from content_models.spec import ModelSpec
from contenthub.query.errors import TooLarge
from contenthub.query.store.drafts import NONE, Drafts
from contenthub.query.store.listing import Listing, Page, page
from contenthub.query.store.loaded import Loaded, LoadedSubject
from contenthub.query.store.needs import Languages, Needs
from contenthub.query.store.selection import Nodes, Selection
from contenthub.query.store.small import Small, uuids
from contenthub.query.store.visible import load, rows, visible

MOST_ITEMS = 20_000
"""How many times items may stand in one answer, references included."""

Frontier = dict[tuple[Loaded, Nodes], int]


class Reading:
    """What one request has loaded. Resolvers only look things up in here."""

    def __init__(
        self, channel: Channel | None, specs: Mapping[str, ModelSpec], now: datetime, drafts: Drafts = NONE
    ) -> None:
        self.channel, self.specs, self.now, self.drafts = channel, specs, now, drafts
        self.small = Small()
        self.found: dict[str, dict[str, Loaded]] = {}
        self.named: dict[str, dict[str, Loaded]] = {}
        self.sought: set[tuple[str, Languages]] = set()
        self.seen: dict[tuple[str, Languages], Loaded | None] = {}

    def one(self, languages: Languages, *, uuid: str | None = None, key: str | None = None) -> Loaded | None:
        """Return an item by uuid or key in the first of the languages that it has, whatever its state."""
        ids = uuids([uuid]) if uuid else []
        which = Q(uuid__in=ids) if uuid is not None else Q(key=key)
        found = visible(self.channel).filter(which, locale__in=languages, model__in=self.specs)
        by_locale = {item.locale: item for item in (load(row, languages) for row in rows(found))}
        for locale, draft in self.drafts.matching(languages, uuid=uuid, key=key).items():
            by_locale[locale] = in_languages(draft, languages)
        return next((by_locale[locale] for locale in languages if locale in by_locale), None)

    def page(self, wanted: Listing) -> Page:
        """Return a page of items of models that are in the schema."""
        found = visible(self.channel)
        return page(wanted, found if wanted.spec else found.filter(model__in=self.specs))

    def complete(self, selection: Selection, roots: Iterable[tuple[Loaded, Nodes]]) -> None:
        """Load everything that the selection asks below these items. Raises TooLarge."""
        frontier: Frontier = {}
        for root in roots:
            frontier[root] = frontier.get(root, 0) + 1
        answered = 0
        while frontier:
            answered += sum(frontier.values())
            if answered > MOST_ITEMS:
                raise TooLarge(f"The answer would hold more than {MOST_ITEMS} items. Ask for fewer at a time.")
            needs = Needs(selection, self.specs, self.small)
            for (item, nodes), times in frontier.items():
                needs.add(item, nodes, times)
            self._fetch(needs)
            frontier = {}
            for (uuid, languages, nodes), times in needs.further.items():
                if (found := self.refer(uuid, languages)) is not None:
                    frontier[found, nodes] = frontier.get((found, nodes), 0) + times
        self.small.fetch(self.now, self.channel)
        for fact in self.drafts.facts.values():
            self.small.facts[fact.uuid] = self.small.facts_by_key[fact.key] = fact

    def _fetch(self, needs: Needs) -> None:
        """Load one level: whole items in the languages asked, and of items that are only named all languages."""
        wanted = {
            languages: {uuid for uuid in ids if (uuid, languages) not in self.sought}
            for languages, ids in needs.items.items()
        }
        links = {uuid for uuid in needs.links if uuid not in self.named}
        whole = Q(pk__in=())
        for languages, ids in wanted.items():
            if ids:
                whole |= Q(uuid__in=uuids(ids), locale__in=languages)
                self.sought.update((uuid, languages) for uuid in ids)
        if not links and not any(wanted.values()):
            return
        condition = whole | Q(uuid__in=uuids(links)) if links else whole
        found = visible(self.channel).filter(condition)
        self.named.update((uuid, {}) for uuid in links)
        self._keep(rows(found, with_body=whole if links else None), needs.items, links)

    def _keep(self, found: list[tuple[Any, ...]], items: Mapping[Languages, set[str]], links: set[str]) -> None:
        drafts = self.drafts.of({*links, *(uuid for ids in items.values() for uuid in ids)})
        for item in [*(load(row) for row in found), *drafts]:
            if item.model not in self.specs:
                continue
            if item.uuid in links:
                self.named[item.uuid][item.locale] = item
            if any(item.uuid in ids and item.locale in languages for languages, ids in items.items()):
                self.found.setdefault(item.uuid, {})[item.locale] = item

    def refer(self, uuid: str, languages: Languages) -> Loaded | None:
        """Return a loaded item as it is read in these languages."""
        key = (uuid, languages)
        if key not in self.seen:
            by_locale = self.found.get(uuid, {})
            item = next((by_locale[locale] for locale in languages if locale in by_locale), None)
            self.seen[key] = in_languages(item, languages) if item else None
        return self.seen[key]

    def name(self, uuid: str, languages: Languages) -> Loaded | None:
        """Return what a link needs to know of an item: in these languages, else in any in which it is live."""
        by_locale = self.named.get(uuid, {})
        found = [by_locale[locale] for locale in languages if locale in by_locale]
        live = [by_locale[locale] for locale in sorted(by_locale) if by_locale[locale].status == "live"]
        return next((item for item in found if item.status == "live"), None) or next(iter([*live, *found]), None)

    def subject(self, path: str) -> LoadedSubject | None:
        return self.small.subjects.get(path)


def in_languages(item: Loaded, languages: Languages) -> Loaded:
    """Return the same item, its references looked up in these languages."""
    fields = {name: getattr(item, name) for name in Loaded.__slots__}
    return Loaded(**{**fields, "languages": languages})
