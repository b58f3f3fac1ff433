"""The index of field kinds. A new kind is one file and one line here."""

from content_models.fields.choice import Choice, Tags
from content_models.fields.image import Image
from content_models.fields.kind import FieldKind, Use
from content_models.fields.nested import Blocks, Group, ListOf
from content_models.fields.procedure import Procedure
from content_models.fields.reference import FactField, Reference
from content_models.fields.rich_text import RichText
from content_models.fields.simple import Boolean, Date, Moment, Number, Url
from content_models.fields.table import Table
from content_models.fields.text import LongText, Text
from content_models.spec import FieldSpec

__all__ = ["FieldKind", "Use", "field_kind", "field_kinds", "kind_of"]


class UnknownKind(KeyError):
    """A field definition names a kind that does not exist."""

    def __str__(self) -> str:
        return f"{self.args[0]!r} is not a field kind. There are: {', '.join(KINDS)}."


def kind_of(spec: FieldSpec) -> FieldKind:
    return field_kind(spec.kind)


def field_kind(key: str) -> FieldKind:
    """Return the field kind with this key. Raises UnknownKind."""
    try:
        return KINDS[key]
    except KeyError:
        raise UnknownKind(key) from None


def field_kinds() -> list[FieldKind]:
    return list(KINDS.values())


KINDS: dict[str, FieldKind] = {
    kind.key: kind
    for kind in (
        Text(),
        LongText(),
        RichText(),
        Number(),
        Boolean(),
        Date(),
        Moment(),
        Choice(),
        Tags(),
        Url(),
        Table(),
        Image(),
        Reference(),
        FactField(),
        ListOf(kind_of),
        Group(kind_of),
        Blocks(kind_of),
        Procedure(),
    )
}
