"""The panel of an item's body, with one row per changed field when two versions are compared."""

import functools
from typing import Any

from wagtail.admin.compare import get_comparison_class_for_block
from wagtail.admin.panels import FieldPanel


class BodyChildComparison:
    """One field of the content model in a comparison of two versions."""

    is_field, is_child_relation = True, False

    def __init__(self, field: Any, name: str, older: Any, newer: Any) -> None:
        block = newer.body_block()
        self.block = block.child_blocks[name]
        before, after = (block.to_python(item.raw_body).get(name) for item in (older, newer))
        self.before, self.after = before, after
        self.comparison = get_comparison_class_for_block(self.block)(self.block, True, True, before, after)

    def field_label(self) -> Any:
        return self.block.label

    def htmldiff(self) -> Any:
        return self.comparison.htmldiff()

    def has_changed(self) -> bool:
        return bool(self.block.get_prep_value(self.before) != self.block.get_prep_value(self.after))


class BodyPanel(FieldPanel):
    """Shows the body; compares it field by field."""

    class BoundPanel(FieldPanel.BoundPanel):
        def get_comparison(self) -> list[Any]:
            block = self.instance.body_block()
            if block is None:
                return []
            return [functools.partial(BodyChildComparison, self.panel.db_field, name) for name in block.child_blocks]
