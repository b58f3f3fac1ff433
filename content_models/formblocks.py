"""Building the block tree of a content model: one for each form, one shared for reading."""

import threading
from collections import OrderedDict

from django.utils.translation import get_language
from wagtail import blocks

from content_models.blocks import RootStructBlock, forget
from content_models.fields import kind_of
from content_models.spec import ModelSpec

READ_SIDE = 256
"""How many trees for reading are kept."""

_lock = threading.Lock()
_trees: OrderedDict[tuple[str, int, str], RootStructBlock] = OrderedDict()


def form_block(spec: ModelSpec, *, deprecated: bool = False) -> RootStructBlock:
    """Return a new block tree. Validating changes a tree in place, so a form never shares one."""
    locale = get_language() or "en"
    members: list[tuple[str, blocks.Block]] = [
        (field.key, kind_of(field).block(field, locale)) for field in spec.fields if deprecated or not field.deprecated
    ]
    root = RootStructBlock(members, required=False, label=spec.name_in(locale))
    root.set_name("body")
    forget(root)
    return root


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
