"""Building the block tree of a content model: one for each form, one shared for reading."""

import threading
from collections import OrderedDict
from collections.abc import Sequence

from django.utils.translation import get_language
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup

from content_models.blocks import RootStructBlock, forget, walk
from content_models.fields import kind_of
from content_models.spec import FieldSpec, ModelSpec

READ_SIDE = 256
"""How many trees for reading are kept."""

_lock = threading.Lock()
_trees: OrderedDict[tuple[str, int, str], RootStructBlock] = OrderedDict()


def form_block(spec: ModelSpec, *, deprecated: bool = False) -> RootStructBlock:
    """Return a new block tree. Validating changes a tree in place, so a form never shares one."""
    locale = get_language() or "en"
    fields = [field for field in spec.fields if deprecated or not field.deprecated]
    members: list[tuple[str, blocks.Block]] = [(field.key, kind_of(field).block(field, locale)) for field in fields]
    root = RootStructBlock(members, required=False, label=spec.name_in(locale), form_layout=layout_of(fields))
    root.set_name("body")
    for each in walk(root):
        if isinstance(each, blocks.CharBlock | blocks.TextBlock):
            each.field.widget.attrs["dir"] = "auto"  # Arabic in an English admin still runs from the right
    forget(root)
    return root


def layout_of(fields: Sequence[FieldSpec]) -> list[str | BlockGroup]:
    """Return the fields in order; those with a section together, where the first of them stands, under its heading."""
    found: list[str | BlockGroup] = []
    sections: dict[str, list[str | BlockGroup]] = {}
    for field in fields:
        if not field.section:
            found.append(field.key)
        elif field.section in sections:
            sections[field.section].append(field.key)
        else:
            members = sections[field.section] = [field.key]
            found.append(BlockGroup(members, heading=field.section, icon="list-ul", label_format=""))
    return found


def reading_block(spec: ModelSpec) -> RootStructBlock:
    """Return a tree for reading bodies, shared within the process. Never validate with it."""
    key = (spec.key, hash(repr(spec)), get_language() or "en")
    with _lock:
        if tree := _trees.get(key):
            _trees.move_to_end(key)
            return tree
        tree = _trees[key] = form_block(spec, deprecated=True)
        while len(_trees) > READ_SIDE:
            _trees.popitem(last=False)
        return tree
