"""What a form that was submitted lacks, in one sentence with the name of every field."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

IN_BLOCKS = (StructBlockValidationError, ListBlockValidationError, StreamBlockValidationError)
"""Errors that hold those of the blocks inside."""


@dataclass(frozen=True)
class Fault:
    """One error: the labels of the fields around it, outermost first, and what it says; "" when nothing is there."""

    place: tuple[str, ...]
    message: str

    @property
    def name(self) -> str:
        return " › ".join(self.place)


def told(form: forms.BaseForm) -> str:
    """Return what is to be filled in first, then what is to be mended."""
    faults = list(dict.fromkeys(_faults(form)))
    empty = ", ".join(one.name for one in faults if not one.message)
    mend = [f"{one.name}: {one.message}" for one in faults if one.message]
    first = [_("First fill in: %s.") % empty] if empty else []
    return " ".join([_("Nobody has been asked yet."), *first, *mend])


def _faults(form: forms.BaseForm) -> Iterator[Fault]:
    for name, errors in form.errors.as_data().items():
        if name == NON_FIELD_ERRORS:
            continue  # Wagtail lists these below the message
        field = form[name]
        for error in errors:
            if isinstance(error, IN_BLOCKS):
                yield from _in_block(form.fields[name].block, field.value(), error, ())  # type: ignore[attr-defined]
            else:
                yield _fault(error, (str(field.label),))


def _in_block(block: Any, value: Any, error: ValidationError, place: tuple[str, ...]) -> Iterator[Fault]:
    """Yield the faults inside a block; the outermost block is the form itself and has no name."""
    if not isinstance(error, IN_BLOCKS):
        yield _fault(error, place)
        return
    if isinstance(block, blocks.ListBlock | blocks.StreamBlock) and not value:
        yield Fault(place, "")
        return
    for one in error.non_block_errors.as_data():
        yield _fault(one, place or (str(block.label),))
    for key, inner in error.block_errors.items():
        label, child, there = _child(block, value, key)
        yield from _in_block(child, there, inner, (*place, label))


def _child(block: Any, value: Any, key: Any) -> tuple[str, Any, Any]:
    """Return the label, the block and the value of a part; rows are numbered from 1."""
    if isinstance(block, blocks.StructBlock):
        child = block.child_blocks[key]
        return str(child.label), child, value.get(key)
    if isinstance(block, blocks.StreamBlock):
        row = value[key]
        return f"{key + 1} {row.block.label}", row.block, row.value
    return str(key + 1), block.child_block, value[key]


def _fault(error: ValidationError, place: tuple[str, ...]) -> Fault:
    empty = getattr(error, "code", None) == "required"
    return Fault(place, "" if empty else " ".join(error.messages))
