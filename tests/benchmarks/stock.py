"""The reference: batched graphene, as a team that knows graphene-django well writes it on the hub's tables.

It is how the hub answered before it compiled anything, and must stay that: every request parses, validates and walks
graphene's resolvers with graphql-core, as graphene-django's view does; what is to be loaded is read off the query, one
statement of the ORM for each level of references and one for all facts; the answer is written by `json`. It has no
document store, no plan, no statement worded by hand, and nothing outlives a request. It is not held back either: a list
is led by the index of its order (the first version sorted by a subquery for each row, which took 350 ms here),
values in words are made once a request, and bodies are read with orjson.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.utils import timezone
from graphql import execute, get_argument_values, get_operation_ast, parse, validate

from channels.models import Token
from content_models.models import FactVersion, Subject
from contenthub.publishing import fulltext
from contenthub.publishing.models import FieldIndex, Publication
from contenthub.publishing.scopes import ChannelScope, Withholding
from contenthub.query.plan.compile import RootField, items_of
from contenthub.query.prepare import Request
from contenthub.query.registry import registry
from contenthub.query.store.cursors import write_cursor
from contenthub.query.store.listing import Listing, Page
from contenthub.query.store.loaded import Loaded, LoadedFact, LoadedSubject
from contenthub.query.store.reading import Reading
from contenthub.query.store.selection import Selection, fragments_of
from contenthub.query.store.shelf import ByLocale
from contenthub.query.store.small import Small
from contenthub.query.store.visible import COLUMNS, document_of

ROW = (*COLUMNS, "snapshot__number", "snapshot__body")


@dataclass
class Asked:
    """What `Request.prepare` reads off a query; the hub's own plan holds more, made once and kept."""

    selection: Selection
    roots: list[RootField]
    warm: dict[str, bool] = field(default_factory=dict)
    listings: dict[str, Listing] = field(default_factory=dict)


def stock(token: Token, text: str, variables: Mapping[str, Any] | None = None) -> str:
    """Return the answer to a query as JSON text, worked out anew."""
    current, given = registry.current(), dict(variables or {})
    schema = current.built.schema.graphql_schema
    document = parse(text)
    assert not validate(schema, document)
    operation: Any = get_operation_ast(document)
    selection = Selection(schema, operation, fragments_of(document.definitions), given)
    query: Any = schema.query_type
    roots = []
    for key, nodes in selection.root_nodes():
        name = nodes[0].name.value
        root = current.built.roots.get(name)
        asked_of = tuple(enumerate(items_of(selection, root, nodes)))
        roots.append(RootField(key, name, nodes, query.fields[name], root, None, asked_of))
    asked: Any = Asked(selection, roots)
    reading = StockReading(token.channel, current.built.specs, timezone.now())
    reading.small = StockSmall()
    request = Request(
        reading, locale="nl", hub=settings.HUB_ID, base_url=settings.BASE_URL, internal=token.allows("internal")
    )
    request.prepare(asked, {one.key: get_argument_values(one.definition, one.nodes[0], given) for one in roots})
    result: Any = execute(schema, document, context_value=request, variable_values=given)
    assert not result.errors, result.errors
    return json.dumps({"data": result.data})


class StockReading(Reading):
    """The same levels, each one query of the ORM."""

    def page(self, wanted: Listing, *, whole: bool = True) -> tuple[Page, bool]:
        assert wanted.spec is not None
        assert wanted.after is None, "the reference is asked for first pages of one model only"
        if wanted.search is not None:
            return self._searched(wanted, Publication.objects.filter(narrowed(wanted, self.channel))), False
        name, _, _way = (wanted.order or "").partition(":")
        found = FieldIndex.objects.filter(
            narrowed(wanted, self.channel, "publication__"), field=f"{wanted.spec.key}.{name}"
        )
        columns = ("text", *(f"publication__{column}" for column in ROW))
        rows = list(found.order_by("-text", "-publication_id").values_list(*columns)[: wanted.first + 1])
        shown = rows[: wanted.first]
        items = [self._load(row[1:]).read_in(wanted.languages) for row in shown]
        cursors = [write_cursor(wanted.order or "", row[:2]) for row in shown]
        return Page(items, cursors, len(rows) > wanted.first, found.count), False

    def _searched(self, wanted: Listing, found: QuerySet[Publication]) -> Page:
        ranked = [identity for identity, _rank in fulltext.search(wanted.search or "", wanted.locale)]
        matching = set(found.filter(pk__in=ranked).values_list("pk", flat=True))
        chosen = [identity for identity in ranked if identity in matching]
        here = {row[0]: row for row in found.filter(pk__in=chosen[: wanted.first]).values_list(*ROW)}
        items = [self._load(here[one]).read_in(wanted.languages) for one in chosen[: wanted.first]]
        return Page(items, [""] * len(items), len(chosen) > wanted.first, lambda: len(chosen))

    def _by_key(self, key: str, languages: tuple[str, ...]) -> Mapping[str, Loaded]:
        found = Publication.objects.filter(visible(self.channel), key=key, locale__in=languages)
        return {item.locale: item for item in map(self._load, found.values_list(*ROW))}

    def _read(self, missing: Collection[str], bodies: Mapping[str, set[tuple[str, ...]]]) -> None:
        found = Publication.objects.filter(visible(self.channel), uuid__in=[UUID(uuid) for uuid in missing])
        self.items |= {uuid: ByLocale() for uuid in missing}
        for item in map(self._load, found.values_list(*ROW)):
            self.items[item.uuid][item.locale] = item

    def _load(self, row: tuple[Any, ...]) -> Loaded:
        plain = [str(one) if isinstance(one, UUID) else one for one in row]
        return Loaded(*plain[:-1], value=document_of(row[-1], plain[7]), size=len(row[-1]))


class StockSmall(Small):
    """Facts and subjects, one query of the ORM for each."""

    def fetch(self, now: Any, channel: Any, shelf: Any) -> None:
        facts = FactVersion.objects.holding(now).filter(fact__uuid__in=[UUID(uuid) for uuid in self.fact_ids])
        about = [f"fact__{name}" for name in ("uuid", "key", "kind", "label", "labels")]
        version = ("number", "value", "valid_from", "valid_until")
        for uuid, *row in facts.values_list(*about, *version) if self.fact_ids else ():
            self.facts.setdefault(str(uuid), LoadedFact(str(uuid), *row))
        for subject in Subject.objects.filter(path__in=self.subject_paths) if self.subject_paths else ():
            about = (str(subject.uuid), subject.key, subject.title, subject.titles, subject.path)
            self.subjects[subject.path] = LoadedSubject(*about)


def narrowed(wanted: Listing, channel: Any, at: str = "") -> Q:
    """Return the condition of a list; `at` leads from the row that is filtered to its publication."""
    model = wanted.spec.key if wanted.spec else ""
    found = {"locale": wanted.locale, "status__in": wanted.statuses, "model": model}
    condition = visible(channel, at) & Q(**{at + name: value for name, value in found.items()})
    for name, given in wanted.filter.items():
        term = FieldIndex.objects.filter(publication=OuterRef(f"{at}pk"), field=f"{model}.{name}", text=given["eq"])
        condition &= Q(Exists(term))
    return condition


def visible(channel: Any, at: str = "") -> Q:
    """Return what a channel may see, as the ORM says it."""
    if channel is None or channel.pk is None:
        return Q()
    scopes = ChannelScope.objects.filter(channel=channel.pk)
    here = ExpressionWrapper(OuterRef(OuterRef(f"{at}subject_path")), output_field=CharField())
    subtree = Subject.objects.alias(here=here).filter(uuid=OuterRef("subject"), here__startswith=F("path"))
    fitting = scopes.filter(
        Q(model="") | Q(model=OuterRef(f"{at}model")),
        Q(locale="") | Q(locale=OuterRef(f"{at}locale")),
        Q(subject=None) | Exists(subtree),
    )
    about = {"uuid": OuterRef(f"{at}uuid"), "locale": OuterRef(f"{at}locale")}
    withheld = Withholding.objects.filter(channel=channel.pk, number=OuterRef(f"{at}snapshot__number"), **about)
    spoken = Q(**{f"{at}locale__in": channel.locales}) if channel.locales else Q()
    return spoken & (~Exists(scopes) | Exists(fitting)) & ~Exists(withheld)
