"""The fields of Query: items, one pair of fields for each model, facts, changes, subjects and the channel itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from graphene import ID, Argument, Boolean, Field, Int, List, NonNull, ObjectType, String

from channels.models import Channel
from content_models.models import Subject as SubjectRow
from content_models.spec import ModelSpec
from contenthub.publishing.models import Change as ChangeRow
from contenthub.query.errors import QueryError
from contenthub.query.schema.inputs import ItemOrder, model_filter, model_order
from contenthub.query.schema.item import ContentItem, ItemStatus, Subject
from contenthub.query.schema.parts import Fact, required, several
from contenthub.query.schema.plain import Plain
from contenthub.query.schema.scalars import DateTime
from contenthub.query.store.feed import feed, position
from contenthub.query.store.listing import PAGE
from contenthub.query.store.loaded import LoadedSubject
from contenthub.query.values.snippets import snippet

MOST_CHANGES = 1000


@dataclass(frozen=True)
class Root:
    """How a field of Query is loaded: one item, a list of items, one fact, or a list of facts."""

    loads: Literal["item", "items", "fact", "facts"]
    type_name: str
    spec: ModelSpec | None = None


class PageInfo(ObjectType):
    """Whether a list goes on, and where."""

    hasNextPage = required(Boolean)
    endCursor = Field(String, description="Pass it as `after` to get the next page.")


class SnippetPart(ObjectType):
    """A piece of a snippet: text as it is, without markup."""

    text = required(String)
    found = required(Boolean, description="Whether this is a word that was looked for, in any of its forms.")


def resolve_snippet(edge: Any, _info: Any) -> list[Any]:
    _cursor, item, page = edge
    return snippet(page.texts.get(item.id, ""), page.searched, item.locale) if page.searched else []


def connection(name: str, node: Any) -> Any:
    """Return the type of a list with pages, and with it the type of its edges."""
    edge = type(
        f"{name}Edge",
        (Plain,),
        {
            "__doc__": "An item with its place in the list.",
            "cursor": required(String, resolver=lambda edge, info: edge[0]),
            "node": required(node, resolver=lambda edge, info: edge[1]),
            "snippet": several(
                SnippetPart,
                description="Where in the item the words of `search` stand; empty without them.",
                resolver=resolve_snippet,
            ),
        },
    )
    fields = {
        "__doc__": "One page of a list, stable while others publish.",
        "edges": several(edge, resolver=lambda page, info: edges_of(page)),
        "nodes": several(node, description="The items alone.", resolver=lambda page, info: page.items),
        "pageInfo": required(PageInfo, resolver=page_info),
        "totalCount": required(
            Int, description="How many there are in all; costs a count.", resolver=lambda page, info: page.count()
        ),
    }
    return type(f"{name}Connection", (Plain,), fields)


def edges_of(page: Any) -> list[tuple[str, Any, Any]]:
    return [(cursor, item, page) for cursor, item in zip(page.cursors, page.items, strict=True)]


def page_info(page: Any, info: Any) -> dict[str, Any]:
    return {"hasNextPage": page.has_next, "endCursor": page.cursors[-1] if page.cursors else None}


def prepared(_root: Any, info: Any, **_arguments: Any) -> Any:
    """Return what was loaded for this field before execution began."""
    answer = info.context.answers[info.path.key]
    if isinstance(answer, QueryError):
        raise answer
    return answer


class Change(ObjectType):
    """One line of the log by which a channel keeps up."""

    seq = required(Int, description="Only grows. Ask for what comes after the last one seen.")
    what = required(String, description="published, withdrawn, fact, model or redacted.")
    uuid = Field(ID)
    locale = Field(String, resolver=lambda row, info: row.locale or None)
    number = Field(Int, description="The number of the snapshot.")
    at = required(DateTime)


class StoredQuery(ObjectType):
    """A document that the channel may send by its id."""

    name = required(String)
    documentId = required(String, resolver=lambda row, info: row.document_id)


class ChannelSelf(ObjectType):
    """What the caller may know of itself."""

    key = required(String)
    name = required(String)
    kind = required(String)
    status = required(String)
    locales = several(String, description="Empty: all languages.")
    position = required(
        Int,
        description="Read it first, then everything, then follow `changes` after it: nothing is missed.",
        resolver=lambda channel, info: position(),
    )
    queries = several(
        StoredQuery, resolver=lambda channel, info: list(channel.queries.order_by("name")) if channel.pk else []
    )


def resolve_changes(
    _root: Any, info: Any, after: int | None = None, first: int | None = None, kinds: list[str] | None = None
) -> list[ChangeRow]:
    first = PAGE if first is None else first
    if not 0 <= first <= MOST_CHANGES:
        raise QueryError(f"“first” must be from 0 to {MOST_CHANGES}, not {first}.")
    return feed(info.context.reading.channel, after or 0, first, kinds)


def resolve_subjects(_root: Any, info: Any, locale: str | None = None) -> list[tuple[LoadedSubject, str]]:
    loaded: dict[str, LoadedSubject] = {}
    for row in SubjectRow.objects.order_by("path"):
        parent = loaded.get(row.path[: -len(row.key) - 1])
        loaded[row.path] = LoadedSubject(str(row.uuid), row.key, row.title, row.titles or {}, row.path, parent)
    return [(subject, locale or info.context.locale) for subject in loaded.values()]


def resolve_channel(_root: Any, info: Any) -> Channel | None:
    channel: Channel | None = info.context.reading.channel
    return channel


def words(*names: str) -> dict[str, Argument]:
    """Return optional arguments that take text."""
    return {name: Argument(String) for name in names}


def then() -> dict[str, Argument]:
    """Return the argument that asks for the past."""
    told = "As it was answered at this moment: what was published then, with the facts that held then."
    return {"at": Argument(DateTime, description=told)}


def pages() -> dict[str, Argument]:
    return {"first": Argument(Int, default_value=20, description=f"0 to {PAGE}."), **words("after")}


def one(kind: Any) -> Field:
    return Field(
        kind,
        args={
            "key": Argument(String),
            "uuid": Argument(ID),
            "locale": Argument(NonNull(String)),
            "fallback": Argument(
                List(NonNull(String)), description="Other languages, in order, when it is not in `locale`."
            ),
            **then(),
        },
        description="Give exactly one of key and uuid. Answers what was withdrawn as well: look at its status.",
        resolver=prepared,
    )


def standard_fields() -> tuple[dict[str, Field], dict[str, Root]]:
    """Return the fields of Query that every schema has."""
    items = {
        "locale": Argument(NonNull(String)),
        "model": Argument(List(NonNull(String)), description="Keys of content models."),
        "status": Argument(List(NonNull(ItemStatus)), default_value=[ItemStatus._meta.enum.LIVE]),
        "order": Argument(ItemOrder),
        **words("subject", "search"),
        **pages(),
        **then(),
    }
    fields = {
        "item": one(ContentItem),
        "items": required(connection("ContentItem", ContentItem), args=items, resolver=prepared),
        "fact": Field(Fact, args={"key": Argument(String), "uuid": Argument(ID), **then()}, resolver=prepared),
        "facts": required(
            connection("Fact", Fact), args={**words("kind", "subject"), **pages(), **then()}, resolver=prepared
        ),
        "changes": several(
            Change,
            args={
                "after": Argument(Int, default_value=0),
                "first": Argument(Int, default_value=100),
                "kinds": Argument(List(NonNull(String)), description="Only these: published, fact …"),
            },
            resolver=resolve_changes,
        ),
        "channel": Field(ChannelSelf, resolver=resolve_channel),
        "subjects": several(Subject, args=words("locale"), resolver=resolve_subjects),
    }
    roots = {"item": Root("item", "ContentItem"), "items": Root("items", "ContentItemConnection")}
    return fields, roots | {"fact": Root("fact", "Fact"), "facts": Root("facts", "FactConnection")}


def model_fields(spec: ModelSpec, kind: Any) -> tuple[dict[str, Field], dict[str, Root]]:
    """Return the two fields of Query for a model."""
    arguments: Mapping[str, Argument] = {
        "locale": Argument(NonNull(String)),
        "filter": Argument(model_filter(spec)),
        "order": Argument(model_order(spec), description="Newest first unless given; with `search`, best first."),
        **words("subject", "search"),
        **pages(),
        **then(),
    }
    name = spec.type_name
    several_items = required(connection(name, kind), args=dict(arguments), resolver=prepared)
    fields = {spec.query_name: one(kind), spec.query_plural: several_items}
    return fields, {
        spec.query_name: Root("item", name, spec),
        spec.query_plural: Root("items", f"{name}Connection", spec),
    }
