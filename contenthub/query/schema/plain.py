"""An object type that nobody makes objects of: values come from the store, and graphene need not prepare for any."""

from typing import Any

from graphene import ObjectType
from graphene.types.objecttype import ObjectTypeMeta


class _PlainMeta(ObjectTypeMeta):
    """Leaves out the dataclass that graphene makes of each type: half the time of building a large schema."""

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **options: Any) -> Any:
        return super(ObjectTypeMeta, cls).__new__(cls, name, bases, namespace, **options)


class Plain(ObjectType, metaclass=_PlainMeta):
    """The base of every type that is made of a content model."""

    class Meta:
        abstract = True
