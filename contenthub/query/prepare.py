"""Load what each root field of a request asks, before execution: all of them together, level by level."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from contenthub.query.errors import QueryError
from contenthub.query.kept import tags
from contenthub.query.plan import Plan, RootField
from contenthub.query.schema.parts import FactValue
from contenthub.query.schema.roots import Root
from contenthub.query.store.cursors import read_cursor, write_cursor
from contenthub.query.store.listing import Listing, Page, check_first
from contenthub.query.store.loaded import Loaded
from contenthub.query.store.reading import Reading
from contenthub.query.store.selection import Nodes
from contenthub.query.store.sql import Where, hyphened, moment_parameter, select
from contenthub.query.store.visible import facts_for
from contenthub.query.values.reader import Reader
from contenthub.query.written import Written

FACT_ORDER = "fact"
PUBLISHED = (
    "EXISTS (SELECT 1 FROM content_models_factversion v"
    " WHERE v.fact_id = content_models_fact.id AND v.published_at <= %s)"
)
ABOUT = (
    "EXISTS (SELECT 1 FROM content_models_subject a JOIN content_models_subject t ON t.key = %s"
    " WHERE a.id = content_models_fact.subject_id AND substr(a.path, 1, length(t.path)) = t.path)"
)


class Request(Reader):
    """The context of one execution: a reader with what each root field answers, by response key."""

    def __init__(self, reading: Reading, *, locale: str, hub: str, base_url: str, internal: bool = False) -> None:
        super().__init__(reading, hub=hub, base_url=base_url, internal=internal)
        self.locale = locale
        self.answers: dict[str, Any] = {}
        self.lists: set[str] = set()
        self.may_be_kept = True
        """False for what changes without a commit, such as the log itself."""
        self.written: Written | None = None
        """Items that were written before, where the answer is wanted as bytes."""
        self.is_past = self.is_settled = False
        """Whether it is answered as of a moment given, and nothing can be published at that moment any more."""

    def prepare(self, plan: Plan, arguments: Mapping[str, Mapping[str, Any]]) -> None:
        """Load everything. What one field cannot answer is its own error; raises TooLarge for the whole."""
        frontier: list[tuple[Loaded, Nodes]] = []
        facts: dict[str, FactPage | FactKey] = {}
        for one in plan.roots:
            if one.root is None:
                self.may_be_kept = self.may_be_kept and one.name not in {"changes", "channel"}
                continue
            try:
                if one.root.loads in {"fact", "facts"}:
                    facts[one.key] = self._facts(one.root, arguments[one.key])
                else:
                    self.answers[one.key] = self._items(plan, one, arguments[one.key])
                    frontier += self._unwritten(one)
            except QueryError as error:
                self.answers[one.key] = error
        self.reading.complete(plan.selection, frontier, self.written.count if self.written else 0)
        for key, wanted in facts.items():
            self.answers[key] = wanted.answer(self)
        self.reading.shelf.finish()

    def _items(self, plan: Plan, one: RootField, arguments: Mapping[str, Any]) -> Any:
        root: Any = one.root
        languages = (arguments["locale"], *(arguments.get("fallback") or ()))
        if root.loads == "items":
            wanted = plan.listings.get(one.key) or listing(root, arguments, languages)
            if one.given is not None:
                plan.listings[one.key] = wanted
            models = [root.spec.key] if root.spec else arguments.get("model") or ["*"]
            self.lists |= {tags.of_list(model, wanted.locale) for model in models}
            page, plan.warm[one.key] = self.reading.page(wanted, whole=not plan.warm.get(one.key))
            self.lists |= {tags.of_item(item.uuid) for item in page.items}
            return page
        key, uuid = one_of(arguments)
        self.lists.add(tags.of_key(key) if key is not None else tags.of_item(str(uuid)))
        item = self.reading.one(languages, uuid=uuid, key=key)
        self.lists |= {tags.of_item(item.uuid)} if item else set()
        return item if item and (root.spec is None or item.model == root.spec.key) else None

    def _unwritten(self, one: RootField) -> list[tuple[Loaded, Nodes]]:
        """Return the items of a root field's answer that are still to be written, each with what is asked of it."""
        answer, written = self.answers[one.key], self.written
        items = [] if answer is None else getattr(answer, "items", [answer])
        return [
            (item, nodes)
            for number, nodes in one.asked
            for item in items
            if written is None or not written.find(number, item)
        ]

    def tags(self) -> frozenset[str]:
        """Return everything that the answer depends on, also what was looked for and is not there."""
        small = self.reading.small
        found = self.lists | {tags.of_item(uuid) for uuid in (*self.reading.items, *small.translated)}
        found |= {tags.CHANGES} if tags.FACTS in found and small.reach_depends else set()
        found |= {tags.of_fact(uuid) for uuid in (*small.fact_ids, *small.facts)}
        if self.is_settled:
            return frozenset(map(tags.settled, found))
        return frozenset(found | self.written.tags if self.written else found)

    @property
    def until(self) -> float:
        """The moment until which the answer holds by itself, in seconds since 1970. The past stays as it was."""
        if self.is_past:
            return float("inf")
        moments = (self.reading.small.until, self.written.until if self.written else None)
        return min((moment.timestamp() for moment in moments if moment is not None), default=float("inf"))

    def _facts(self, root: Root, arguments: Mapping[str, Any]) -> "FactPage | FactKey":
        small = self.reading.small
        self.lists.add(tags.FACTS)
        if root.loads == "fact":
            key, uuid = one_of(arguments)
            (small.fact_ids if uuid is not None else small.fact_keys).add(str(uuid or key))
            return FactKey(key, uuid)
        self.lists.add(tags.CHANGES)
        page = fact_page(self.reading.now, arguments, facts_for(self.reading.channel))
        small.fact_ids.update(page.uuids)
        return page


def one_of(arguments: Mapping[str, Any]) -> tuple[str | None, str | None]:
    key, uuid = arguments.get("key"), arguments.get("uuid")
    if (key is None) == (uuid is None):
        raise QueryError("Give exactly one of “key” and “uuid”.")
    return key, uuid


def listing(root: Root, arguments: Mapping[str, Any], languages: tuple[str, ...]) -> Listing:
    plain = {name: plain_value(value) for name, value in arguments.items() if value is not None}
    return Listing(
        locale=plain["locale"],
        languages=languages,
        spec=root.spec,
        models=plain.get("model"),
        statuses=plain.get("status", ["live"]),
        subject=plain.get("subject"),
        search=plain.get("search"),
        filter=plain.get("filter", {}),
        order=plain.get("order"),
        first=plain.get("first", 20),
        after=plain.get("after"),
    )


def plain_value(value: Any) -> Any:
    """Return an argument without graphene's enum members."""
    if isinstance(value, list):
        return [plain_value(one) for one in value]
    return getattr(value, "value", value)


@dataclass(frozen=True)
class FactKey:
    """One fact that was asked for."""

    key: str | None
    uuid: str | None

    def answer(self, request: Request) -> FactValue | None:
        small = request.reading.small
        found = small.facts_by_key.get(self.key) if self.key is not None else small.facts.get(str(self.uuid).lower())
        reaches = found is not None and found.uuid not in small.out_of_reach
        return FactValue(found, "short", request.locale) if found is not None and reaches else None


@dataclass(frozen=True)
class FactPage:
    """One page of facts, in the order of their keys."""

    uuids: list[str]
    cursors: list[str]
    has_next: bool
    found: Where

    def answer(self, request: Request) -> Page:
        facts = request.reading.small.facts
        items: list[Any] = [FactValue(facts[uuid], "short", request.locale) for uuid in self.uuids if uuid in facts]
        return Page(items, self.cursors[: len(items)], self.has_next, self._count)

    def _count(self) -> int:
        return int(select(f"SELECT COUNT(*) FROM content_models_fact WHERE {self.found.text}", self.found.values)[0][0])  # noqa: S608


def fact_page(now: datetime, arguments: Mapping[str, Any], reach: Where) -> FactPage:
    """Return the uuids of a page of published facts. Raises QueryError."""
    first = int(arguments["first"]) if arguments.get("first") is not None else 20
    check_first(first)
    found = Where().add(PUBLISHED, moment_parameter(now)).extend(reach)
    if arguments.get("kind") is not None:
        found.add("content_models_fact.kind = %s", arguments["kind"])
    if arguments.get("subject") is not None:
        found.add(ABOUT, arguments["subject"])
    beyond = Where().extend(found)
    if arguments.get("after") is not None:
        beyond.add("content_models_fact.key > %s", str(read_cursor(arguments["after"], FACT_ORDER)[1]))
    columns = "content_models_fact.uuid, content_models_fact.key"
    text = f"SELECT {columns} FROM content_models_fact WHERE {beyond.text} ORDER BY content_models_fact.key"  # noqa: S608
    rows = select(f"{text} LIMIT {first + 1}", beyond.values)
    shown = rows[:first]
    cursors = [write_cursor(FACT_ORDER, (None, key)) for _uuid, key in shown]
    return FactPage([hyphened(uuid) for uuid, _key in shown], cursors, len(rows) > len(shown), found)
