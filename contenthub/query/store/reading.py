"""One request's reading: all levels breadth first, one statement a level, then one for everything small."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from channels.models import Channel
from content_models.spec import ModelSpec
from contenthub.query.errors import TooLarge
from contenthub.query.store import deadline
from contenthub.query.store.drafts import NONE, Drafts
from contenthub.query.store.listing import Columns, Listing, Page, page
from contenthub.query.store.loaded import Loaded, LoadedFact, LoadedSubject, Translation
from contenthub.query.store.needs import Languages, Needs
from contenthub.query.store.parts import Looks
from contenthub.query.store.selection import Nodes, Selection
from contenthub.query.store.shelf import ByLocale, Shelf
from contenthub.query.store.small import Small
from contenthub.query.store.sql import Row, Where, hyphened, read_uuid, uuid_parameters
from contenthub.query.store.visible import load, rows, seen_by

MOST_ITEMS = 20_000
"""How many times items may stand in one answer, references included."""

Frontier = dict[tuple[Loaded, Nodes], int]


class Reading:
    """What one request has loaded. Resolvers only look things up in here."""

    def __init__(
        self,
        channel: Channel | None,
        specs: Mapping[str, ModelSpec],
        now: datetime,
        shelf: Shelf | None = None,
        drafts: Drafts = NONE,
    ) -> None:
        self.channel, self.specs, self.now, self.drafts = channel, specs, now, drafts
        self.shelf = shelf or Shelf()
        self.small = Small()
        self.items: dict[str, ByLocale] = {}
        self.seen: dict[tuple[str, Languages], Loaded | None] = {}
        self.all_there = False
        """Whether the page that was taken last was all on the shelf."""
        self.looks: Looks | None = None
        """Notes what is looked at, while an item is written that is to be kept so."""

    @property
    def may_see(self) -> Where:
        return seen_by(self.channel)

    def one(self, languages: Languages, *, uuid: str | None = None, key: str | None = None) -> Loaded | None:
        """Return an item by uuid or key in the first of the languages that it has, whatever its state."""
        if uuid is None:
            return self._first(self._by_key(str(key), languages), languages)
        identity = read_uuid(uuid)
        if identity is None:
            return None
        self._bring({identity}, {identity: {languages}})
        return self._first(self.items[identity], languages)

    def _first(self, by_locale: Mapping[str, Loaded], languages: Languages) -> Loaded | None:
        for locale in languages:
            found = by_locale.get(locale)
            if found is not None and found.model in self.specs:
                return found.read_in(languages)
        return None

    def _by_key(self, key: str, languages: Languages) -> Mapping[str, Loaded]:
        known = [(locale, *self.shelf.uuid_of(key, locale)) for locale in languages]
        if all(there for _locale, there, _uuid in known):
            wanted: dict[str, set[Languages]] = {
                uuid: {(locale,)} for locale, _there, uuid in known if uuid is not None
            }
            self._bring(set(wanted), wanted)
            return {
                locale: self.items[uuid][locale] for locale, _t, uuid in known if uuid and locale in self.items[uuid]
            }
        where = self.may_see.add("contenthub_publication.key = %s", key)
        loaded = [load(row, languages) for row in rows(where.among("contenthub_publication.locale", languages))]
        self.shelf.keys |= {(key, locale): None for locale in languages}
        self.shelf.keys |= {(key, item.locale): item.uuid for item in loaded}
        published = {item.locale: self._put(item) for item in loaded}
        return {**published, **self.drafts.matching(languages, uuid=None, key=key)}

    def _put(self, item: Loaded) -> Loaded:
        """Keep an item that was read in one locale; return what the shelf has of it, when that is the same."""
        known = (self.shelf.item(item.uuid) or ByLocale()).get(item.locale)
        if (
            known is not None
            and known.has_body
            and (known.snapshot_id, known.status) == (item.snapshot_id, item.status)
        ):
            return known
        self.shelf.items[item.uuid] = ByLocale.partly(item)
        return item

    def page(self, wanted: Listing, *, whole: bool = True) -> tuple[Page, bool]:
        """Return a page of items of models that are in the schema, and whether all of them were on the shelf.

        With `whole` their rows come with the page; without, they are looked for on the shelf first.
        """
        where = self.may_see
        if wanted.spec is None:
            where.among("contenthub_publication.model", self.specs)
        found = page(wanted, where, Columns() if whole or not self.shelf.is_shared else Columns(self._take))
        items = [self._put(item) for item in found.items] if whole and self.shelf.is_shared else found.items
        warm = self.all_there if not whole else all(self.shelf.item(item.uuid) is not None for item in found.items)
        return replace(found, items=[item.read_in(wanted.languages) for item in items]), warm

    def _take(self, found: list[Row]) -> list[Loaded]:
        """Return the items of rows (id, uuid, locale, snapshot, status); what changed meanwhile is read again."""
        names = [(hyphened(row[1]), row[2]) for row in found]
        self.all_there = True
        for uuid, locale in names:
            here = self.items.get(uuid) or self.shelf.item(uuid)
            item = here.get(locale) if here is not None else None
            if here is None or item is None or not item.has_body:
                self.all_there = False
                self._bring({uuid for uuid, _locale in names}, {uuid: {(locale,)} for uuid, locale in names})
                break
            self.items[uuid] = here
        items = [self.items[uuid].get(locale) for uuid, locale in names]
        return [item for item in items if item is not None]

    def complete(self, selection: Selection, roots: Iterable[tuple[Loaded, Nodes]], answered: int = 0) -> None:
        """Load everything that the selection asks below these items. Raises TooLarge.

        `answered` is how many times items stand in what was written before.
        """
        frontier: Frontier = {}
        for root in roots:
            frontier[root] = frontier.get(root, 0) + 1
        while True:
            answered += sum(frontier.values())
            if answered > MOST_ITEMS:
                raise TooLarge(f"The answer would hold more than {MOST_ITEMS} items. Ask for fewer at a time.")
            if not frontier:
                break
            deadline.check()
            needs = Needs(selection, self.specs, self.small)
            for (item, nodes), times in frontier.items():
                needs.add(item, nodes, times)
            self._fetch(needs)
            frontier = {}
            for (uuid, languages, nodes), times in needs.further.items():
                if (found := self.refer(uuid, languages)) is not None:
                    frontier[found, nodes] = frontier.get((found, nodes), 0) + times
        self.small.fetch(self.now, self.channel, self.shelf)
        for fact in self.drafts.facts.values():
            self.small.facts[fact.uuid] = self.small.facts_by_key[fact.key] = fact

    def _fetch(self, needs: Needs) -> None:
        """Load one level: whole items in the languages asked, and of items that are only named all languages."""
        wanted: dict[str, set[Languages]] = {}
        for languages, ids in needs.items.items():
            for uuid in ids:
                wanted.setdefault(uuid, set()).add(languages)
        self._bring(set(wanted), wanted, needs.links)

    def _bring(self, uuids: Collection[str], bodies: Mapping[str, set[Languages]], links: Collection[str] = ()) -> None:
        """Have items at hand, with their documents in the languages given, links in all; one statement at most."""
        missing = []
        for uuid in {*uuids, *links}:
            here = self.items.get(uuid) or self.shelf.item(uuid) or self.items.get(uuid)
            enough = here is not None and (here.complete or uuid not in links)
            if here is not None and enough and all(here.serves(languages) for languages in bodies.get(uuid, ())):
                self.items[uuid] = here
            else:
                missing.append(uuid)
        if missing:
            self._read(missing, bodies)

    def _read(self, missing: Sequence[str], bodies: Mapping[str, set[Languages]]) -> None:
        where = self.may_see.among("contenthub_publication.uuid", uuid_parameters(missing))
        wanted = [uuid for uuid in missing if uuid in bodies]
        locales = {locale for uuid in wanted for languages in bodies[uuid] for locale in languages}
        with_body = Where().among("contenthub_publication.locale", sorted(locales))
        if len(wanted) < len(missing):
            with_body.among("contenthub_publication.uuid", uuid_parameters(wanted))
        found = {uuid: ByLocale() for uuid in missing}
        usual = next((languages for uuid in wanted for languages in bodies[uuid]), ())
        for item in [*(load(row, usual) for row in rows(where, with_body=with_body)), *self.drafts.of(missing)]:
            found.setdefault(item.uuid, ByLocale())[item.locale] = item
        self.items |= found
        self.shelf.items |= found

    def refer(self, uuid: str, languages: Languages) -> Loaded | None:
        """Return a loaded item as it is read in these languages."""
        if self.looks is not None:
            self.looks.items.add(uuid)
            self.looks.count += 1
        key = (uuid, languages)
        if key not in self.seen:
            self.seen[key] = self._first(self.items.get(uuid, {}), languages)
        return self.seen[key]

    def name(self, uuid: str, languages: Languages) -> Loaded | None:
        """Return what a link needs to know of an item: in these languages, else in any in which it is live."""
        if self.looks is not None:
            self.looks.items.add(uuid)
        by_locale = {locale: one for locale, one in self.items.get(uuid, {}).items() if one.model in self.specs}
        found = [by_locale[locale] for locale in languages if locale in by_locale]
        live = [by_locale[locale] for locale in sorted(by_locale) if by_locale[locale].status == "live"]
        return next((item for item in found if item.status == "live"), None) or next(iter([*live, *found]), None)

    def subject(self, path: str) -> LoadedSubject | None:
        if self.looks is not None:
            self.looks.subjects.add(path)
        return self.small.subjects.get(path)

    def translations(self, uuid: str) -> Sequence[Translation]:
        if self.looks is not None:
            self.looks.translated.add(uuid)
        return self.small.translations.get(uuid, ())

    def fact(self, uuid: str) -> LoadedFact | None:
        if self.looks is not None:
            self.looks.facts.add(uuid)
        return self.small.facts.get(uuid)
