"""BodyField: a JSON column whose Wagtail block tree is made from the content model of its item."""

import json
from collections.abc import Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from wagtail.blocks import BlockField, StructBlock, StructValue

BOUND = "_bound_body"
"""Where an item keeps its body bound to blocks, beside the raw JSON."""


class BodyDescriptor(DeferredAttribute):
    """Gives the body bound to the item's blocks, and leaves the raw JSON as it is.

    Binding forgets what it cannot resolve (a fact that is gone), so a body that was only read is stored as it was.
    """

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        value = super().__get__(instance, cls)
        if isinstance(value, StructValue):
            return value
        block = instance.body_block()
        if block is None:
            return value
        if BOUND not in instance.__dict__:
            instance.__dict__[BOUND] = block.to_python(value or {})
        return instance.__dict__[BOUND]

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__.pop(BOUND, None)
        instance.__dict__[self.field.attname] = self.field.to_python(value)


class BodyField(models.JSONField):
    """The body of an item. Publishing and saving work on the raw JSON; only forms and previews bind it."""

    descriptor_class = BodyDescriptor

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("encoder", DjangoJSONEncoder)
        kwargs.setdefault("default", dict)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def contribute_to_class(self, cls: Any, name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, self.descriptor_class(self))

    def raw(self, instance: Any) -> dict[str, Any]:
        """Return the JSON of the body, unbound, with what no block of today's model holds kept as it was."""
        value = instance.__dict__.get(self.attname)
        if self.attname not in instance.__dict__:
            value = self.value_from_object(instance)
        return unbind(value)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            return json.loads(value) if value else {}
        return value

    def clean(self, value: Any, model_instance: Any) -> Any:
        """Return the raw JSON: validation is the form's (drafts) and the gate's (publication)."""
        return self.raw(model_instance)

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        return self.raw(model_instance)

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(unbind(value))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return super().get_db_prep_value(unbind(value), connection, prepared)

    def value_to_string(self, obj: Any) -> str:
        return json.dumps(self.raw(obj), cls=self.encoder)

    def formfield(self, *_args: Any, **kwargs: Any) -> Any:
        """Return a placeholder: the form of an item puts the blocks of its content model in its place."""
        defaults = {"form_class": BlockField, "block": StructBlock(), "required": False}
        return models.Field.formfield(self, **(defaults | kwargs))

    def get_block_by_content_path(self, value: Any, path_elements: Any) -> Any:
        return value.block.get_block_by_content_path(value, path_elements)

    def extract_references(self, value: Any) -> Iterator[Any]:
        """Uses are kept in the hub's own table of dependencies."""
        yield from ()


def unbind(value: Any) -> Any:
    """Return raw JSON of a bound body; leave anything else."""
    if not isinstance(value, StructValue):
        return value
    return value.block.get_prep_value(value)
