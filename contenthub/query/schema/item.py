"""ContentItem: what every item answers, whatever its model; and the small types around it."""

from collections.abc import Mapping
from typing import Any

import graphene
from graphene import ID, Boolean, Field, Int, Interface, List, NonNull, ObjectType, String

from contenthub.publishing.models import Publication
from contenthub.query.names import is_metadata, is_public
from contenthub.query.schema.parts import required, several
from contenthub.query.schema.scalars import JSON, Date, DateTime
from contenthub.query.store.loaded import Loaded
from contenthub.query.store.refers import all_uses
from contenthub.query.store.sql import moment
from contenthub.query.values.generic import FieldValue as StoredField
from contenthub.query.values.generic import field_values
from contenthub.query.values.reader import Reader

ItemStatus = graphene.Enum(
    "ItemStatus",
    [(status.name, status.value) for status in Publication.Status],
    description="Whether an item is current, or how it ended. What is withdrawn can still be read.",
)


class Subject(ObjectType):
    """What an item is about: a node in the tree of subjects."""

    uuid = required(ID)
    key = required(String)
    title = required(
        String,
        locale=String(description="The language of the item unless given."),
        resolver=lambda found, info, locale=None: found[0].title_in(locale or found[1]),
    )
    path = required(String, description="The keys from the top down: /living/moving/")
    parent = Field(
        lambda: Subject, resolver=lambda found, info: (found[0].parent, found[1]) if found[0].parent else None
    )

    class Meta:
        default_resolver = staticmethod(lambda name, default, found, info, **_rest: getattr(found[0], name, default))


class Translation(ObjectType):
    """The same item in another language."""

    locale = required(String)
    key = required(String)
    title = required(String)
    address = required(String)


class FieldValue(ObjectType):
    """One field of an item, for channels that show any model. docs/frontends.md gives the value of each kind."""

    key = required(String, resolver=lambda field, info: field.spec.key)
    label = required(String, description="In the item's language.")
    kind = required(String, resolver=lambda field, info: field.spec.kind)
    value = Field(JSON)
    text = required(String, description="The value in words, in the item's language.")
    internal = required(
        Boolean, description="For colleagues only.", resolver=lambda field, info: not is_public(field.spec)
    )
    metadata = required(
        Boolean,
        description="For systems: do not show it, print it or read it aloud. Members of a group say so themselves.",
        resolver=lambda field, info: is_metadata(field.spec),
    )


def resolve_subject(item: Loaded, info: Any) -> Any:
    subject = info.context.reading.subject(item.subject_path)
    return (subject, item.locale) if subject else None


def resolve_translations(item: Loaded, info: Any) -> list[Any]:
    found = info.context.reading.translations(item.uuid)
    shown = {"live", item.status}
    return [one for one in found if one.locale != item.locale and one.status in shown]


def resolve_stamp(item: Loaded, info: Any) -> str:
    reader: Reader = info.context
    spec = reader.reading.specs[item.model]
    return reader.stamp(item, all_uses(item, spec)[0])


def resolve_fields(item: Loaded, info: Any, kinds: list[str] | None = None) -> list[StoredField]:
    reader: Reader = info.context
    specs = reader.reading.specs[item.model].fields
    wanted = specs if kinds is None else [spec for spec in specs if spec.kind in kinds]
    return field_values(reader, item, wanted, item.value)


def resolve_replaced_by(item: Loaded, info: Any) -> Loaded | None:
    reading = info.context.reading
    return reading.refer(item.replaced_by, item.languages) if item.replaced_by else None


class ContentItem(Interface):
    """One piece of content in one language."""

    uuid = required(ID, description="The same in every language.")
    key = required(String, description="Readable and fixed; with the locale it makes the address.")
    locale = required(String, description="The language it is really in, also after a fallback.")
    title = required(String)
    model = required(String, description="The key of its content model.")
    schemaType = Field(
        String,
        description="The schema.org type of its content model.",
        resolver=lambda item, info: info.context.reading.specs[item.model].schema_type or None,
    )
    subject = Field(Subject, resolver=resolve_subject)
    status = required(ItemStatus)
    notice = Field(
        String, description="What readers are told when it is no longer live.", resolver=lambda i, _: i.notice or None
    )
    replacedBy = Field(lambda: ContentItem, resolver=resolve_replaced_by)
    version = required(Int, description="The number of the snapshot.", resolver=lambda item, info: item.number)
    publishedAt = required(DateTime, resolver=lambda item, info: moment(item.published_at))
    firstPublishedAt = required(DateTime, resolver=lambda item, info: moment(item.first_published_at))
    reviewBy = Field(Date, resolver=lambda item, info: item.review_by)
    address = required(String, description="/<locale>/<key>")
    stamp = required(String, description="Copy it into whatever shows this item.", resolver=resolve_stamp)
    translations = Field(
        NonNull(List(NonNull(Translation))),
        resolver=resolve_translations,
        description="What is live in other languages; of what was withdrawn also what was withdrawn there.",
    )
    fields = several(
        FieldValue,
        kinds=graphene.Argument(List(NonNull(String)), description="Only fields of these kinds, such as datetime."),
        description="Every field that has a value, in order.",
        resolver=resolve_fields,
    )


OWN_FIELDS: Mapping[str, Any] = ContentItem._meta.fields
