"""The panels of an item's body and of a fact's values: how two versions of them are compared."""

import functools
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

from django.utils.html import format_html
from wagtail.admin.compare import FieldComparison, TextDiff, get_comparison_class_for_block
from wagtail.admin.panels import FieldPanel

from content_models.factwords import draft_words


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
    """Shows the body; compares it field by field, with one row per changed field."""

    class BoundPanel(FieldPanel.BoundPanel):
        def get_comparison(self) -> list[Any]:
            block = self.instance.body_block()
            if block is None:
                return []
            return [functools.partial(BodyChildComparison, self.panel.db_field, name) for name in block.child_blocks]


class TimelineComparison(FieldComparison):
    """The values of a fact in two versions, in words."""

    def __init__(self, field: Any, older: Any, newer: Any) -> None:
        super().__init__(field, older, newer)
        self.val_a, self.val_b = (draft_words(fact.kind, fact.timeline) for fact in (older, newer))

    def htmldiff(self) -> Any:
        lines = TextDiff(list(_line_changes(self.val_a.splitlines(), self.val_b.splitlines())), separator="\n")
        return format_html('<div style="white-space: pre-line">{}</div>', lines.to_html())


def _line_changes(older: list[str], newer: list[str]) -> Iterator[tuple[str, str]]:
    for tag, a, b, c, d in SequenceMatcher(None, older, newer, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (("equal", line) for line in older[a:b])
        else:
            yield from (("deletion", line) for line in older[a:b])
            yield from (("addition", line) for line in newer[c:d])


class TimelinePanel(FieldPanel):
    """Shows the values over time; compares what they say."""

    def get_comparison_class(self) -> Any:
        return TimelineComparison
