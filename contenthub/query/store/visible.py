"""Which publications a channel may see: its languages and scopes, less what was withheld from it."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import orjson
from django.db.models import (
    Case,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)

from channels.models import Channel
from content_models.models import Subject
from contenthub.publishing.models import Publication
from contenthub.publishing.scopes import ChannelScope, Withholding
from contenthub.query.store.loaded import ITEM_COLUMNS, READABLE, Loaded


def visible(channel: Channel | None) -> QuerySet[Publication]:
    """Return what a channel may see; without a stored channel, everything. Costs no statement of its own."""
    found = Publication.objects.order_by()
    if channel is None or channel.pk is None:
        return found
    if channel.locales:
        found = found.filter(locale__in=channel.locales)
    scopes = ChannelScope.objects.filter(channel=channel.pk)
    return found.filter(~Exists(scopes) | Exists(_fitting(scopes)), ~Exists(_withheld(channel)))


def _fitting(scopes: QuerySet[Any]) -> QuerySet[Any]:
    here = ExpressionWrapper(OuterRef(OuterRef("subject_path")), output_field=CharField())
    subtree = Subject.objects.alias(here=here).filter(uuid=OuterRef("subject"), here__startswith=F("path"))
    return scopes.filter(
        Q(model="") | Q(model=OuterRef("model")),
        Q(locale="") | Q(locale=OuterRef("locale")),
        Q(subject=None) | Exists(subtree),
    )


def _withheld(channel: Channel) -> QuerySet[Any]:
    return Withholding.objects.filter(
        channel=channel.pk, uuid=OuterRef("uuid"), locale=OuterRef("locale"), number=OuterRef("snapshot__number")
    )


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


def rows(found: QuerySet[Publication], *, with_body: Q | None = None) -> list[tuple[Any, ...]]:
    """Return the rows of publications, with the bodies of those that match `with_body` (None: of all)."""
    if with_body is None:
        return list(found.values_list(*ITEM_COLUMNS, "snapshot__body"))
    body = Case(When(with_body, then=F("snapshot__body")), default=Value(""), output_field=TextField())
    return list(found.annotate(body=body).values_list(*ITEM_COLUMNS, "body"))


def load(row: tuple[Any, ...], languages: Iterable[str] = ()) -> Loaded:
    """Return a row as an item. What is gone, expired, replaced or redacted has an empty document."""
    values: list[Any] = [str(value) if isinstance(value, UUID) else value for value in row]
    *columns, body = values
    named: dict[str, Any] = dict(zip(NAMES, columns, strict=True))
    return Loaded(**named, value=document_of(body, named["status"]), languages=tuple(languages))


def document_of(body: str, status: str) -> Mapping[str, Any]:
    """Return the document of a body as far as it is to be shown."""
    document: Mapping[str, Any] = orjson.loads(body) if body and status in READABLE else {}
    return {} if document.get("redacted") is True else document


NAMES = Loaded.__slots__[: len(ITEM_COLUMNS)]
