"""What every field kind answers: to an editor a block, to the store a check, to a reader a GraphQL type."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from wagtail import blocks

from content_models.problem import Problem
from content_models.spec import FieldSpec

LONGEST = 1000
"""Elements a list or a row of blocks may hold unless the modeller says less."""


@dataclass(frozen=True)
class Use:
    """Something that a value depends on: an item, a fact or an image, by its stable id."""

    kind: str
    uuid: str
    path: str
    models: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    format: str = ""
    node: dict[str, Any] | None = field(default=None, compare=False)


class FieldKind:
    """A kind of field. Subclasses stand one to a file and are listed in `content_models.fields`."""

    key: ClassVar[str]
    label: ClassVar[str | Promise]
    icon: ClassVar[str] = "placeholder"
    reads_as: ClassVar[str] = "String"
    children: ClassVar[str] = "none"
    """none, one (the element), many (members) or groups."""
    indexed: ClassVar[bool] = False

    def definition_blocks(self) -> list[tuple[str, blocks.Block]]:
        """The blocks in which a modeller sets this kind's own options."""
        return []

    def check_definition(self, spec: FieldSpec, path: str) -> Iterator[Problem]:
        """Yield what is wrong with a field's definition."""
        yield from ()

    def block(self, spec: FieldSpec, locale: str) -> blocks.Block:
        """Return the block an editor fills in."""
        raise NotImplementedError

    def store(self, spec: FieldSpec, raw: Any) -> Any:
        """Return the document value of an editor's raw value; None when there is none."""
        return raw if raw not in ("", None) else None

    def check(self, spec: FieldSpec, value: Any, path: str) -> Iterator[Problem]:
        """Yield what is wrong with a document value (never None)."""
        yield from ()

    def uses(self, spec: FieldSpec, value: Any, path: str) -> Iterator[Use]:
        """Yield what a document value depends on."""
        yield from ()

    def texts(self, spec: FieldSpec, value: Any) -> Iterator[str]:
        """Yield the words of a document value, for full text."""
        yield from ()

    def terms(self, spec: FieldSpec, value: Any) -> Iterator[str | float]:
        """Yield what the field index holds of a document value."""
        yield from ()


def common(spec: FieldSpec, locale: str) -> dict[str, Any]:
    """Return the arguments every block takes."""
    help_text = spec.help_text
    if spec.example:
        example = _("For example: %s") % spec.example
        help_text = f"{help_text} {example}".strip()
    return {"required": spec.required, "label": spec.label_in(locale), "help_text": help_text}


def wrong_type(path: str, wanted: str, value: Any) -> Problem:
    return Problem(
        path,
        _("This must be %(wanted)s, not %(given)s.") % {"wanted": wanted, "given": type(value).__name__},
        code="type",
    )


def option(spec: FieldSpec, name: str) -> Any:
    """Return an option, or None when it is absent or empty."""
    value = spec.options.get(name)
    return None if value in ("", [], {}) else value


def member_values(value: Mapping[str, Any], fields: tuple[FieldSpec, ...]) -> Iterator[tuple[FieldSpec, Any]]:
    for spec in fields:
        if (member := value.get(spec.key)) is not None:
            yield spec, member


def check_length(spec: FieldSpec, value: list[Any], path: str) -> Iterator[Problem]:
    low, high = option(spec, "min"), min(option(spec, "max") or LONGEST, LONGEST)
    if len(value) > high:
        yield Problem(path, _("Too many."), _("At most %d.") % high, "max_items")
    if low and len(value) < low:
        yield Problem(path, _("Too few."), _("At least %d.") % low, "min_items")
