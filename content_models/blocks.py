"""Wagtail blocks that the form of an item is built from, made per form and forgotten afterwards.

Two rules, both learnt from how Wagtail's blocks behave:
a form never shares its blocks with another form (draft validation changes a block in place), and
a built tree is taken out of Wagtail's class-wide registry (which would otherwise grow for ever).
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.blocks.struct_block import StructBlockAdapter
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from content_models.widgets import FactChooser, ItemChooser


class RootStructBlock(blocks.StructBlock):
    """The outermost block of an item's body; its fields are the fields of the content model."""


class RootStructBlockAdapter(StructBlockAdapter):
    """Gives the root block the `element` that Wagtail's block controller expects."""

    js_constructor = "contenthub.RootStructBlock"

    @cached_property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=["content_models/js/root-struct-block.js"])


register(RootStructBlockAdapter(), RootStructBlock)


class StableIdMixin:
    """A chooser block that stores the stable id of what was chosen, never a primary key."""

    stable_field = "uuid"

    def get_prep_value(self, value: Any) -> str | None:
        if value is None or isinstance(value, str):
            return value
        return str(getattr(value, self.stable_field))

    def to_python(self, value: Any) -> Any:
        return self.bulk_to_python([value])[0]

    def bulk_to_python(self, values: Sequence[Any]) -> list[Any]:
        """Return one object or None per value, in one query."""
        wanted = {value for value in values if isinstance(value, str) and is_uuid(value)}
        found: dict[str, Any] = {}
        if wanted:
            rows = self.model_class.objects.filter(**{f"{self.stable_field}__in": wanted}).order_by("pk")  # type: ignore[attr-defined]
            for row in rows:
                found.setdefault(str(getattr(row, self.stable_field)), row)
        return [found.get(value) if isinstance(value, str) else value for value in values]

    def extract_references(self, value: Any) -> Iterator[Any]:
        """Uses are kept in the hub's own table of dependencies, not in Wagtail's index."""
        yield from ()


class ImageReferenceBlock(StableIdMixin, ImageChooserBlock):
    """Chooses an image."""


class FactReferenceBlock(StableIdMixin, SnippetChooserBlock):
    """Chooses a fact of certain kinds."""

    def __init__(self, kinds: Sequence[str] = (), **kwargs: Any) -> None:
        self.kinds = tuple(kinds)
        super().__init__("content_models.Fact", **kwargs)

    @cached_property
    def widget(self) -> forms.Widget:
        return FactChooser(kinds=self.kinds)

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if value is not None and self.kinds and value.kind not in self.kinds:
            raise ValidationError(_("This field takes a fact of the kind %s.") % ", ".join(self.kinds))
        return value


class ItemReferenceBlock(StableIdMixin, SnippetChooserBlock):
    """Chooses an item of certain content models."""

    stable_field = "translation_key"

    def __init__(self, models: Sequence[str] = (), **kwargs: Any) -> None:
        self.models = tuple(models)
        super().__init__("content_models.Item", **kwargs)

    @cached_property
    def widget(self) -> forms.Widget:
        return ItemChooser(models=self.models)

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if value is not None and self.models and value.content_model.key not in self.models:
            raise ValidationError(_("This field takes an item of the model %s.") % ", ".join(self.models))
        return value


def is_uuid(value: str) -> bool:
    try:
        return str(UUID(value)) == value
    except ValueError:
        return False


def walk(block: blocks.Block) -> Iterator[blocks.Block]:
    """Yield a block and all blocks inside it."""
    yield block
    for child in getattr(block, "child_blocks", {}).values():
        yield from walk(child)
    if inner := getattr(block, "child_block", None):
        yield from walk(inner)


def forget(block: blocks.Block) -> None:
    """Take a tree out of the registry in which Wagtail keeps every block ever made."""
    for each in walk(block):
        blocks.Block.definition_registry.pop(each.definition_prefix, None)
