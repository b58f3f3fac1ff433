"""Which publications a channel may see: its languages and scopes, less what was withheld from it."""

from collections.abc import Mapping
from typing import Any

import orjson
from django.db.models import QuerySet

from channels.models import Channel
from content_models.models import Subject
from contenthub.publishing.models import Publication
from contenthub.publishing.scopes import ChannelScope
from contenthub.query.store.loaded import READABLE, Loaded
from contenthub.query.store.sql import Row, Where, hyphened, select

COLUMNS = (
    *("id", "uuid", "locale", "key", "model", "subject_path", "title", "status", "notice", "replaced_by"),
    *("published_at", "first_published_at", "review_by", "snapshot_id"),
)
AS_TEXT = frozenset({"uuid", "replaced_by", "published_at", "first_published_at", "review_by"})
"""Read as text: to make a time or a UUID of each takes a driver longer than all other columns."""


def column(name: str) -> str:
    """Return a column of a publication as it is read."""
    return f"CAST(contenthub_publication.{name} AS text)" if name in AS_TEXT else f"contenthub_publication.{name}"


WHOLE = ", ".join([*map(column, COLUMNS), "s.number"])
"""The columns of a publication and the number of its snapshot, in the order in which `load` takes them."""

SNAPSHOT = "JOIN contenthub_snapshot s ON s.id = contenthub_publication.snapshot_id"

WITHHELD = """(NOT EXISTS (SELECT 1 FROM contenthub_withholding w WHERE w.channel_id = %s)
 OR NOT EXISTS (SELECT 1 FROM contenthub_withholding w WHERE w.channel_id = %s
 AND w.uuid = contenthub_publication.uuid AND w.locale = contenthub_publication.locale
 AND w.number = (SELECT n.number FROM contenthub_snapshot n WHERE n.id = contenthub_publication.snapshot_id)))"""
"""Nothing is withheld from most channels: that is asked once, and not for each row."""
SCOPED = """(NOT EXISTS (SELECT 1 FROM contenthub_channelscope c WHERE c.channel_id = %s)
 OR EXISTS (SELECT 1 FROM contenthub_channelscope c WHERE c.channel_id = %s
 AND (c.model = '' OR c.model = contenthub_publication.model)
 AND (c.locale = '' OR c.locale = contenthub_publication.locale)
 AND (c.subject IS NULL OR EXISTS (SELECT 1 FROM content_models_subject t WHERE t.uuid = c.subject
 AND substr(contenthub_publication.subject_path, 1, length(t.path)) = t.path))))"""

UNSCOPED = """(NOT EXISTS (SELECT 1 FROM contenthub_channelscope c WHERE c.channel_id = %s)
 OR EXISTS (SELECT 1 FROM contenthub_channelscope c WHERE c.channel_id = %s AND c.subject IS NULL))"""
FACT_SCOPED = f"""(EXISTS (SELECT 1 FROM contenthub_channelscope c
 JOIN content_models_subject t ON t.uuid = c.subject JOIN content_models_subject a ON a.id = {{0}}.subject_id
 WHERE c.channel_id = %s AND substr(a.path, 1, length(t.path)) = t.path)
 OR EXISTS (SELECT 1 FROM contenthub_dependency d
 JOIN contenthub_publication ON contenthub_publication.snapshot_id = d.snapshot_id
 WHERE d.kind = 'fact' AND d.target = {{0}}.uuid AND {SCOPED}))"""  # noqa: S608 (constants)
"""A fact about a subject in a scope, or shown by an item that the channel carries."""


def fact_reach(channel: Channel | None) -> Where:
    """Return the expression of how far a channel reaches a fact `f`; see `FactLine.reach`."""
    if channel is None or channel.pk is None:
        return Where().add("'all'")
    scoped = FACT_SCOPED.format("f")
    return Where().add(f"CASE WHEN {UNSCOPED} THEN 'all' WHEN {scoped} THEN '' ELSE 'none' END", *[channel.pk] * 5)


def facts_for(channel: Channel | None) -> Where:
    """Return the conditions on facts for what a channel may ask for by itself."""
    found = Where()
    if channel is None or channel.pk is None:
        return found
    return found.add(f"({UNSCOPED} OR {FACT_SCOPED.format('content_models_fact')})", *[channel.pk] * 5)


def seen_by(channel: Channel | None) -> Where:
    """Return the conditions on publications for what a channel may see; none without a stored channel."""
    found = Where()
    if channel is None or channel.pk is None:
        return found
    if channel.locales:
        found.among("contenthub_publication.locale", channel.locales)
    return found.add(SCOPED, channel.pk, channel.pk).add(WITHHELD, channel.pk, channel.pk)


def visible(channel: Channel | None) -> QuerySet[Publication]:
    """Return what a channel may see. Costs no statement of its own."""
    found = seen_by(channel)
    rows = Publication.objects.order_by()
    return rows.extra(where=[found.text], params=found.values) if found.parts else rows  # noqa: S610 (our own words)


def carries(channel: Channel | None, item: Loaded) -> bool:
    """Return whether a channel would see an item that is not published yet; what is withheld is a published number."""
    if channel is None or channel.pk is None:
        return True
    scopes = list(ChannelScope.objects.filter(channel=channel.pk))
    paths = dict(
        Subject.objects.filter(uuid__in=[one.subject for one in scopes if one.subject]).values_list("uuid", "path")
    )
    return channel.serves(item.locale) and (
        not scopes
        or any(
            one.model in ("", item.model)
            and one.locale in ("", item.locale)
            and (one.subject is None or item.subject_path.startswith(paths.get(one.subject, "\0")))
            for one in scopes
        )
    )


def rows(where: Where, *, with_body: Where | None = None) -> list[Row]:
    """Return the rows of publications, with the bodies of those that match `with_body` (None: of all)."""
    body, values = "s.body", list[Any]()
    if with_body is not None:
        body, values = f"CASE WHEN {with_body.text} THEN s.body END", with_body.values
    statement = f"SELECT {WHOLE}, {body} FROM contenthub_publication {SNAPSHOT} WHERE {where.text}"  # noqa: S608
    return select(statement, [*values, *where.values])


def load(row: Row, languages: tuple[str, ...] = ()) -> Loaded:
    """Return a row as an item. What is gone, expired, replaced or redacted has an empty document."""
    (
        identity,
        uuid,
        locale,
        key,
        model,
        path,
        title,
        status,
        notice,
        replaced,
        at,
        first,
        review,
        snapshot,
        number,
        body,
    ) = row
    known = body is not None
    return Loaded(
        identity,
        hyphened(uuid),
        locale,
        key,
        model,
        path,
        title,
        status,
        notice,
        hyphened(replaced) if replaced else None,
        at,
        first,
        review,
        snapshot,
        number,
        document_of(body, status),
        languages,
        known,
        len(body) if known else 0,
    )


def document_of(body: str | None, status: str) -> Mapping[str, Any]:
    """Return the document of a body as far as it is to be shown."""
    document: Mapping[str, Any] = orjson.loads(body) if body and status in READABLE else {}
    return {} if document.get("redacted") is True else document
